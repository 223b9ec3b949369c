import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderFilter, OrderRow } from '../../../core/rpc/api'
import { useKeys } from '../keys'
import { go } from '../route'
import { DueClock, EmptyState, Money, OrderNumber, PlatformChip, StateTag, Thumb } from '../ui'
import { useOrders } from './use-orders'

/** Who → number → what → who for → where → amount → state → clock → courier → memo. */
const COLUMNS = '150px 200px minmax(200px, 2fr) 92px 122px 104px 92px 112px 128px minmax(120px, 1fr)'
const NARROW = '140px minmax(180px, 1fr) 104px 100px'
const ROW_PX = 40

export function OrdersTable({ filter, open }: { filter: OrderFilter; open: number | null }) {
  const { t } = useTranslation('orders')
  const wrap = useRef<HTMLDivElement>(null)
  const orders = useOrders(filter)
  const { rows, hasNextPage, isFetchingNextPage, fetchNextPage } = orders
  const [current, setCurrent] = useState<number | null>(open)
  const narrow = open !== null
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => wrap.current, estimateSize: () => ROW_PX, getItemKey: (n) => rows[n]?.id ?? n, overscan: 12 })
  const visible = virtual.getVirtualItems()
  const lastSeen = visible.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastSeen >= rows.length - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [lastSeen, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  const step = (by: number) => {
    const at = rows.findIndex((row) => row.id === (open ?? current))
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]
    if (!next) return
    setCurrent(next.id)
    virtual.scrollToIndex(rows.indexOf(next), { align: 'auto' })
    if (open !== null) go({ order: next.id })
  }
  const openCurrent = () => current !== null && go({ order: current })
  useKeys({ j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: openCurrent, ' ': openCurrent }, open === null) // prettier-ignore
  const columns = narrow ? NARROW : COLUMNS
  return (
    <div className="table-wrap" ref={wrap} tabIndex={-1}>
      <div className={`orders-table ${narrow ? 'narrow' : ''}`} role="table" aria-rowcount={rows.length} style={narrow ? { minWidth: 0 } : undefined}>
        <div className="t-head" role="row" style={{ gridTemplateColumns: columns }}>
          {(narrow ? (['shop', 'number', 'total', 'due'] as const) : (['shop', 'number', 'item', 'buyer', 'place', 'total', 'state', 'due', 'courier', 'memo'] as const)).map((name) => (
            <span key={name} role="columnheader" className={name === 'total' || name === 'due' ? 'right' : ''}>
              {t(`head.${name}`)}
            </span>
          ))}
        </div>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {visible.map((place) => {
            const row = rows[place.index]
            return row ? (
              <div
                key={place.key}
                className="t-row"
                role="row"
                data-order={row.id}
                aria-selected={row.id === (open ?? current)}
                style={{ gridTemplateColumns: columns, transform: `translateY(${place.start}px)` }}
                onClick={() => {
                  setCurrent(row.id)
                  go({ order: row.id })
                }}
              >
                <Cells row={row} narrow={narrow} />
              </div>
            ) : null
          })}
        </div>
        {orders.isError && rows.length === 0 ? <EmptyState title={t('loadFailed')} /> : null}
        {orders.isSuccess && rows.length === 0 ? (
          <EmptyState title={filter.length > 0 ? t('emptyTitle') : t('emptyAll')} why={filter.length > 0 ? t('emptyWhy') : t('emptyAllWhy')} />
        ) : null}
      </div>
    </div>
  )
}

function Cells({ row, narrow }: { row: OrderRow; narrow: boolean }) {
  const { t } = useTranslation('orders')
  const shop = (
    <span role="cell">
      <PlatformChip platform={row.platform} />
      <span className="el">{row.shopName}</span>
    </span>
  )
  const number = (
    <span role="cell">
      <OrderNumber number={row.number} />
    </span>
  )
  const total = (
    <span role="cell" className="right" style={{ fontWeight: 500 }}>
      <Money minor={row.totalMinor} currency={row.currency} />
    </span>
  )
  const due = (
    <span role="cell" className="right">
      <DueClock order={row} />
    </span>
  )
  if (narrow)
    return (
      <>
        {shop}
        {number}
        {total}
        {due}
      </>
    )
  return (
    <>
      {shop}
      {number}
      <span role="cell" className="row">
        <Thumb url={row.firstPictureUrl} size={28} />
        <span className="el">{row.firstTitle}</span>
        <span className="dim num" style={{ fontSize: 12, whiteSpace: 'nowrap' }}>
          ×{row.firstQuantity} {row.lineCount > 1 ? t('pieces', { n: row.pieces }) : ''}
        </span>
      </span>
      <span role="cell" className="el">
        {row.buyer}
      </span>
      <span role="cell" className="el dim">
        {[row.city, row.district].filter(Boolean).join(' ')}
      </span>
      {total}
      <span role="cell">
        <StateTag state={row.state} />
      </span>
      {due}
      <span role="cell" className="el dim num">
        {row.lastWaybill ? t('tail', { courier: row.lastCourier ?? '', tail: row.lastWaybill.slice(-4) }) : '—'}
      </span>
      <span role="cell" className="el dim">
        {row.memo || (row.short > 0 && row.state === 'to-ship' ? t('short', { n: row.short }) : row.buyerNote)}
      </span>
    </>
  )
}
