import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { PushShop } from '../../../core/rpc/api'
import { client } from '../client'
import { dateTime } from '../drawer/times'
import { EmptyState, PlatformChip, useNow } from '../ui'
import { TextField } from './Form'
import { piecesOf } from './pieces'
import { useCommand } from './use-stock'
import { useStockReason, useStockWords } from './use-stock-words'

/** Which shops are told our stock. Nothing is told before the owner has seen the list beside what the shop shows now. */
export function PushTab({ owner }: { owner: boolean }) {
  const { t } = useStockWords()
  const found = useQuery({ queryKey: ['stock', 'push'], queryFn: () => client.inventory.pushShops({}) })
  // Who may not switch it sees shops of which there is something to tell.
  const told = found.data?.shops.filter((shop) => owner || shop.lastTold || shop.untold > 0 || shop.refused.length > 0)
  return (
    <div className="stock-list">
      <p>{t('pushWhy')}{owner ? '' : ` ${t('pushOnly')}`}</p>
      {found.data?.shops.length === 0 ? <EmptyState title={t('noShops')} /> : null}
      {told?.map((shop) => <ShopItem key={shop.shopId} shop={shop} owner={owner} />)}
    </div>
  )
} // prettier-ignore

function ShopItem({ shop, owner }: { shop: PushShop; owner: boolean }) {
  const { t } = useStockWords()
  const now = useNow()
  const reason = useStockReason()
  const [looking, setLooking] = useState(false)
  const stop = useCommand(client.inventory.stopPush)
  // Who may not switch it is not told the switch's position either.
  const state = shop.state ?? 'off'
  return (
    <article className="stock-item" data-push={shop.shopId} aria-label={shop.shopName}>
      <div className="row">
        <PlatformChip platform={shop.platform} /><b>{shop.shopName}</b>
        {owner ? <span className={state === 'held' ? 'warn' : ''}>{t(`pushState.${state}`)}</span> : null}
        <small className="g">
          {[shop.confirmedBy && shop.confirmedAt ? t('confirmedBy', { who: shop.confirmedBy, time: dateTime(shop.confirmedAt, now) }) : '', shop.untold > 0 ? t('untold', { n: shop.untold }) : '', shop.lastTold ? t('lastTold', { time: dateTime(shop.lastTold, now) }) : ''].filter(Boolean).join(' · ')}
        </small>
        {owner && state !== 'cannot' ? <Button size="small" aria-expanded={looking} onClick={() => setLooking(!looking)}>{t('look')}</Button> : null}
        {owner && (state === 'on' || state === 'held') ? <Button size="small" danger disabled={stop.isPending} onClick={() => stop.send({ shopId: shop.shopId })}>{t('stop')}</Button> : null}
      </div>
      {state === 'held' ? <p>{t('heldWhy')}</p> : null}
      {stop.isError ? <p role="alert" className="tlate">{reason(stop.error)}</p> : null}
      {shop.refused.map((one) => <p key={one.platformSku} className="tlate num">{one.platformSku} · {t('refusedBy', { problem: one.problem })}</p>)}
      {looking ? <Preview shop={shop} onDone={() => setLooking(false)} /> : null}
    </article>
  )
} // prettier-ignore

function Preview({ shop, onDone }: { shop: PushShop; onDone: () => void }) {
  const { t } = useStockWords()
  const reason = useStockReason()
  const [text, setText] = useState(String(shop.buffer))
  const buffer = piecesOf(text)
  const found = useQuery({ // Not of `stock`: it asks the platform, which must not happen anew with every order that arrives.
    queryKey: ['push-preview', shop.shopId, buffer], enabled: buffer !== null, queryFn: () => client.inventory.pushPreview({ shopId: shop.shopId, buffer: buffer ?? 0 }) })
  const confirm = useCommand(client.inventory.confirmPush, onDone)
  const { lines = [], fingerprint = '', readable = true } = found.data ?? {}
  const told = lines.filter((line) => line.quantity !== null).length
  return (
    <form className="stock-form" onSubmit={(event) => { event.preventDefault(); if (buffer !== null) confirm.send({ shopId: shop.shopId, buffer, fingerprint }) }}>
      <TextField label={t('buffer')} value={text} onChange={setText} digits />
      {found.isLoading ? <p aria-busy="true">{t('loading')}</p> : null}
      {found.isError ? <p role="alert" className="tlate">{reason(found.error)}</p> : null}
      {readable ? null : <p className="warn">{t('unreadable')}</p>}
      {found.isSuccess && lines.length === 0 ? <p>{t('pushEmpty')}</p> : null}
      <table className="stock-lines">
        <thead><tr><th>{t('head.goods')}</th><th className="right">{t('shopShows')}</th><th className="right">{t('weTell')}</th></tr></thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.platformSku}><td>{line.title} <small className="num">{line.platformSku}{line.sku === line.platformSku ? '' : ` → ${line.sku}`}</small></td>
              <td className="right num">{line.present ?? '—'}</td><td className="right num">{line.quantity ?? <small>{t('notTold')}</small>}</td></tr>
          ))}
        </tbody>
      </table>
      {confirm.isError ? <p role="alert" className="tlate">{reason(confirm.error)}</p> : null}
      <div className="row">
        <Button onClick={() => void found.refetch()}>{t('lookAgain')}</Button><Button type="primary" htmlType="submit" disabled={buffer === null || !found.isSuccess || told === 0 || confirm.isPending}>{t('confirm', { n: told })}</Button></div>
    </form>
  )
} // prettier-ignore
