import { formatMajor, iso, isCurrency } from '../kernel'
import type { NeutralOrder, Order } from '../orders'

export interface SheetRow {
  readonly order: Order
  readonly neutral: NeutralOrder
  readonly shopName: string
  readonly platform: string
}

/** One order after the other; `finish` resolves once everything is on disk. */
export interface SheetWriter {
  add(row: SheetRow): Promise<void>
  finish(): Promise<void>
}

export interface Column {
  readonly title: string
  readonly width: number
  /** `text` for numbers that are names (an order number must never become 1.23E+17), `amount` for money, `count` for pieces. */
  readonly kind: 'text' | 'amount' | 'count'
  readonly value: (row: SheetRow) => string | number
}

const STATES: Record<string, string> = {
  'to-pay': '待付款',
  'to-ship': '待发货',
  shipped: '已发货',
  done: '已完成',
  returning: '退货中',
  closed: '已关闭',
}
const amount = (row: SheetRow, minor: number) =>
  isCurrency(row.order.currency) ? Number(formatMajor(minor, row.order.currency)) : minor
const beijing = (ms: number | null) => (ms === null ? '' : iso(ms + 8 * 3_600_000).slice(0, 19).replace('T', ' ')) // prettier-ignore

/** The columns of the orders sheet: who, number, what, where, amounts, state, times, waybill. Times are Beijing time. */
export const ORDER_COLUMNS: readonly Column[] = [
  { title: '店铺', width: 16, kind: 'text', value: (row) => row.shopName },
  { title: '平台', width: 10, kind: 'text', value: (row) => row.platform },
  { title: '订单号', width: 26, kind: 'text', value: (row) => row.order.number },
  { title: '平台订单 ID', width: 26, kind: 'text', value: (row) => row.order.externalId },
  { title: '状态', width: 10, kind: 'text', value: (row) => STATES[row.order.state] ?? row.order.state },
  { title: '买家', width: 14, kind: 'text', value: (row) => row.order.buyer.name },
  {
    title: '商品',
    width: 40,
    kind: 'text',
    value: (row) => row.order.lines.map((line) => `${line.title} ×${line.quantity}`).join('；'),
  },
  {
    title: '件数',
    width: 8,
    kind: 'count',
    value: (row) => row.order.lines.reduce((sum, line) => sum + line.quantity, 0),
  },
  { title: '币种', width: 8, kind: 'text', value: (row) => row.order.currency },
  { title: '商品金额', width: 12, kind: 'amount', value: (row) => amount(row, row.order.goodsMinor) },
  { title: '优惠', width: 12, kind: 'amount', value: (row) => amount(row, row.order.discountMinor) },
  { title: '运费', width: 12, kind: 'amount', value: (row) => amount(row, row.order.freightMinor) },
  { title: '买家实付', width: 12, kind: 'amount', value: (row) => amount(row, row.order.totalMinor) },
  { title: '已退款', width: 12, kind: 'amount', value: (row) => amount(row, row.order.refundedMinor) },
  { title: '下单时间', width: 20, kind: 'text', value: (row) => beijing(row.order.createdAt) },
  { title: '付款时间', width: 20, kind: 'text', value: (row) => beijing(row.order.paidAt) },
  {
    title: '快递',
    width: 12,
    kind: 'text',
    value: (row) => row.order.parcels.map((parcel) => parcel.courier ?? '').join('；'),
  },
  {
    title: '运单号',
    width: 22,
    kind: 'text',
    value: (row) => row.order.parcels.map((parcel) => parcel.waybill ?? '').join('；'),
  },
  { title: '买家留言', width: 24, kind: 'text', value: (row) => row.order.buyerNote },
  { title: '备注', width: 24, kind: 'text', value: (row) => row.order.memo },
]

/** Said on every sheet that comes from a practice folder. */
export const PRACTICE_NOTE = '练习数据，不是真实订单 / practice data'
