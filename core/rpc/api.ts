// The one contract that crosses the wire. Each slice owns its part; this file only gathers.
import { authContract } from '../auth/auth.contract'
import { peopleContract } from '../auth/people.contract'
import { stationsContract } from '../auth/stations.contract'
import { exportsContract } from '../exports/exports.contract'
import { notificationsContract } from '../notifications/notifications.contract'
import { fulfilmentContract } from '../fulfilment/fulfilment.contract'
import { inventoryContract } from '../inventory/inventory.contract'
import { ordersContract } from '../orders/orders.contract'
import { practiceContract } from '../practice/practice.contract'
import { reconciliationContract } from '../reconciliation/reconciliation.contract'
import { refundsContract } from '../refunds/refunds.contract'
import { shopsContract } from '../shops/shops.contract'
import { slipsContract } from '../slips/slips.contract'
import { syncContract } from '../sync/sync.contract'
import { feedContract } from './feed.contract'

export const api = {
  auth: authContract,
  exports: exportsContract,
  notifications: notificationsContract,
  fulfilment: fulfilmentContract,
  inventory: inventoryContract,
  orders: ordersContract,
  people: peopleContract,
  practice: practiceContract,
  reconciliation: reconciliationContract,
  refunds: refundsContract,
  shops: shopsContract,
  stations: stationsContract,
  slips: slipsContract,
  sync: syncContract,
  feed: feedContract,
}
export type Api = typeof api

export type { Standing, SettingsView, BackupView } from '../auth/auth.contract'
export type { CodeView, PersonView, SessionView } from '../auth/people.contract'
export type { LanView, StationView } from '../auth/stations.contract'
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
export type { MessageAdapterView } from '../notifications/notifications.contract'
export type { ExportStep } from '../exports/exports.contract'
export type {
  BillFileView,
  BillRowView,
  DifferenceView,
  EquationView,
  ImportStep,
  ProofView,
  StrayView,
} from '../reconciliation/reconciliation.contract'
export type {
  RefundCaseState,
  RefundDetail,
  RefundLane,
  RefundRow,
  RefundStep,
  RefundWhy,
} from '../refunds/refunds.contract'
export type {
  ConfirmationName,
  CourierView,
  PickOrderView,
  ProblemView,
  ShipmentView,
  ShippingRowView,
} from '../fulfilment/fulfilment.contract'
export type {
  StockRow,
  StockCell,
  StockMoveView,
  TransferView,
  UnmappedCode,
  PushShop,
  PushLine,
} from '../inventory/inventory.contract'
export type { PlatformView, ShopView, TestStepView } from '../shops/shops.contract'
export type {
  SlipDetail,
  SlipEvidenceView,
  SlipFieldView,
  SlipOrderView,
  SlipPlace,
  SlipRowView,
  SlipState,
} from '../slips/slips.contract'
export type { ShopSync, SyncPill, ExceptionView, StuckJobView } from '../sync/sync.contract'
export type { FeedFrame } from './feed.contract'
export type { Role } from '../kernel/rights'
