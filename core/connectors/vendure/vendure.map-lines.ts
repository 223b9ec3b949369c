import { Unreadable, minor } from '../../kernel'
import type { LineFacts, ParcelFacts } from '../observation'
import { refundedByLine } from './vendure.map-refunds'
import { byId, type LineWire, type OrderWire } from './vendure.wire'

const GONE: ReadonlySet<string> = new Set(['Shipped', 'Delivered'])
const NOT_GONE: ReadonlySet<string> = new Set(['Created', 'Pending', 'Cancelled'])

/**
 * How many were ever bought. `quantity` shrinks when units are cancelled; `orderPlacedQuantity` stays behind when the
 * shop adds units to a placed order, and is 0 before it is placed.
 */
export function boughtOf({ quantity, orderPlacedQuantity }: LineWire): number {
  return Math.max(quantity, orderPlacedQuantity)
}

/** Lines with what has left and what never will. `quantity` becomes smaller on the wire when units are cancelled. */
export function linesOf(order: OrderWire): LineFacts[] {
  const refunded = refundedByLine(order)
  const shipped = new Map<string, number>()
  for (const parcel of goneParcels(order))
    for (const { orderLineId, quantity } of parcel.lines)
      shipped.set(orderLineId, (shipped.get(orderLineId) ?? 0) + quantity)
  return byId(order.lines).map((line) => {
    const quantity = boughtOf(line)
    return {
      externalId: line.id,
      sku: line.productVariant.sku || null,
      ...namesOf(line),
      pictureUrl: line.featuredAsset?.preview || null,
      quantity,
      cancelledQuantity: quantity - line.quantity,
      shippedQuantity: shipped.get(line.id) ?? 0,
      unitPriceMinor: line.unitPriceWithTax,
      discountMinor: minor(Math.max(0, line.linePriceWithTax - line.proratedLinePriceWithTax)),
      refundedMinor: minor(refunded.get(line.id) ?? 0),
    }
  })
}

/** A variant is called «product options»: the product's name is not said twice. */
function namesOf({ productVariant: { name, product } }: LineWire): { title: string; variant: string | null } {
  const title = product?.name || name
  const rest = name.startsWith(title) ? name.slice(title.length).trim() : name
  return { title, variant: rest || null }
}

export function parcelsOf(order: OrderWire): ParcelFacts[] {
  return goneParcels(order).map((parcel) => ({
    externalId: parcel.id,
    courier: parcel.method || null,
    waybill: parcel.trackingCode || null,
    // Vendure keeps no time of shipping of its own; the parcel is made when it is packed.
    shippedAt: parcel.state === 'Shipped' ? parcel.updatedAt : parcel.createdAt,
    deliveredAt: parcel.state === 'Delivered' ? parcel.updatedAt : null,
    lines: parcel.lines.map((line) => ({ lineExternalId: line.orderLineId, quantity: line.quantity })),
  }))
}

function goneParcels(order: OrderWire) {
  return byId(order.fulfillments).filter(({ state }) => {
    if (!GONE.has(state) && !NOT_GONE.has(state))
      throw new Unreadable('unknown-state', `fulfillment ${state}`)
    return GONE.has(state)
  })
}
