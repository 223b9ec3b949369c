import type { ReadDb } from '../database'
import { rightsOf, type Role, type Month } from '../kernel'
import { orderRow } from '../orders/orders.contract'
import { sheetOf, type Column, type Sheet } from './sheet'
import { refundsOf, type RefundRow } from './sheets.store'
import type { Shops } from './shops'
import { named, PLATFORMS, REFUND_KINDS, REFUND_STATES } from './words'

const ALL = rightsOf(orderRow.shape.number)?.see ?? []
const MONEY = rightsOf(orderRow.shape.totalMinor)?.see ?? []

/** What the platforms say was asked back and given back. */
export function refundsSheet(read: ReadDb, shops: Shops, roles: readonly Role[], month?: Month): Sheet {
  const columns: readonly Column<RefundRow>[] = [
    { key: 'shop', title: '店铺', width: 16, kind: 'text', see: ALL, value: (row) => shops.of(row.shop_id).shopName },
    { key: 'platform', title: '平台', width: 10, kind: 'text', see: ALL, value: (row) => named(PLATFORMS, shops.of(row.shop_id).platform) },
    { key: 'number', title: '订单号', width: 26, kind: 'text', see: ALL, value: (row) => row.number },
    { key: 'refundId', title: '退款单号', width: 26, kind: 'text', see: ALL, value: (row) => row.external_id },
    { key: 'kind', title: '类型', width: 10, kind: 'text', see: ALL, value: (row) => REFUND_KINDS[row.kind] ?? row.kind },
    { key: 'state', title: '状态', width: 10, kind: 'text', see: ALL, value: (row) => REFUND_STATES[row.state] ?? row.state },
    { key: 'currency', title: '币种', width: 8, kind: 'text', see: MONEY, value: (row) => row.currency },
    { key: 'amountMinor', title: '退款金额', width: 12, kind: 'amount', see: MONEY, value: (row) => [Number(row.amount), row.currency] },
    { key: 'totalMinor', title: '订单实付', width: 12, kind: 'amount', see: MONEY, value: (row) => [Number(row.total), row.currency] },
    { key: 'reason', title: '原因', width: 24, kind: 'text', see: MONEY, value: (row) => row.reason },
    { key: 'createdAt', title: '申请时间', width: 20, kind: 'time', see: ALL, value: (row) => (row.created_at === null ? null : Number(row.created_at)) },
  ] // prettier-ignore
  return sheetOf(
    { key: 'refunds', title: '退款', frozen: 4, columns, rows: () => refundsOf(read, month) },
    roles,
  )
}
