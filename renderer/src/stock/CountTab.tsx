import { Button } from 'antd'
import { useState } from 'react'
import type { StockRow } from '../../../core/rpc/api'
import { client } from '../client'
import { EmptyState } from '../ui'
import { PickField } from './Form'
import { piecesOf, wrongPieces } from './pieces'
import { useCommand, useMatrix, type Warehouse } from './use-stock'
import { useStockReason, useStockWords } from './use-stock-words'

interface Line { readonly counted: string; readonly reason: string; readonly version: number; readonly expected: number } // prettier-ignore
type Sheet = Readonly<Record<string, Line>>

/** What was typed, by warehouse: a look at another page, or another warehouse, does not lose a morning's count. */
let kept: Readonly<Record<string, Sheet>> = {}

/** A count sheet: what the books expect, what was counted, and why it differs. The version is the one that was seen. */
export function CountTab({ warehouses, text }: { warehouses: readonly Warehouse[]; text: string }) {
  const { t } = useStockWords()
  const reason = useStockReason()
  const [picked, setPicked] = useState('')
  const warehouseId = picked || (warehouses[0]?.id ?? '')
  const [sheets, setSheets] = useState(kept)
  const lines = sheets[warehouseId] ?? {}
  const setLines = (of: string, next: Sheet) => setSheets((before) => (kept = { ...before, [of]: next }))
  const matrix = useMatrix(text, 'all')
  const count = useCommand(client.inventory.count, (_, { warehouseId: done }) => setLines(done, {}))
  const filled = Object.entries(lines).flatMap(([sku, line]) => {
    const counted = piecesOf(line.counted)
    return counted === null ? [] : [{ sku, counted, version: line.version, reason: line.reason, differs: counted !== line.expected }]
  })
  const wrong = Object.values(lines).filter((line) => wrongPieces(line.counted) !== undefined).length
  const ready = filled.length > 0 && wrong === 0 && filled.every((line) => !line.differs || line.reason.trim() !== '')
  const set = (row: StockRow, change: Partial<Line>) => {
    const cell = row.cells.find((one) => one.warehouseId === warehouseId)
    const before = lines[row.sku] ?? { counted: '', reason: '', version: cell?.version ?? 0, expected: cell?.onHand ?? 0 }
    const { [row.sku]: _former, ...others } = lines
    // An emptied line is none: written anew, it stands on what the books say then.
    setLines(warehouseId, change.counted === '' ? others : { ...others, [row.sku]: { ...before, ...change } })
  }
  return (
    <form className="stock-list" onSubmit={(event) => { event.preventDefault(); if (ready) count.send({ warehouseId, lines: filled.map(({ differs: _differs, ...line }) => line) }) }}>
      <div className="row">
        <PickField label={t('sheetOf')} value={warehouseId} options={warehouses.map((one) => [one.id, one.name] as const)} onChange={setPicked} />
        <span className="g">{t('sheetHint')}</span>
        <Button type="primary" htmlType="submit" disabled={!ready || count.isPending}>{t('sheetSave', { n: filled.length })}</Button>
      </div>
      {wrong > 0 ? <p role="alert" className="stock-wrong">{t('sheetWrong', { n: wrong })}</p> : null}
      {count.isError ? <p role="alert" className="tlate">{reason(count.error)}</p> : null}
      <p role="status">{count.isSuccess && filled.length === 0 ? t('sheetDone', { n: count.data.differing, orders: count.data.shortOrders }) : ''}</p>
      {matrix.isSuccess && matrix.rows.length === 0 ? <EmptyState title={t('emptyTitle')} why={t('emptyWhy')} /> : null}
      <table className="stock-lines stock-count">
        <thead><tr><th>{t('head.goods')}</th><th className="right">{t('expected')}</th><th>{t('counted')}</th><th className="right">{t('difference')}</th><th>{t('sheetOne')}</th></tr></thead>
        <tbody>
          {matrix.rows.map((row) => {
            const line = lines[row.sku]
            const cell = row.cells.find((one) => one.warehouseId === warehouseId)
            const expected = line?.expected ?? cell?.onHand
            // What moved since the line was written must be looked at, not overwritten.
            const moved = line && cell && cell.version !== line.version ? cell : undefined
            const counted = piecesOf(line?.counted ?? '')
            const difference = counted === null ? null : counted - (expected ?? 0)
            return (
              <tr key={row.sku} data-count={row.sku}>
                <td>{row.title ?? row.sku} {row.variant} <small className="num">{row.sku}</small></td>
                <td className="right num" data-label={t('expected')}>{expected ?? '—'}{moved ? <button type="button" className="btn q sm" onClick={() => set(row, { version: moved.version, expected: moved.onHand })}>{t('sheetMoved', { n: moved.onHand })}</button> : null}</td>
                <td><input className="input num" style={{ width: 88 }} inputMode="numeric" aria-label={`${t('counted')} ${row.sku}`} aria-invalid={wrongPieces(line?.counted ?? '') !== undefined} value={line?.counted ?? ''} onChange={(event) => set(row, { counted: event.target.value })} /></td>
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
