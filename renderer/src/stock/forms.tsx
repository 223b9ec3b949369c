import { useState } from 'react'
import type { StockCell } from '../../../core/rpc/api'
import { client } from '../client'
import { dateTime } from '../drawer/times'
import { useNow } from '../ui'
import { Form, PickField, TextField } from './Form'
import { piecesOf } from './pieces'
import { useCommand, useMoves, type Warehouse } from './use-stock'
import { useStockWords } from './use-stock-words'

interface Of {
  readonly sku: string
  readonly warehouseId: string
  readonly cell: StockCell | undefined
  /** Done, with how many orders lost their goods by it; without a number: given up. */
  readonly onEnd: (shortOrders?: number) => void
}

/** A delivery note as two people may write it. */
const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase()

export function ReceiveForm({ sku, warehouseId, onEnd }: Of) {
  const { t } = useStockWords()
  const [quantity, setQuantity] = useState('')
  const [damaged, setDamaged] = useState('')
  const [reference, setReference] = useState('')
  const command = useCommand(client.inventory.receive, () => onEnd(0))
  const [n, broken] = [piecesOf(quantity), damaged === '' ? 0 : piecesOf(damaged)]
  const now = useNow()
  // One delivery noted by two people, or twice by one: said, not forbidden, for a delivery may come in two lots.
  const note = reference.trim()
  const earlier = useMoves({ sku, warehouseId }, null).data?.moves.find((move) => note !== '' && move.kind === 'receive' && plain(move.document ?? '') === plain(note))
  return (
    <Form title={t('receive')} command={command} onCancel={() => onEnd()} ready={n !== null && n > 0 && broken !== null && broken <= n}
      onSave={() => command.send({ warehouseId, reference, lines: [{ sku, quantity: n ?? 0, damaged: broken ?? 0 }] })}>
      <TextField label={t('quantity')} value={quantity} onChange={setQuantity} digits />
      <TextField label={t('damagedOf')} value={damaged} onChange={setDamaged} digits />
      {n !== null && broken !== null && broken > n ? <p role="alert" className="stock-wrong">{t('moreDamaged')}</p> : null}
      <TextField label={t('reference')} value={reference} onChange={setReference} />
      {earlier ? <p role="status" className="stock-wrong">{t('receivedBefore', { note, time: dateTime(earlier.at, now), n: earlier.onHand + earlier.damaged })}</p> : null}
    </Form>
  )
} // prettier-ignore

const WHAT = ['lost', 'found', 'damage', 'mend', 'scrap'] as const

export function AdjustForm({ sku, warehouseId, onEnd }: Of) {
  const { t } = useStockWords()
  const [what, setWhat] = useState<(typeof WHAT)[number]>('lost')
  const [quantity, setQuantity] = useState('')
  const [reason, setReason] = useState('')
  const command = useCommand(client.inventory.adjust, (result: { shortOrders: number }) => onEnd(result.shortOrders))
  const n = piecesOf(quantity)
  return (
    <Form title={t('adjust')} command={command} onCancel={() => onEnd()} ready={n !== null && n > 0 && reason.trim() !== ''}
      onSave={() => command.send({ sku, warehouseId, what, quantity: n ?? 0, reason })}>
      <PickField label={t('what.label')} value={what} onChange={setWhat} options={WHAT.map((one) => [one, t(`what.${one}`)] as const)} />
      <TextField label={t('quantity')} value={quantity} onChange={setQuantity} digits />
      <TextField label={t('reason')} value={reason} onChange={setReason} />
    </Form>
  )
} // prettier-ignore

