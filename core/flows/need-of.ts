import { goneOf, isOwed, type Order } from '../orders'

/** Pieces that are paid for, not cancelled and not yet gone. Unpaid and closed orders want nothing. */
export function needOf(order: Order, line: Order['lines'][number], was: Order['lines'][number] | undefined) {
  const open = isOwed(order) && order.state !== 'closed' && order.state !== 'done'
  return {
    lineExternalId: line.externalId,
    sku: line.sku,
    wanted: open ? Math.max(0, line.quantity - line.cancelledQuantity - goneOf(line)) : 0,
    shippedSince: was ? Math.max(0, goneOf(line) - goneOf(was)) : 0,
  }
}
