import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { StockRow } from '../../../core/rpc/api'
import { useKeys } from '../keys'
import { Thumb } from '../ui'
import { CellView } from './CellView'
import { Spark } from './Spark'
import type { Warehouse } from './use-stock'
import { useStockWords } from './use-stock-words'

const ROW_PX = 52

export interface Spot {
  readonly sku: string
  readonly warehouseId: string
}

interface Props {
  readonly rows: readonly StockRow[]
  readonly warehouses: readonly Warehouse[]
  readonly spot: Spot | null
  readonly onSpot: (spot: Spot) => void
  readonly onOpen: () => void
  readonly onEnd: () => void
}

/** SKU × warehouse. Arrows walk the cells, Enter opens one; only the rows in sight are drawn. */
export function StockMatrix({ rows, warehouses, spot, onSpot, onOpen, onEnd }: Props) {
  const { t } = useStockWords()
  const wrap = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => wrap.current, estimateSize: () => ROW_PX, getItemKey: (n) => rows[n]?.sku ?? n, overscan: 10 })
  const visible = virtual.getVirtualItems()
  const last = visible.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= rows.length - 20) onEnd()
  }, [last, rows.length, onEnd])
  const step = (down: number, right: number) => {
    const row = Math.max(0, rows.findIndex((one) => one.sku === spot?.sku))
    const column = Math.max(0, warehouses.findIndex((one) => one.id === spot?.warehouseId))
    const to = spot ? Math.min(rows.length - 1, Math.max(0, row + down)) : 0
    const next = rows[to]
    const warehouse = warehouses[spot ? Math.min(warehouses.length - 1, Math.max(0, column + right)) : 0]
    if (!next || !warehouse) return
    onSpot({ sku: next.sku, warehouseId: warehouse.id })
    virtual.scrollToIndex(to, { align: 'auto' })
  }
  useKeys({
    ArrowDown: () => step(1, 0), j: () => step(1, 0), ArrowUp: () => step(-1, 0), k: () => step(-1, 0),
    ArrowRight: () => step(0, 1), l: () => step(0, 1), ArrowLeft: () => step(0, -1), h: () => step(0, -1),
    Enter: onOpen, ' ': onOpen,
  })
  const sees = rows.some((row) => row.daily !== undefined)
  const columns = `minmax(248px, 1.6fr) 76px ${sees ? '108px 68px ' : ''}${warehouses.map(() => 'minmax(132px, 1fr)').join(' ')}`
  return (
    <div className="stock-wrap" ref={wrap} tabIndex={0} role="group" aria-label={t('label')}>
      <div className="stock-table" role="grid" aria-label={t('label')} aria-rowcount={rows.length + 1} style={{ '--stock-cols': columns } as React.CSSProperties}>
        <div className="stock-head" role="row">
          <span role="columnheader">{t('head.goods')}</span>
          <span role="columnheader" className="right">{t('head.available')}</span>
          {sees ? <span role="columnheader">{t('head.daily')}</span> : null}
          {sees ? <span role="columnheader" className="right">{t('head.lasts')}</span> : null}
          {warehouses.map((one) => <span key={one.id} role="columnheader" className="edge el">{one.name}</span>)}
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {visible.map((place) => {
            const row = rows[place.index]
            if (!row) return null
            return (
              <div key={place.key} className="stock-row" role="row" data-sku={row.sku} aria-rowindex={place.index + 2} {...(row.sku === spot?.sku ? { 'aria-current': 'true' as const } : {})} style={{ transform: `translateY(${place.start}px)` }}>
                <span role="rowheader" className="stock-goods">
                  <Thumb url={row.pictureUrl} />
                  <span className="el"><span className="el"><b>{row.title ?? row.sku}</b> {row.variant}</span><small className="el num">{row.sku}</small></span>
                </span>
                <span role="gridcell" className="right">
                  {row.available === null ? <small>{t('never')}</small> : <b className="num">{row.available}</b>}
                  {row.short > 0 ? <small className="tlate">{t('shortBy', { n: row.short })}</small> : null}
                </span>
                {sees ? <span role="gridcell"><Spark days={row.daily} /></span> : null}
                {sees ? <span role="gridcell" className="right"><Lasts row={row} /></span> : null}
                {warehouses.map((one) => {
                  const on = spot?.sku === row.sku && spot.warehouseId === one.id
                  return (
                    <span key={one.id} role="gridcell" className="stock-cell edge" aria-selected={on} data-warehouse={one.id}
                      onClick={() => { onSpot({ sku: row.sku, warehouseId: one.id }); onOpen() }}>
                      <CellView cell={row.cells.find((cell) => cell.warehouseId === one.id)} most={Math.max(...row.cells.map((cell) => cell.onHand))} warehouses={warehouses} />
                    </span>
                  )
                })}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
} // prettier-ignore

/** For how long what is available lasts at the pace of the last fourteen days, or of as many as the ledger knows. */
function Lasts({ row }: { row: StockRow }) {
  const { t } = useStockWords()
  const sold = row.daily.reduce((sum, day) => sum + day, 0)
  if (row.available === null || sold === 0) return <span className="stock-none">—</span>
  const days = Math.floor((row.available * row.daysKnown) / sold)
  return (
    <b
      className={days < 5 ? 'late' : days < 10 ? 'warn' : 'plain'}
      title={row.daysKnown < row.daily.length ? t('fewDays', { n: row.daysKnown }) : undefined}
    >
      {t('days', { n: days })}
    </b>
  )
}