export function CountForm({ sku, warehouseId, cell, onEnd }: Of) {
  const { t } = useStockWords()
  // What the counter saw when the form opened: what moves meanwhile must be looked at, not overwritten.
  const [seen, setSeen] = useState({ version: cell?.version ?? 0, onHand: cell?.onHand ?? 0 })
  const [counted, setCounted] = useState('')
  const [reason, setReason] = useState('')
  const command = useCommand(client.inventory.count, (result: { shortOrders: number }) => onEnd(result.shortOrders))
  const n = piecesOf(counted)
  const moved = cell !== undefined && cell.version !== seen.version
  return (
    <Form title={t('count')} command={command} onCancel={() => onEnd()} ready={n !== null && (n === seen.onHand || reason.trim() !== '')}
      onSave={() => command.send({ warehouseId, lines: [{ sku, counted: n ?? 0, version: seen.version, reason }] })}>
      <p className="num">
        {t('expected')} <b>{seen.onHand}</b>
        {moved ? <button type="button" className="btn q sm" onClick={() => setSeen({ version: cell.version, onHand: cell.onHand })}>→ {cell.onHand}</button> : null}
      </p>
      <TextField label={t('counted')} value={counted} onChange={setCounted} digits />
      {n !== null && n !== seen.onHand ? <p className="num">{t('difference')} <b className={n < seen.onHand ? 'late' : ''}>{n < seen.onHand ? '−' : '+'}{Math.abs(n - seen.onHand)}</b></p> : null}
      <TextField label={t('reason')} value={reason} onChange={setReason} />
    </Form>
  )
} // prettier-ignore

/** From the first other warehouse, or from the one that was proposed, to this cell's. */
export function TransferForm({ sku, warehouseId, cell, warehouses, onEnd }: Of & { warehouses: readonly Warehouse[] }) {
  const { t } = useStockWords()
  const others = warehouses.filter((one) => one.id !== warehouseId)
  const [toId, setTo] = useState(cell?.supply ? warehouseId : (others[0]?.id ?? ''))
  const [fromId, setFrom] = useState(cell?.supply?.warehouseId ?? warehouseId)
  const [quantity, setQuantity] = useState(cell?.supply ? String(cell.supply.quantity) : '')
  const [note, setNote] = useState('')
  const command = useCommand(client.inventory.transfer, () => onEnd(0))
  const n = piecesOf(quantity)
  const names = warehouses.map((one) => [one.id, one.name] as const)
  return (
    <Form title={t('transfer')} command={command} onCancel={() => onEnd()} ready={n !== null && n > 0 && fromId !== toId}
      onSave={() => command.send({ fromId, toId, note, lines: [{ sku, quantity: n ?? 0 }] })}>
      <TextField label={t('quantity')} value={quantity} onChange={setQuantity} digits />
      <PickField label={t('from')} value={fromId} options={names} onChange={setFrom} />
      <PickField label={t('to')} value={toId} options={names} onChange={setTo} />
      <TextField label={t('note')} value={note} onChange={setNote} />
    </Form>
  )
} // prettier-ignore

export function SafetyForm({ sku, warehouseId, cell, onEnd }: Of) {
  const { t } = useStockWords()
  const [pieces, setPieces] = useState(String(cell?.safety ?? 0))
  const command = useCommand(client.inventory.setSafety, () => onEnd(0))
  const n = piecesOf(pieces)
  return (
    <Form title={t('safety')} command={command} onCancel={() => onEnd()} ready={n !== null} onSave={() => command.send({ sku, warehouseId, pieces: n ?? 0 })}>
      <TextField label={t('linePieces')} value={pieces} onChange={setPieces} digits />
    </Form>
  )
} // prettier-ignore

export function HoldForm({ sku, onEnd }: Of) {
  const { t } = useStockWords()
  const [quantity, setQuantity] = useState('1')
  const [note, setNote] = useState('')
  const command = useCommand(client.inventory.hold, () => onEnd(0))
  const n = piecesOf(quantity)
  return (
    <Form title={t('hold')} command={command} onCancel={() => onEnd()} ready={n !== null && n > 0} onSave={() => command.send({ sku, quantity: n ?? 0, note })}>
      <TextField label={t('quantity')} value={quantity} onChange={setQuantity} digits />
      <TextField label={t('holdFor')} value={note} onChange={setNote} />
    </Form>
  )
} // prettier-ignore
