import { iso } from '../kernel'
import { goneOf, type Order } from './order'

/** One order a line of `export orders --out X.jsonl`; described in docs/orders-jsonl.md. Absent = the platform did not tell. */
export type NeutralOrder = Record<string, unknown>

export function neutralOrder(order: Order, platform: string): NeutralOrder {
  const time = (ms: number | null) => (ms === null ? undefined : iso(ms))
  return prune({
    shop: order.shopId,
    platform,
    externalId: order.externalId,
    number: order.number === order.externalId ? undefined : order.number,
    state: order.state,
    platformState: order.platformState,
    hold: order.hold,
    currency: order.currency,
    goodsMinor: order.goodsMinor,
    discountMinor: order.discountMinor,
    freightMinor: order.freightMinor,
    totalMinor: order.totalMinor,
    refundedMinor: order.refundedMinor,
    buyer: order.buyer.name,
    memo: order.memo,
    buyerNote: order.buyerNote,
    createdAt: iso(order.createdAt),
    paidAt: time(order.paidAt),
    completedAt: time(order.completedAt),
    cancelledAt: time(order.cancelledAt),
    modifiedAt: iso(order.modifiedAt),
    lines: order.lines.map(
      (line) =>
      prune({
        externalId: line.externalId, sku: line.sku, title: line.title, variant: line.variant, quantity: line.quantity,
        cancelledQuantity: line.cancelledQuantity === 0 ? undefined : line.cancelledQuantity, unitPriceMinor: line.unitPriceMinor,
        discountMinor: line.discountMinor, shippedQuantity: goneOf(line), refundedMinor: line.refundedMinor,
      }), // prettier-ignore
    ),
    parcels: order.parcels.map(
      (parcel) =>
      prune({
        courier: parcel.courier, waybill: parcel.waybill, shippedAt: time(parcel.shippedAt), deliveredAt: time(parcel.deliveredAt),
        lines: parcel.lines.map((line) => ({ externalId: line.lineExternalId, quantity: line.quantity })),
      }), // prettier-ignore
    ),
    refunds: order.refunds.map(
      (refund) =>
      prune({
        externalId: refund.externalId, line: refund.lineExternalId, state: refund.state, kind: refund.kind, amountMinor: refund.amountMinor,
        reason: refund.reason, createdAt: time(refund.createdAt),
      }), // prettier-ignore
    ),
  })
}

function prune(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined && value !== null),
  )
}
