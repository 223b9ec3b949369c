import { Button } from 'antd'
import { useState } from 'react'
import type { StockRow } from '../../../core/rpc/api'
import { client } from '../client'
import { EmptyState } from '../ui'
import { PickField, piecesOf } from './Form'
import { useCommand, useMatrix, type Warehouse } from './use-stock'
import { useStockReason, useStockWords } from './use-stock-words'

interface Line { readonly counted: string; readonly reason: string; readonly version: number; readonly expected: number } // prettier-ignore

/** A count sheet: what the books expect, what was counted, and why it differs. The version is the one that was seen. */
export function CountTab({ warehouses, text }: { warehouses: readonly Warehouse[]; text: string }) {
  const { t } = useStockWords()
  const reason = useStockReason()
  const [picked, setPicked] = useState('')
  const warehouseId = picked || (warehouses[0]?.id ?? '')
  const [lines, setLines] = useState<Readonly<Record<string, Line>>>({})
  const matrix = useMatrix(text, 'all')
  const count = useCommand(client.inventory.count, () => setLines({}))
  const filled = Object.entries(lines).flatMap(([sku, line]) => {
    const counted = piecesOf(line.counted)
    return counted === null ? [] : [{ sku, counted, version: line.version, reason: line.reason, differs: counted !== line.expected }]
  })
  const ready = filled.length > 0 && filled.every((line) => !line.differs || line.reason.trim() !== '')
  const set = (row: StockRow, change: Partial<Line>) => {
    const cell = row.cells.find((one) => one.warehouseId === warehouseId)
    const before = lines[row.sku] ?? { counted: '', reason: '', version: cell?.version ?? 0, expected: cell?.onHand ?? 0 }
    setLines({ ...lines, [row.sku]: { ...before, ...change } })
  }
  return (
    <form className="stock-list" onSubmit={(event) => { event.preventDefault(); if (ready) count.send({ warehouseId, lines: filled.map(({ differs: _differs, ...line }) => line) }) }}>
      <div className="row">
        <PickField label={t('sheetOf')} value={warehouseId} options={warehouses.map((one) => [one.id, one.name] as const)} onChange={(id) => { setPicked(id); setLines({}) }} />
        <span className="g">{t('sheetHint')}</span>
        <Button type="primary" htmlType="submit" disabled={!ready || count.isPending}>{t('sheetSave', { n: filled.length })}</Button>
      </div>
      {count.isError ? <p role="alert" className="tlate">{reason(count.error)}</p> : null}
      <p role="status">{count.isSuccess && filled.length === 0 ? t('sheetDone', { n: count.data.differing, orders: count.data.shortOrders }) : ''}</p>
      {matrix.isSuccess && matrix.rows.length === 0 ? <EmptyState title={t('emptyTitle')} why={t('emptyWhy')} /> : null}
      <table className="stock-lines">
        <thead><tr><th>{t('head.goods')}</th><th className="right">{t('expected')}</th><th>{t('counted')}</th><th className="right">{t('difference')}</th><th>{t('sheetOne')}</th></tr></thead>
        <tbody>
          {matrix.rows.map((row) => {
            const line = lines[row.sku]
            const expected = line?.expected ?? row.cells.find((one) => one.warehouseId === warehouseId)?.onHand
            const counted = piecesOf(line?.counted ?? '')
            const difference = counted === null ? null : counted - (expected ?? 0)
            return (
              <tr key={row.sku} data-count={row.sku}>
                <td>{row.title ?? row.sku} {row.variant} <small className="num">{row.sku}</small></td>
                <td className="right num">{expected ?? '—'}</td>
                <td><input className="input num" style={{ width: 88 }} inputMode="numeric" aria-label={`${t('counted')} ${row.sku}`} value={line?.counted ?? ''} onChange={(event) => set(row, { counted: event.target.value })} /></td>
                <td className={`right num ${difference !== null && difference < 0 ? 'late' : ''}`}>{difference === null || difference === 0 ? '' : `${difference < 0 ? '−' : '+'}${Math.abs(difference)}`}</td>
                <td>{difference ? <input className="input" maxLength={200} aria-label={`${t('reason')} ${row.sku}`} value={line?.reason ?? ''} onChange={(event) => set(row, { reason: event.target.value })} /> : null}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {matrix.hasNextPage ? <Button onClick={() => void matrix.fetchNextPage()}>{t('more')}</Button> : null}
    </form>
  )
} // prettier-ignore
