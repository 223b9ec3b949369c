import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { UnmappedCode } from '../../../core/rpc/api'
import { client } from '../client'
import { useKeys } from '../keys'
import { EmptyState, Kbd, PlatformChip } from '../ui'
import { useCommand } from './use-stock'
import { useStockReason, useStockWords } from './use-stock-words'

const keyOf = (code: UnmappedCode) => `${code.shopId} ${code.platformSku}`

/** Codes of the shops that lead nowhere, each with what it may be: 1–3 accepts, U refuses the first, J and K walk. */
export function CodesTab() {
  const { t } = useStockWords()
  const reason = useStockReason()
  const found = useQuery({ queryKey: ['stock', 'codes'], queryFn: () => client.inventory.codes({}) })
  const [at, setAt] = useState('')
  const map = useCommand(client.inventory.mapCode)
  const refuse = useCommand(client.inventory.refuseSuggestion)
  const codes = found.data?.unmapped ?? []
  const index = Math.max(0, codes.findIndex((code) => keyOf(code) === at))
  const code = codes[index]
  const accept = (n: number) => () => {
    const sku = code?.suggestions[n]?.sku
    if (code && sku) map.send({ shopId: code.shopId, platformSku: code.platformSku, sku })
  }
  const turnDown = (one: UnmappedCode | undefined, sku: string | undefined) => {
    if (one && sku) refuse.send({ shopId: one.shopId, platformSku: one.platformSku, sku })
  }
  const step = (by: number) => () => {
    const next = codes[Math.min(codes.length - 1, Math.max(0, index + by))]
    if (next) setAt(keyOf(next))
  }
  useKeys({ j: step(1), ArrowDown: step(1), k: step(-1), ArrowUp: step(-1), 1: accept(0), 2: accept(1), 3: accept(2), u: () => turnDown(code, code?.suggestions[0]?.sku) })
  const failed = map.error ?? refuse.error
  return (
    <div className="stock-list">
      <h2>{found.data ? (found.data.total > 0 ? t('codesTitle', { n: found.data.total }) : t('codesNone')) : t('loading')}</h2>
      {found.isSuccess && codes.length === 0 ? <EmptyState title={t('codesNone')} why={t('codesNoneWhy')} /> : null}
      {failed ? <p role="alert" className="tlate">{reason(failed)}</p> : null}
      <p role="status">{map.isSuccess ? t(map.variables?.sku === null ? 'unplanned' : 'planned', { n: map.data.planned }) : ''}</p>
      {codes.map((one) => (
        <CodeItem key={keyOf(one)} code={one} current={one === code} onMap={(sku) => map.send({ shopId: one.shopId, platformSku: one.platformSku, sku })} onRefuse={(sku) => turnDown(one, sku)} />
      ))}
      {found.data && found.data.aliases.length > 0 ? (
        <details>
          <summary>{t('aliases', { n: found.data.aliases.length })}</summary>
          <table className="stock-lines"><tbody>
            {found.data.aliases.map((alias) => (
              <tr key={`${alias.shopId} ${alias.platformSku}`}><td>{alias.shopName}</td><td className="num">{alias.platformSku}</td><td className="num">→ {alias.sku}</td>
                <td><button type="button" className="btn q sm" onClick={() => map.send({ shopId: alias.shopId, platformSku: alias.platformSku, sku: null })}>{t('unmap')}</button></td></tr>
            ))}
          </tbody></table>
        </details>
      ) : null}
    </div>
  )
} // prettier-ignore

function CodeItem({ code, current, onMap, onRefuse }: { code: UnmappedCode; current: boolean; onMap: (sku: string) => void; onRefuse: (sku: string) => void }) {
  const { t } = useStockWords()
  const [ours, setOurs] = useState('')
  return (
    <article className="stock-item" data-code={code.platformSku} {...(current ? { 'aria-current': 'true' as const } : {})}>
      <div className="row">
        <PlatformChip platform={code.platform} /><b className="num">{code.platformSku}</b><span className="el g">{code.title} {code.variant}</span>
        {code.waiting > 0 ? <span className="warn">{t('waiting', { n: code.waiting })}</span> : null}
      </div>
      {code.suggestions.map((one, n) => (
        <div className="row" key={one.sku}>
          <Button size="small" type={n === 0 && current ? 'primary' : 'default'} onClick={() => onMap(one.sku)}>{t('accept')} <Kbd>{String(n + 1)}</Kbd></Button>
          <b className="num">{one.sku}</b><span className="el g">{one.title}</span><small>{t(`why.${one.why}`)} {one.likeness} %</small>
          <Button size="small" type="text" onClick={() => onRefuse(one.sku)}>{t('refuse')} {n === 0 ? <Kbd>U</Kbd> : null}</Button>
        </div>
      ))}
      <form className="row" onSubmit={(event) => { event.preventDefault(); if (ours.trim()) onMap(ours.trim()) }}>
        {code.suggestions.length === 0 ? <small className="g">{t('noSuggestion')}</small> : <span className="g" />}
        <input className="input num" aria-label={`${t('ourCode')} ${code.platformSku}`} placeholder={t('ourCode')} value={ours} onChange={(event) => setOurs(event.target.value)} />
        <Button size="small" htmlType="submit" disabled={ours.trim() === ''}>{t('map')}</Button>
      </form>
    </article>
  )
} // prettier-ignore
