import { rightsOf, type Role, type Month } from '../kernel'
import type { ReadDb } from '../database'
import { loadOrdersById, neutralOrder, type NeutralOrder, type Order } from '../orders'
import { orderRow } from '../orders/orders.contract'
import { sheetOf, type Column, type Sheet } from './sheet'
import { idsOfOrders } from './sheets.store'
import { courierWord, named, PLATFORMS, STATES } from './words'
import type { Shops } from './shops'

interface OrderSheetRow {
  readonly order: Order
  readonly shopName: string
  readonly platform: string
}

const seers = (schema: Parameters<typeof rightsOf>[0]): readonly Role[] => rightsOf(schema)?.see ?? []
const row = orderRow.shape
const ALL = seers(row.number)
const MONEY = seers(row.totalMinor)
const money = (key: string, title: string, of: (order: Order) => number): Column<OrderSheetRow> => ({
  key, title, width: 12, kind: 'amount', see: MONEY, value: ({ order }) => [of(order), order.currency],
}) // prettier-ignore

/** The columns of the orders sheet: who, number, what, where, amounts, state, times, waybill. */
const COLUMNS: readonly Column<OrderSheetRow>[] = [
  { key: 'shop', title: '店铺', width: 16, kind: 'text', see: ALL, value: (one) => one.shopName },
  { key: 'platform', title: '平台', width: 10, kind: 'text', see: ALL, value: (one) => named(PLATFORMS, one.platform) },
  { key: 'number', title: '订单号', width: 26, kind: 'text', see: ALL, value: ({ order }) => order.number },
  { key: 'externalId', title: '平台订单 ID', width: 26, kind: 'text', see: ALL, value: ({ order }) => order.externalId },
  { key: 'state', title: '状态', width: 10, kind: 'text', see: ALL, value: ({ order }) => STATES[order.state] ?? order.state },
  { key: 'buyer', title: '买家', width: 14, kind: 'text', see: seers(row.buyer), value: ({ order }) => order.buyer.name },
  { key: 'goods', title: '商品', width: 40, kind: 'text', see: ALL, value: ({ order }) => order.lines.map((line) => `${line.title} ×${line.quantity}`).join('；') },
  { key: 'pieces', title: '件数', width: 8, kind: 'count', see: ALL, value: ({ order }) => order.lines.reduce((sum, line) => sum + line.quantity, 0) },
  { key: 'currency', title: '币种', width: 8, kind: 'text', see: MONEY, value: ({ order }) => order.currency },
  money('goodsMinor', '商品金额', (order) => order.goodsMinor),
  money('discountMinor', '优惠', (order) => order.discountMinor),
  money('freightMinor', '运费', (order) => order.freightMinor),
  money('totalMinor', '买家实付', (order) => order.totalMinor),
  money('refundedMinor', '已退款', (order) => order.refundedMinor),
  { key: 'createdAt', title: '下单时间', width: 20, kind: 'time', see: ALL, value: ({ order }) => order.createdAt },
  { key: 'paidAt', title: '付款时间', width: 20, kind: 'time', see: ALL, value: ({ order }) => order.paidAt },
  { key: 'courier', title: '快递', width: 12, kind: 'text', see: ALL, value: ({ order }) => order.parcels.map((parcel) => courierWord(parcel.courier)).join('；') },
  { key: 'waybill', title: '运单号', width: 22, kind: 'text', see: ALL, value: ({ order }) => order.parcels.map((parcel) => parcel.waybill ?? '').join('；') },
  { key: 'buyerNote', title: '买家留言', width: 24, kind: 'text', see: seers(row.buyerNote), value: ({ order }) => order.buyerNote },
  { key: 'memo', title: '备注', width: 24, kind: 'text', see: seers(row.memo), value: ({ order }) => order.memo },
] // prettier-ignore

/** Orders placed in the month, or all, oldest first. JSON lines carry the neutral model. */
export function ordersSheet(read: ReadDb, shops: Shops, roles: readonly Role[], month?: Month): Sheet {
  async function* rows() {
    for await (const ids of idsOfOrders(read, month))
      yield (await loadOrdersById(read, ids)).map((order) => ({ order, ...shops.of(order.shopId) }))
  }
  const line = ({ order, platform }: OrderSheetRow): NeutralOrder => neutralOrder(order, platform)
  return sheetOf({ key: 'orders', title: '订单', frozen: 3, columns: COLUMNS, rows, line }, roles)
}
