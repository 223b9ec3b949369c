import type { SimOrder, SimParcel } from '../simulator'
import { bare, timeOf, yuanOf } from './wire.simulator'

export interface SimLine {
  readonly oid: string
  readonly goods: SimOrder['lines'][number]
  readonly share: number
  status: string
  shipped: number
  courier?: string
  waybill?: string
  consignedAt?: number
  refundStatus: string
  refundId?: string
}
export interface SimTrade {
  readonly tid: string
  readonly order: SimOrder
  readonly lines: SimLine[]
  /** Order in which trades changed: breaks ties within a second. */
  turn: number
  status: string
  modified: number
  paidAt?: number
  consignedAt?: number
  endedAt?: number
  memo: string
  refunded: number
  readonly parcels: SimParcel[]
}
export interface SimRefund {
  readonly id: string
  readonly tid: string
  readonly line: number | undefined
  readonly kind: 'money' | 'return'
  readonly amount: number
  readonly reason: string
  readonly created: number
  modified: number
  status: string
  /** Moves with every change: what agrees to an older one is refused. */
  version: number
  parcel?: { readonly courier: string; readonly waybill: string }
}

export const listSum = (order: SimOrder) =>
  order.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0)
export const totalOf = (order: SimOrder) => listSum(order) + order.freightMinor - order.discountMinor
export const netOfLine = (line: SimLine) => line.goods.quantity * line.goods.unitPriceMinor - line.share

/** Born unpaid. The order's reduction is shared by list price, in whole fen, the last line taking the rest. */
export function newTrade(tid: string, order: SimOrder): SimTrade {
  const sum = listSum(order)
  let left: number = order.discountMinor
  const lines = order.lines.map((goods, index): SimLine => {
    const last = index === order.lines.length - 1
    const share =
      last || sum === 0
        ? left
        : Math.floor((order.discountMinor * goods.quantity * goods.unitPriceMinor) / sum)
    left -= share
    const oid = order.lines.length === 1 ? tid : String(BigInt(tid) + BigInt(index + 1))
    return { oid, goods, share, status: 'WAIT_BUYER_PAY', shipped: 0, refundStatus: 'NO_REFUND' }
  })
  return {
    tid,
    order,
    lines,
    turn: 0,
    status: 'WAIT_BUYER_PAY',
    modified: order.createdAt,
    memo: '',
    refunded: 0,
    parcels: [],
  }
}

/** The trade with all its fields as TOP writes them, people desensitised. `payment` shrinks by what was refunded. */
export function tradeOut(trade: SimTrade): Record<string, unknown> {
  const { order } = trade
  return {
    tid: bare(trade.tid), tid_str: trade.tid, type: 'fixed', status: trade.status,
    buyer_nick: masked(order.buyer), buyer_open_uid: `AAE${Buffer.from(order.buyer).toString('base64url')}`,
    payment: yuanOf(totalOf(order) - trade.refunded), post_fee: yuanOf(order.freightMinor),
    discount_fee: yuanOf(order.discountMinor), adjust_fee: '0.00', total_fee: yuanOf(listSum(order)),
    created: timeOf(order.createdAt), pay_time: timeOf(trade.paidAt), modified: timeOf(trade.modified),
    consign_time: timeOf(trade.consignedAt), end_time: timeOf(trade.endedAt),
    buyer_message: order.buyerNote, seller_memo: trade.memo || undefined, seller_flag: 0,
    receiver_name: masked(order.buyer), receiver_mobile: `*******${order.phone.slice(-4)}`,
    receiver_state: order.province, receiver_city: order.city, receiver_district: order.district,
    receiver_address: order.street.replace(/\d/g, '*'), receiver_zip: '000000',
    orders: { order: trade.lines.map((line) => lineOut(trade, line)) },
  } // prettier-ignore
}

function lineOut(trade: SimTrade, line: SimLine): Record<string, unknown> {
  const { goods } = line
  const list = goods.quantity * goods.unitPriceMinor
  const payment = trade.lines.length === 1 ? totalOf(trade.order) : list
  return {
    oid: bare(line.oid), oid_str: line.oid, num_iid: 1234567, outer_sku_id: goods.sku, title: goods.title,
    sku_properties_name: goods.variant, pic_path: goods.pictureUrl, num: goods.quantity, price: yuanOf(goods.unitPriceMinor),
    total_fee: yuanOf(list), payment: yuanOf(payment), divide_order_fee: yuanOf(netOfLine(line)),
    part_mjz_discount: yuanOf(line.share), discount_fee: '0.00', adjust_fee: '0.00', status: line.status,
    refund_status: line.refundStatus, refund_id: line.refundId && bare(line.refundId),
    logistics_company: line.courier, invoice_no: line.waybill, consign_time: timeOf(line.consignedAt),
  } // prettier-ignore
}

export function refundOut(refund: SimRefund, trade: SimTrade): Record<string, unknown> {
  const oid = refund.line === undefined ? trade.tid : (trade.lines[refund.line]?.oid ?? trade.tid)
  return {
    refund_id: refund.id, tid: bare(refund.tid), oid: bare(oid), status: refund.status, order_status: trade.status,
    refund_fee: yuanOf(refund.amount), total_fee: yuanOf(totalOf(trade.order)), has_good_return: refund.kind === 'return',
    reason: refund.reason, desc: '', created: timeOf(refund.created), modified: timeOf(refund.modified),
    refund_version: refund.version, refund_phase: trade.status === 'TRADE_FINISHED' ? 'aftersale' : 'onsale',
    company_name: refund.parcel?.courier ?? '', sid: refund.parcel?.waybill ?? '',
  } // prettier-ignore
}

const masked = (name: string) => (name.includes('*') ? name : `${name.slice(0, 1)}**`)
