import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { TransferView } from '../../../core/rpc/api'
import { client } from '../client'
import { dateTime } from '../drawer/times'
import { useWho } from '../drawer/use-who'
import { EmptyState, useNow } from '../ui'
import { piecesOf, wrongPieces } from './pieces'
import { useCommand, type Warehouse } from './use-stock'
import { useStockReason, useStockWords } from './use-stock-words'

/** Goods between warehouses: each paper with what was sent, what arrived and what came back. */
export function TransfersTab({ warehouses }: { warehouses: readonly Warehouse[] }) {
  const { t } = useStockWords()
  const [all, setAll] = useState(false)
  const found = useQuery({ queryKey: ['stock', 'transfers', all], queryFn: () => client.inventory.transfers({ open: !all, before: null }) })
  const transfers = found.data?.transfers ?? []
  return (
    <div className="stock-list">
      <label className="row"><input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} /> {t('allTransfers')}</label>
      {found.isSuccess && transfers.length === 0 ? <EmptyState title={t('noTransfers')} why={t('noTransfersWhy')} /> : null}
      {transfers.map((one) => <TransferItem key={one.id} transfer={one} warehouses={warehouses} />)}
    </div>
  )
} // prettier-ignore

function TransferItem({ transfer, warehouses }: { transfer: TransferView; warehouses: readonly Warehouse[] }) {
  const { t } = useStockWords()
  const now = useNow()
  const reason = useStockReason()
  const whoOf = useWho()
  const [arrived, setArrived] = useState<Readonly<Record<string, string>>>({})
  const receive = useCommand(client.inventory.receiveTransfer, () => setArrived({}))
  const cancel = useCommand(client.inventory.cancelTransfer)
  const nameOf = (id: string) => warehouses.find((one) => one.id === id)?.name ?? id
  const { id, version } = transfer
  const underWay = transfer.lines.map((line) => ({ sku: line.sku, quantity: line.sent - line.received - line.returned })).filter((line) => line.quantity > 0)
  // Whoever writes anything says line by line what arrived: then a 0, or what is no number, never means «all of it».
  const written = underWay.filter(({ sku }) => (arrived[sku] ?? '').trim() !== '')
  const given = written.flatMap(({ sku }) => {
    const n = piecesOf(arrived[sku] ?? '')
    return n ? [{ sku, quantity: n }] : []
  })
  const wrong = written.map(({ sku }) => wrongPieces(arrived[sku] ?? '')).find((one) => one !== undefined)
  const ready = written.length === 0 || (given.length > 0 && wrong === undefined)
  const take = () => {
    if (ready && !receive.isPending) receive.send({ id, version, lines: written.length > 0 ? given : underWay }, arrived)
  }
  const failed = receive.isError ? receive.error : cancel.error
  return (
    <article className="stock-item" aria-label={t('transferOf', { from: nameOf(transfer.fromId), to: nameOf(transfer.toId) })}>
      <div className="row"><b>{t('transferOf', { from: nameOf(transfer.fromId), to: nameOf(transfer.toId) })}</b><span>{t(`state.${transfer.state === 'done' && transfer.lines.some((line) => line.returned > 0) ? 'part' : transfer.state}`)}</span><small>{whoOf(transfer.who)} · {dateTime(transfer.createdAt, now)} {transfer.note}</small></div>
      {transfer.lines.map((line) => (
        <div className="row num" key={line.sku}>
          <span style={{ minWidth: 200 }}>{line.sku}</span>
          <span>{t('sent', { n: line.sent })} · {t('received', { n: line.received })}{line.returned > 0 ? ` · ${t('returned', { n: line.returned })}` : ''}</span>
          {underWay.filter((one) => one.sku === line.sku).map(({ sku, quantity }) => (
            <span key={sku} className="row">
              <span aria-hidden="true">{t('arrived')}</span>
              <input className="input num" style={{ width: 128 }} inputMode="numeric" aria-label={`${t('arrived')} ${sku}`} placeholder={t('underWay', { n: quantity })} value={arrived[sku] ?? ''} onChange={(event) => setArrived({ ...arrived, [sku]: event.target.value })} onKeyDown={(event) => { if (event.key === 'Enter' && !event.nativeEvent.isComposing && written.length > 0) take() }} />
            </span>
          ))}
        </div>
      ))}
      {transfer.state === 'open' ? (
        <div className="row">
          <Button size="small" type="primary" disabled={!ready || receive.isPending} onClick={take}>{t(written.length > 0 ? 'arrive' : 'arriveAll')}</Button>
          <Button size="small" disabled={cancel.isPending} onClick={() => cancel.send({ id, version }, id)}>{t('callBack')}</Button>
        </div>
      ) : null}
      {wrong ? <p role="alert" className="stock-wrong">{t(wrong)}</p> : ready ? null : <p role="alert" className="stock-wrong">{t('nothingArrived')}</p>}
      {failed ? <p role="alert" className="tlate">{reason(failed)}</p> : null}
    </article>
  )
} // prettier-ignore
