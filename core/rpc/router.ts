import { authRpc, type AuthDeps } from '../auth/auth.rpc'
import { inventoryRpc, type InventoryDeps } from '../inventory/inventory.rpc'
import { ordersRpc, type OrdersDeps } from '../orders/orders.rpc'
import { reconciliationRpc, type ReconciliationDeps } from '../reconciliation/reconciliation.rpc'
import { shopsRpc, type ShopsDeps } from '../shops/shops.rpc'
import { syncRpc, type SyncRpcDeps } from '../sync/sync.rpc'
import type { FeedHub } from './feed-hub'
import { feedRpc } from './feed.rpc'

export type RouterDeps = AuthDeps &
  InventoryDeps &
  OrdersDeps &
  ReconciliationDeps &
  ShopsDeps &
  SyncRpcDeps & { readonly hub: FeedHub }

/** All procedures, in the shape of the one contract. */
export function router(deps: RouterDeps) {
  return {
    auth: authRpc(deps),
    inventory: inventoryRpc(deps),
    orders: ordersRpc(deps),
    reconciliation: reconciliationRpc(deps),
    shops: shopsRpc(deps),
    sync: syncRpc(deps),
    feed: feedRpc(deps.database, deps.hub),
  }
}
