import { useState } from 'react'
import { OrderDrawer } from '../drawer/OrderDrawer'
import { BulkPanel } from '../fulfilment/BulkPanel'
import { useSheetDrop } from '../fulfilment/use-sheet-drop'
import { useKeys } from '../keys'
import { queries } from '../live'
import { PhoneOrders } from '../phone/PhoneOrders'
import { usePhone } from '../phone/use-phone'
import { go, parseRoute, useRoute, type Route } from '../route'
import type { OrderFilter, OrderRow } from '../../../core/rpc/api'
import { Board } from './Board'
import { FilterBar } from './FilterBar'
import { NothingYet } from './NothingYet'
import './orders.css'
import './orders-table.css'
import { OrdersTable } from './OrdersTable'
import { letGoOf, useSelection } from './selection'
import { SelectionBar } from './SelectionBar'
import { columnFilter } from './sort-order'
import { sumsOf, useCounts } from './use-orders'

/** The list stays live beside the open order; J and K walk it. A phone shows one of the two. */
export function OrdersPage() {
  return usePhone() ? <PhoneOrders /> : <DeskOrders />
}

function DeskOrders() {
  const route = useRoute()
  const counts = useCounts(NO_FILTER).data
  const close = () => go({ order: null, column: null })
  // Space looks in and comes back.
  useKeys({ ' ': close }, route.order !== null)
  const selected = [...useSelection().values()].map((order) => order.number)
  const [bulk, setBulk] = useState<{ file: File | null } | null>(null)
  const drop = useSheetDrop((file) => setBulk({ file }))
  const shipMany = () => setBulk({ file: null })
  useKeys({ s: shipMany }, route.order === null && bulk === null && selected.length === 0)
  const nothing = counts !== undefined && sumsOf(counts.groups).count === 0
  return (
    <div className="orders-page">
      <div className={drop.over ? 'orders-list dropping' : 'orders-list'} {...drop.handlers}>
        {route.order === null && !bulk ? <FilterBar route={route} /> : null}
        {bulk ? (
          <BulkPanel orders={selected} file={bulk.file} onClose={(sent) => (setBulk(null), letGoOf(sent))} />
        ) : nothing && route.filter.length === 0 ? (
          <NothingYet />
        ) : route.view === 'table' || route.order !== null ? (
          <OrdersTable filter={listFilter(route)} open={route.order} />
        ) : (
          <Board filter={route.filter} />
        )}
        {bulk ? null : <SelectionBar onShip={shipMany} />}
      </div>
      {route.order === null ? null : <OrderDrawer id={route.order} onClose={close} onMove={move} />}
    </div>
  )
}

const NO_FILTER: OrderFilter = []

/** Beside an order opened from the board stands its column; else the list as filtered. */
function listFilter({ view, filter, column }: Route): OrderFilter {
  return view === 'board' && column ? columnFilter(filter, column) : filter
}

/** The neighbour in the list as it is shown now. */
function move(by: number): void {
  // As the address says now: keys come faster than the page is drawn.
  const route = parseRoute(location.hash)
  const shown = queries.getQueryData<{ pages: { rows: OrderRow[] }[] }>(['orders', 'page', listFilter(route)])
  const ids = shown?.pages.flatMap((page) => page.rows.map((row) => row.id)) ?? []
  const at = route.order === null ? -1 : ids.indexOf(route.order)
  const next = at < 0 ? ids[0] : ids[Math.min(ids.length - 1, Math.max(0, at + by))]
  if (next !== undefined) go({ order: next })
}
