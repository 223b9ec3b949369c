import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardState, OrderFilter, OrderRow } from '../../../core/rpc/api'
import { isForbidden } from '../drawer/is-forbidden'
import { EmptyState, Icon, Money, StateTag, useNow } from '../ui'
import { cardHeight, OrderCard } from './OrderCard'
import { groupCards } from './group-cards'
import type { Selected } from './selection'
import { columnFilter } from './sort-order'
import { useOrders, useUrgency, type StateSum } from './use-orders'
import { useFresh, useHeldBack } from './use-held-back'

interface Props {
  readonly state: BoardState
  readonly filter: OrderFilter
  readonly sum: StateSum
  readonly current: number | null
  /** The reader walks by keys: the focus goes with the current card. */
  readonly byKeys: boolean
  readonly selected: ReadonlyMap<number, Selected>
  readonly onOpen: (order: OrderRow) => void
  /** Tells the board which orders stand here, for J K H L. */
  readonly onRows: (state: BoardState, rows: readonly OrderRow[]) => void
}

/** News of another column leave it alone. */
export const BoardColumn = memo(function BoardColumn(props: Props) {
  const { state, filter, sum, current, byKeys, selected, onOpen, onRows } = props
  const { t } = useTranslation('orders')
  const scroll = useRef<HTMLDivElement>(null)
  const mine = useMemo(() => columnFilter(filter, state), [filter, state])
  const orders = useOrders(mine)
  const urgency = useUrgency(mine, state === 'to-ship' && orders.hasNextPage).data
  const { rows, waiting, show } = useHeldBack(orders.rows, scroll, selected.size > 0)
  const fresh = useFresh(rows)
  const now = useNow()
  const totals = useMemo(
    () =>
      urgency && orders.hasNextPage
        ? { ...urgency, later: sum.count - urgency.late - urgency.near - urgency.held }
        : undefined,
    [urgency, orders.hasNextPage, sum.count],
  )
  const items = useMemo(() => groupCards(rows, state === 'to-ship', now, totals), [rows, state, now, totals])
  const shown = useMemo(() => items.flatMap((item) => (item.kind === 'card' ? [item.order] : [])), [items])
  useEffect(() => onRows(state, shown), [onRows, state, shown])
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: (n) => {
      const item = items[n]
      return item?.kind === 'card' ? cardHeight(item.order) : 28
    },
    getItemKey: (n) => {
      const item = items[n]
      return item?.kind === 'card' ? item.order.id : (item?.name ?? n)
    },
    overscan: 6,
  })
  const visible = virtual.getVirtualItems()
  const lastSeen = visible.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = orders
  useEffect(() => {
    if (lastSeen >= items.length - 10 && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [lastSeen, items.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  const at = items.findIndex((item) => item.kind === 'card' && item.order.id === current)
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
    // Only when another order becomes the current one, not on every repaint.
  }, [current]) // eslint-disable-line react-hooks/exhaustive-deps
  return (
    <section className="column" aria-label={t(`ui:state.${state}`)}>
      <header>
        <StateTag state={state} />
        <b className="num">{sum.count.toLocaleString('en')}</b>
        <span className="grow" />
        <span className="sum">
          {sum.sums.slice(0, 2).map(({ currency, minor }) => (
            <span key={currency} style={{ display: 'block' }}>
              <Money minor={minor} currency={currency} />
            </span>
          ))}
        </span>
      </header>
      <div className="scroll" ref={scroll} tabIndex={-1}>
        {waiting > 0 ? (
          <button type="button" className="waiting" onClick={show}>
            {t('newRows', { n: waiting })}
          </button>
        ) : null}
        {orders.isPending ? <Bones /> : null}
        {orders.isError && rows.length === 0 ? (
          <EmptyState title={t(isForbidden(orders.error) ? 'filterForbidden' : 'loadFailed')} />
        ) : null}
        {orders.isSuccess && rows.length === 0 ? (
          <EmptyState
            title={t('emptyColumn')}
            why={filter.length > 0 ? t('emptyWhy') : t(`emptyWhyColumn.${state}`)}
          />
        ) : null}
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {visible.map((place) => {
            const item = items[place.index]
            return item ? (
              <div
                key={place.key}
                data-index={place.index}
                style={{
                  position: 'absolute',
                  left: 0,
                  right: 0,
                  top: 0,
                  height: place.size,
                  transform: `translateY(${place.start}px)`,
                  paddingBottom: item.kind === 'card' ? 8 : 0,
                }}
              >
                {item.kind === 'card' ? (
                  <OrderCard
                    order={item.order}
                    current={item.order.id === current}
                    focused={byKeys && item.order.id === current}
                    selected={selected.has(item.order.id)}
                    fresh={fresh.has(item.order.id)}
                    onOpen={onOpen}
                  />
                ) : (
                  <div className={`group ${item.name}`}>
                    {item.name === 'later' ? null : (
                      <Icon name={item.name === 'late' ? 'warn' : item.name === 'near' ? 'clock' : 'hold'} />
                    )}
                    {t(`columns.${item.name}`, { n: item.count.toLocaleString('en') })}
                  </div>
                )}
              </div>
            ) : null
          })}
        </div>
      </div>
    </section>
  )
})

function Bones() {
  return (
    <>
      {[0, 1, 2, 3].map((n) => (
        <div key={n} className="bone" style={{ height: 94, marginBottom: 8 }} />
      ))}
    </>
  )
}
