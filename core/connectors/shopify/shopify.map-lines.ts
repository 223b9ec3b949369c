import { minor, type Currency } from '../../kernel'
import type { LineFacts, ParcelFacts } from '../observation'
import { amountOf } from './shopify.known'
import type { LineNode, OrderNode } from './shopify.wire'

export function lineFacts(
  order: OrderNode,
  parcels: readonly ParcelFacts[],
  currency: Currency,
): readonly LineFacts[] {
  const discounts = discountsOf(order, currency)
  const refunded = refundedByLine(order, currency)
  return order.lineItems.map((line, i) => {
    const shipped = shippedOf(order, line, parcels)
    return {
      externalId: line.id,
      sku: line.sku || null,
      title: line.title || line.name || '',
      variant: line.variantTitle || null,
      pictureUrl: line.image?.url ?? null,
      quantity: line.quantity,
      cancelledQuantity: cancelledOf(order, line, shipped),
      shippedQuantity: shipped,
      unitPriceMinor: amountOf(line.originalUnitPriceSet, currency),
      discountMinor: minor(discounts[i] ?? 0),
      refundedMinor: minor(refunded.get(line.id) ?? 0),
    }
  })
}

/** Counted in the parcels; where the shop refuses us their content, from what is left to ship and what came back. */
function shippedOf(order: OrderNode, line: LineNode, parcels: readonly ParcelFacts[]): number {
  if (parcels.length === 0) return 0
  const contentIsKnown = (order.fulfillments ?? []).every((one) => one.fulfillmentLineItems)
  const current = line.currentQuantity ?? line.quantity
  const counted = contentIsKnown
    ? parcels.flatMap((parcel) => parcel.lines).filter((one) => one.lineExternalId === line.id)
    : [
        {
          quantity:
            Math.max(0, current - (line.unfulfilledQuantity ?? current)) + cameBack(order, line, parcels),
        },
      ]
  return Math.min(
    line.quantity,
    counted.reduce((sum, one) => sum + one.quantity, 0),
  )
}

/** Units refunded after they left: the refund says so, or, where it does not, it came after the last parcel. */
function cameBack(order: OrderNode, line: LineNode, parcels: readonly ParcelFacts[]): number {
  const lastShipped = Math.max(...parcels.map((parcel) => parcel.shippedAt ?? 0))
  const gone = (order.refunds ?? []).flatMap((refund) =>
    (refund.refundLineItems ?? []).filter((item) => {
      if (item.lineItem.id !== line.id) return false
      if (item.restockType === 'RETURN' || item.restockType === 'CANCEL') return item.restockType === 'RETURN'
      return (refund.createdAt ?? 0) >= lastShipped
    }),
  )
  const units = gone.reduce((sum, item) => sum + item.quantity, 0)
  return Math.min(units, line.quantity - (line.currentQuantity ?? line.quantity))
}

/**
 * `currentQuantity` falls for units taken out before shipping and for units returned after it alike; only the first
 * are cancelled. `unfulfilledQuantity` tells them apart: what is still to be shipped was not cancelled.
 */
function cancelledOf(order: OrderNode, line: LineNode, shipped: number): number {
  const unshipped = line.quantity - shipped
  if (order.cancelledAt) return unshipped
  const current = line.currentQuantity ?? line.quantity
  const toShip = Math.min(line.unfulfilledQuantity ?? unshipped, current)
  return Math.min(line.quantity - current, Math.max(0, unshipped - toShip))
}

/** Each line's reductions: as Shopify allocated them; where it does not say, its own ones and a fair share of the rest. */
function discountsOf(order: OrderNode, currency: Currency): number[] {
  const lines = order.lineItems
  const allocated = lines.map((line) =>
    (line.discountAllocations ?? []).reduce(
      (sum, one) => sum + amountOf(one.allocatedAmountSet, currency),
      0,
    ),
  )
  const told = lines.every((line) => line.discountAllocations)
  if (told && allocated.some((amount) => amount > 0)) return allocated
  const list = lines.map((line) => amountOf(line.originalUnitPriceSet, currency) * line.quantity)
  const own = lines.map((line, i) =>
    line.discountedTotalSet ? Math.max(0, (list[i] ?? 0) - amountOf(line.discountedTotalSet, currency)) : 0,
  )
  // Nothing of the rest was allocated to a line: it was taken off the shipping.
  if (told) return own
  const left = list.map((amount, i) => amount - (own[i] ?? 0))
  const rest = amountOf(order.totalDiscountsSet, currency) - own.reduce((a, b) => a + b, 0)
  const shares = share(
    Math.min(
      Math.max(0, rest),
      left.reduce((a, b) => a + b, 0),
    ),
    left,
  )
  return own.map((amount, i) => amount + (shares[i] ?? 0))
}

/** What was given back per line: as Shopify says, or the line's paid price of the refunded units. */
function refundedByLine(order: OrderNode, currency: Currency): Map<string, number> {
  const sums = new Map<string, number>()
  const byId = new Map(order.lineItems.map((line) => [line.id, line]))
  for (const refund of order.refunds ?? []) {
    const items = refund.refundLineItems ?? []
    const total = amountOf(refund.totalRefundedSet, currency)
    const weights = items.map((item) => {
      if (item.subtotalSet) return amountOf(item.subtotalSet, currency)
      const line = byId.get(item.lineItem.id)
      return line ? amountOf(line.originalUnitPriceSet, currency) * item.quantity : 0
    })
    const said = items.length > 0 && items.every((item) => item.subtotalSet)
    const amounts = said && weights.reduce((a, b) => a + b, 0) <= total ? weights : share(total, weights)
    for (const [i, item] of items.entries())
      sums.set(item.lineItem.id, (sums.get(item.lineItem.id) ?? 0) + (amounts[i] ?? 0))
  }
  return sums
}

/** Divides an amount by weights so that the parts add up exactly: the largest remainders get the odd units. */
export function share(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((a, b) => a + b, 0)
  if (total === 0 || amount === 0) return weights.map(() => 0)
  // BigInt: amount × weight may pass 2^53.
  const products = weights.map((weight) => BigInt(amount) * BigInt(weight))
  const parts = products.map((product) => Number(product / BigInt(total)))
  let odd = amount - parts.reduce((a, b) => a + b, 0)
  const byRemainder = products
    .map((product, i) => ({ i, remainder: product % BigInt(total) }))
    .sort((a, b) => (a.remainder === b.remainder ? a.i - b.i : a.remainder > b.remainder ? -1 : 1))
  for (const { i } of byRemainder) if (odd-- > 0) parts[i] = (parts[i] ?? 0) + 1
  return parts
}
