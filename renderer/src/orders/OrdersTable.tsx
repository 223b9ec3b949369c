import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderFilter, OrderRow } from '../../../core/rpc/api'
import { useKeys } from '../keys'
import { go } from '../route'
import { isForbidden } from '../drawer/is-forbidden'
import { EmptyState } from '../ui'
import { OrderCells } from './OrderCells'
import { toggleSelected, useSelection } from './selection'
import { isUrgentFirst } from './sort-order'
import { useHeldBack } from './use-held-back'
import { sees } from '../sees'
import { useOffice } from './use-office'
import { useOrders } from './use-orders'

/** Who → number → what → who for → where → amount → state → clock → courier → memo. */
const WIDE = ['shop', 'number', 'item', 'buyer', 'place', 'total', 'state', 'due', 'courier', 'memo'] as const
const NARROW = ['shop', 'number', 'total', 'due'] as const
const ROW_PX = 40
const BONES = Array.from({ length: 12 }, (_, n) => n)

export function OrdersTable({ filter, open }: { filter: OrderFilter; open: number | null }) {
  const { t } = useTranslation('orders')
  const wrap = useRef<HTMLDivElement>(null)
  const orders = useOrders(filter)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = orders
  const [at, setAt] = useState<number | null>(open)
  const current = open ?? at
  const selected = useSelection()
  const { rows, waiting, show } = useHeldBack(orders.rows, wrap, selected.size > 0)
  const narrow = open !== null
  const office = useOffice()
  const money = rows[0] === undefined ? office : sees(rows[0], 'totalMinor')
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => wrap.current,
    estimateSize: () => ROW_PX,
    getItemKey: (n) => rows[n]?.id ?? n,
    overscan: 12,
  })
  const visible = virtual.getVirtualItems()
  const lastSeen = visible.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastSeen >= rows.length - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [lastSeen, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  const openIndex = open === null ? -1 : rows.findIndex((row) => row.id === open)
  useEffect(() => {
    if (openIndex >= 0) virtual.scrollToIndex(openIndex, { align: 'auto' })
    // When another order is opened, not whenever news move it.
  }, [open, openIndex >= 0]) // eslint-disable-line react-hooks/exhaustive-deps
  const step = (by: number) => {
    const from = rows.findIndex((row) => row.id === current)
    const index = from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + by))
    const next = rows[index]
    if (!next) return
    setAt(next.id)
    virtual.scrollToIndex(index, { align: 'auto' })
  }
  const openRow = (order: OrderRow) => {
    setAt(order.id)
    go({ order: order.id })
  }
  const withCurrent = (act: (order: OrderRow) => void) => () => {
    const order = rows.find((row) => row.id === current)
    if (order) act(order)
  }
  useKeys(
    {
      j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
      Enter: withCurrent(openRow), ' ': withCurrent(openRow), x: withCurrent(toggleSelected),
    }, // prettier-ignore
    !narrow,
  )
  const sorted = isUrgentFirst(filter)
  return (
    <div className="table-wrap" ref={wrap} tabIndex={0} role="group" aria-label={t('tableLabel')}>
      {waiting > 0 ? (
        <button type="button" className="waiting" onClick={show}>
          {t('newRows', { n: waiting })}
        </button>
      ) : null}
      <div
        className={`orders-table ${narrow ? 'narrow' : ''} ${money ? '' : 'no-money'}`}
        role="grid"
        aria-rowcount={hasNextPage ? -1 : rows.length + 1}
        aria-label={t('tableLabel')}
      >
        <div className="t-head" role="row">
          {(narrow ? NARROW : WIDE)
            .filter((name) => money || name !== 'total')
            .map((name) => (
              <span
                key={name}
                role="columnheader"
                className={name === 'total' || name === 'due' ? 'right' : name}
                {...(name === 'due' && sorted ? { 'aria-sort': 'ascending' as const } : {})}
              >
                {t(`head.${name}`)}
                {name === 'due' && sorted ? ' ↑' : ''}
              </span>
            ))}
        </div>
        {orders.isPending ? BONES.map((n) => <div key={n} className="bone t-bone" />) : null}
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {visible.map((place) => {
            const row = rows[place.index]
            return row ? (
              <div
                key={place.key}
                className="t-row"
                role="row"
                data-order={row.id}
                aria-rowindex={place.index + 2}
                aria-selected={selected.has(row.id)}
                {...(row.id === current ? { 'aria-current': 'true' as const } : {})}
                style={{ transform: `translateY(${place.start}px)` }}
                onClick={() => openRow(row)}
              >
                <OrderCells row={row} narrow={narrow} money={money} selected={selected.has(row.id)} />
              </div>
            ) : null
          })}
        </div>
      </div>
      {orders.isError && rows.length === 0 ? (
        <EmptyState title={t(isForbidden(orders.error) ? 'filterForbidden' : 'loadFailed')} />
      ) : null}
      {orders.isSuccess && rows.length === 0 ? (
        <EmptyState title={t('emptyTitle')} why={t('emptyWhy')} />
      ) : null}
    </div>
  )
}
