// The one contract that crosses the wire. Each slice owns its part; this file only gathers.
import { authContract } from '../auth/auth.contract'
import { ordersContract } from '../orders/orders.contract'
import { reconciliationContract } from '../reconciliation/reconciliation.contract'
import { shopsContract } from '../shops/shops.contract'
import { syncContract } from '../sync/sync.contract'
import { feedContract } from './feed.contract'

export const api = {
  auth: authContract,
  orders: ordersContract,
  reconciliation: reconciliationContract,
  shops: shopsContract,
  sync: syncContract,
  feed: feedContract,
}
export type Api = typeof api

export type { Standing, SettingsView, BackupView } from '../auth/auth.contract'
export type {
  BoardState,
  FilterClause,
  OrderFilter,
  OrderRow,
  OrderDetail,
  OrderLineView,
  RawPart,
  HistoryEntryView,
  TimelineEvent,
} from '../orders/orders.contract'
export type { BillFileView, DifferenceView, EquationView } from '../reconciliation/reconciliation.contract'
export type { PlatformView, ShopView, TestStepView } from '../shops/shops.contract'
export type { ShopSync, SyncPill, ExceptionView, StuckJobView } from '../sync/sync.contract'
export type { FeedFrame } from './feed.contract'
export type { Role } from '../kernel/rights'
