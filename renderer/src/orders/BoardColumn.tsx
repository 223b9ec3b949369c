import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardState, OrderFilter } from '../../../core/rpc/api'
import { EmptyState, Icon, Money, StateTag, useNow } from '../ui'
import { cardHeight, OrderCard } from './OrderCard'
import { groupCards } from './group-cards'
import { useOrders, type StateSum } from './use-orders'
import { useFresh, useHeldBack } from './use-held-back'

interface Props {
  readonly state: BoardState
  readonly filter: OrderFilter
  readonly sum: StateSum
  readonly current: number | null
  readonly onOpen: (id: number) => void
  /** Tells the board which orders stand here, for J K H L. */
  readonly onRows: (state: BoardState, ids: readonly number[]) => void
}

export function BoardColumn({ state, filter, sum, current, onOpen, onRows }: Props) {
  const { t } = useTranslation('orders')
  const scroll = useRef<HTMLDivElement>(null)
  const orders = useOrders(useMemo(() => [...filter.filter((clause) => clause.field !== 'state'), { field: 'state', op: 'is', values: [state] }], [filter, state]))
  const { rows, waiting, show } = useHeldBack(orders.rows, scroll)
  const fresh = useFresh(rows)
  const now = useNow()
  const items = useMemo(() => groupCards(rows, state === 'to-ship', now), [rows, state, now])
  const ids = useMemo(() => items.flatMap((item) => (item.kind === 'card' ? [item.order.id] : [])), [items])
  useEffect(() => onRows(state, ids), [onRows, state, ids])
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: (n) => {
      const item = items[n]
      return item?.kind === 'card' ? cardHeight(item.order) + 8 : 28
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
        {orders.isError && rows.length === 0 ? <EmptyState title={t('loadFailed')} /> : null}
        {orders.isSuccess && rows.length === 0 ? <EmptyState title={t('emptyColumn')} /> : null}
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {visible.map((place) => {
            const item = items[place.index]
            return item ? (
              <div key={place.key} data-index={place.index} ref={virtual.measureElement} style={{ position: 'absolute', left: 0, right: 0, top: 0, transform: `translateY(${place.start}px)`, paddingBottom: item.kind === 'card' ? 8 : 0 }}>
                {item.kind === 'card' ? (
                  <OrderCard order={item.order} current={item.order.id === current} fresh={fresh.has(item.order.id)} onOpen={onOpen} />
                ) : (
                  <div className={`group ${item.name}`}>
                    {item.name === 'later' ? null : <Icon name={item.name === 'late' ? 'warn' : item.name === 'near' ? 'clock' : 'hold'} />}
                    {t(`columns.${item.name}`, { n: item.count })}
                  </div>
                )}
              </div>
            ) : null
          })}
        </div>
      </div>
    </section>
  )
}

function Bones() {
  return (
    <>
      {[0, 1, 2, 3].map((n) => (
        <div key={n} className="bone" style={{ height: 94, marginBottom: 8 }} />
      ))}
    </>
  )
}
