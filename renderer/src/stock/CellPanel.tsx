import { Button } from 'antd'
import { useState } from 'react'
import type { StockMoveView, StockRow } from '../../../core/rpc/api'
import { dateTime } from '../drawer/times'
import { useWho } from '../drawer/use-who'
import { Icon, Kbd, useNow } from '../ui'
import { AdjustForm, CountForm, HoldForm, ReceiveForm, SafetyForm, TransferForm } from './forms'
import { Holds } from './Holds'
import { paperOf } from './move-words'
import type { Spot } from './StockMatrix'
import { useMoves, type Warehouse } from './use-stock'
import { useStockWords } from './use-stock-words'

export type Act = 'receive' | 'adjust' | 'count' | 'transfer' | 'safety' | 'hold'
const ACTS: readonly (readonly [Act, string])[] = [['receive', 'I'], ['adjust', 'A'], ['count', 'C'], ['transfer', 'N'], ['safety', ''], ['hold', '']] // prettier-ignore
const FORMS = { receive: ReceiveForm, adjust: AdjustForm, count: CountForm, transfer: TransferForm, safety: SafetyForm, hold: HoldForm } // prettier-ignore

interface Props {
  readonly row: StockRow
  readonly spot: Spot
  readonly warehouses: readonly Warehouse[]
  readonly act: Act | null
  readonly onAct: (act: Act | null) => void
  readonly onClose: () => void
}

/** One cell beside the matrix: its figures, what can be done, and the ledger that adds up to them. */
export function CellPanel({ row, spot, warehouses, act, onAct, onClose }: Props) {
  const { t } = useStockWords()
  const [said, setSaid] = useState('')
  const cell = row.cells.find((one) => one.warehouseId === spot.warehouseId)
  const nameOf = (id: string) => warehouses.find((one) => one.id === id)?.name ?? id
  const Act = act ? FORMS[act] : undefined
  // Sales and support see what can be promised, and nothing of what lies where.
  const sees = cell === undefined ? row.daily !== undefined : cell.onHand !== undefined
  const end = (shortOrders?: number) => {
    onAct(null)
    setSaid(shortOrders === undefined ? '' : shortOrders > 0 ? t('shortNow', { n: shortOrders }) : t('done'))
  }
  return (
    <aside className="stock-side" aria-label={t('cellOf', { goods: row.title ?? row.sku, warehouse: nameOf(spot.warehouseId) })}>
      <header>
        <span><h2>{row.title ?? row.sku} · {nameOf(spot.warehouseId)}</h2><small className="num">{row.sku}{row.variant ? ` · ${row.variant}` : ''}</small></span>
        <button type="button" className="btn q sm" aria-label={t('close')} onClick={onClose}><Icon name="close" /></button>
      </header>
      <Figures cell={cell} sees={sees} />
      {cell?.supply ? (
        <Button type="primary" onClick={() => onAct('transfer')}>{t('propose', { from: nameOf(cell.supply.warehouseId), n: cell.supply.quantity })}</Button>
      ) : null}
      <div className="stock-acts">
        {ACTS.filter(([one]) => sees || one === 'hold').map(([one, key]) => (
          <Button key={one} size="small" aria-pressed={act === one} onClick={() => onAct(act === one ? null : one)}>{t(one)} {key ? <Kbd>{key}</Kbd> : null}</Button>
        ))}
      </div>
      {Act ? <Act key={`${act ?? ''} ${spot.sku} ${spot.warehouseId}`} sku={spot.sku} warehouseId={spot.warehouseId} cell={cell} warehouses={warehouses} onEnd={end} /> : null}
      <p role="status">{said}</p>
      <Holds sku={spot.sku} warehouses={warehouses} />
      {sees ? <Ledger key={`${spot.sku} ${spot.warehouseId}`} spot={spot} /> : null}
    </aside>
  )
} // prettier-ignore

function Figures({ cell, sees }: { cell: StockRow['cells'][number] | undefined; sees: boolean }) {
  const { t } = useStockWords()
  const now = useNow()
  const figures = sees ? (['available', 'onHand', 'reserved', 'inTransit', 'damaged'] as const) : (['available'] as const)
  return (
    <>
      <dl className="stock-figures">
        {figures.map((name) => <div key={name}><dt>{t(name)}</dt><dd className="num">{cell?.[name] ?? 0}</dd></div>)}
      </dl>
      {sees ? <small>{cell?.countedAt ? t('countedOn', { time: dateTime(cell.countedAt, now) }) : t('neverCounted')}</small> : null}
    </>
  )
} // prettier-ignore

function Ledger({ spot }: { spot: Spot }) {
  const { t } = useStockWords()
  const now = useNow()
  const whoOf = useWho()
  const [before, setBefore] = useState<number | null>(null)
  const found = useMoves(spot, before)
  const moves = found.data?.moves ?? []
  return (
    <section aria-label={t('ledger')}>
      <h2>{t('ledger')}</h2>
      {found.isSuccess && moves.length === 0 ? <p>{t('noMoves')}</p> : null}
      <ul className="stock-moves">
        {moves.map((move) => (
          <li key={move.id}>
            <time className="num">{dateTime(move.at, now)}</time>
            <span>{t(`kind.${move.kind}`)}<small>{[move.orderNumber ? t('order', { number: move.orderNumber }) : '', paperOf(move, t), move.reason ?? '', whoOf(move.who)].filter(Boolean).join(' · ')}</small></span>
            <span className="num right">{told(move, t)}</span>
          </li>
        ))}
      </ul>
      {found.data?.more ? <button type="button" className="btn sm" onClick={() => setBefore(moves.at(-1)?.id ?? null)}>{t('more')}</button> : null}
    </section>
  )
} // prettier-ignore

function told(move: StockMoveView, t: (key: string) => string): string {
  const signed = (n: number) => `${n < 0 ? '−' : '+'}${Math.abs(n)}`
  const parts = [['onHand', move.onHand], ['reserved', move.reserved], ['inTransit', move.inTransit], ['damaged', move.damaged]] as const // prettier-ignore
  return parts.flatMap(([name, n]) => (n === 0 ? [] : [`${t(name)} ${signed(n)}`])).join(' ')
}
