import type { StockCell } from '../../../core/rpc/api'
import type { Warehouse } from './use-stock'
import { useStockWords } from './use-stock-words'

/** One cell: what can be sold, a bar of free and reserved against the largest, and one line that says what is unusual. */
export function CellView({ cell, most, warehouses }: { cell: StockCell | undefined; most: number; warehouses: readonly Warehouse[] }) {
  const { t } = useStockWords()
  if (!cell) return <span className="stock-none">—</span>
  const low = cell.safety > 0 && cell.available < cell.safety
  const nameOf = (id: string) => warehouses.find((one) => one.id === id)?.name ?? id
  const facts = [
    cell.reserved > 0 ? t('held', { n: cell.reserved }) : '',
    cell.inTransit > 0 ? t('coming', { n: cell.inTransit }) : '',
    cell.damaged > 0 ? t('broken', { n: cell.damaged }) : '',
    cell.countedAt === 0 ? t('uncountedCell') : '',
  ].filter((one) => one !== '')
  const tone = cell.available <= 0 && (low || cell.reserved > 0) ? 'late' : low ? 'warn' : ''
  const wide = (pieces: number) => `${Math.max(0, Math.min(100, (100 * pieces) / Math.max(1, most)))}%`
  return (
    <>
      <b className={`stock-free num ${tone}`}>{cell.available}</b>
      <span className="stock-more">
        {cell.onHand === undefined ? null : (
          <span className="stock-bar" aria-hidden="true">
            <i className={`free ${low ? 'low' : ''}`} style={{ width: wide(cell.available) }} />
            <i className="held" style={{ width: wide(cell.reserved) }} />
            {cell.safety > 0 ? <i className="line" style={{ left: wide(cell.safety) }} /> : null}
          </span>
        )}
        <span className={`stock-facts ${low && cell.supply ? 'warn' : ''}`}>
          {low && cell.supply ? t('supplied', { from: nameOf(cell.supply.warehouseId), n: cell.supply.quantity }) : facts.join(' · ')}
        </span>
      </span>
    </>
  )
} // prettier-ignore
