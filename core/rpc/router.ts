import { authRpc, type AuthDeps } from '../auth/auth.rpc'
import { peopleRpc } from '../auth/people.rpc'
import { stationsRpc, type StationsDeps } from '../auth/stations.rpc'
import { exportsRpc, type ExportsDeps } from '../exports/exports.rpc'
import { notificationsRpc, type NotificationsDeps } from '../notifications/notifications.rpc'
import { fulfilmentRpc, type FulfilmentDeps } from '../fulfilment/fulfilment.rpc'
import { inventoryRpc, type InventoryDeps } from '../inventory/inventory.rpc'
import { ordersRpc, type OrdersDeps } from '../orders/orders.rpc'
import { practiceRpc, type PracticeDeps } from '../practice/practice.rpc'
import { reconciliationRpc, type ReconciliationDeps } from '../reconciliation/reconciliation.rpc'
import { refundsRpc, type RefundsDeps } from '../refunds/refunds.rpc'
import { shopsRpc, type ShopsDeps } from '../shops/shops.rpc'
import { slipsRpc, type SlipsDeps } from '../slips/slips.rpc'
import { syncRpc, type SyncRpcDeps } from '../sync/sync.rpc'
import type { FeedHub } from './feed-hub'
import { feedRpc } from './feed.rpc'

export type RouterDeps = AuthDeps &
  ExportsDeps &
  NotificationsDeps &
  FulfilmentDeps &
  InventoryDeps &
  OrdersDeps &
  PracticeDeps &
  ReconciliationDeps &
  RefundsDeps &
  ShopsDeps &
  StationsDeps &
  SlipsDeps &
  SyncRpcDeps & { readonly hub: FeedHub }

/** All procedures, in the shape of the one contract. */
export function router(deps: RouterDeps) {
  return {
    auth: authRpc(deps),
    exports: exportsRpc(deps),
    notifications: notificationsRpc(deps),
    fulfilment: fulfilmentRpc(deps),
    inventory: inventoryRpc(deps),
    orders: ordersRpc(deps),
    people: peopleRpc(deps),
    practice: practiceRpc(deps),
    reconciliation: reconciliationRpc(deps),
    refunds: refundsRpc(deps),
    shops: shopsRpc(deps),
    stations: stationsRpc(deps),
    slips: slipsRpc(deps),
    sync: syncRpc(deps),
    feed: feedRpc(deps.database, deps.hub),
  }
}
