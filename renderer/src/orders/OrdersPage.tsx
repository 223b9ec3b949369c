import { OrderDrawer } from '../drawer/OrderDrawer'
import { queries } from '../live'
import { go, useRoute, type Route } from '../route'
import type { OrderRow } from '../../../core/rpc/api'
import { Board } from './Board'
import { FilterBar } from './FilterBar'
import './orders.css'
import { OrdersTable } from './OrdersTable'

/** The list stays live beside the open order; J and K walk it. */
export function OrdersPage() {
  const route = useRoute()
  return (
    <div className="orders-page">
      <div className="orders-list">
        {route.order === null ? <FilterBar route={route} /> : null}
        {route.view === 'table' || route.order !== null ? <OrdersTable filter={route.filter} open={route.order} /> : <Board filter={route.filter} open={route.order} />}
      </div>
      {route.order === null ? null : <OrderDrawer id={route.order} onClose={() => go({ order: null })} onMove={(by) => move(route, by)} />}
    </div>
  )
}

/** The neighbour in the list as it is shown now. */
function move({ order, filter }: Route, by: number): void {
  const shown = queries.getQueryData<{ pages: { rows: OrderRow[] }[] }>(['orders', 'page', filter])
  const ids = shown?.pages.flatMap((page) => page.rows.map((row) => row.id)) ?? []
  const at = order === null ? -1 : ids.indexOf(order)
  const next = at < 0 ? ids[0] : ids[Math.min(ids.length - 1, Math.max(0, at + by))]
  if (next !== undefined) go({ order: next })
}
