import type { Order } from '../orders'
import type { CaseLine } from './case.store'

type LineMoney = Pick<
  Order['lines'][number],
  'externalId' | 'quantity' | 'unitPriceMinor' | 'discountMinor' | 'shippedQuantity'
>

/**
 * What the buyer paid for these pieces: price less its own reductions, shared by pieces in whole minor units, the last
 * piece of a line taking the rest. All of an order of which nothing was shipped is worth everything that is left,
 * freight included.
 */
export function valueOfLines(
  order: { readonly lines: readonly LineMoney[] },
  chosen: readonly CaseLine[],
  leftMinor: number,
): number {
  const all = order.lines.every((line) => quantityOf(chosen, line.externalId) >= line.quantity)
  if (all && order.lines.length > 0 && order.lines.every((line) => line.shippedQuantity === 0))
    return leftMinor
  const sum = order.lines.reduce((total, line) => {
    const wanted = Math.min(line.quantity, quantityOf(chosen, line.externalId))
    if (wanted === 0) return total
    const paid = Math.max(0, line.unitPriceMinor * line.quantity - line.discountMinor)
    return total + (wanted === line.quantity ? paid : Math.floor((paid * wanted) / line.quantity))
  }, 0)
  return Math.min(sum, leftMinor)
}

function quantityOf(chosen: readonly CaseLine[], lineExternalId: string): number {
  return chosen.reduce((sum, line) => sum + (line.lineExternalId === lineExternalId ? line.quantity : 0), 0)
}
