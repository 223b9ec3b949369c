import type { RefundFacts } from '../connectors'
import { goneOf, type OrderLine } from './order'
import type { BoardState } from './orders.contract'

export interface StateFacts {
  readonly paidAt: number | null
  readonly flags: readonly string[]
  readonly completedAt: number | null
  readonly cancelledAt: number | null
  readonly totalMinor: number
  readonly refundedMinor: number
  readonly lines: readonly (Pick<OrderLine, 'quantity' | 'cancelledQuantity' | 'shippedQuantity'> &
    Partial<Pick<OrderLine, 'aheadQuantity'>>)[]
  readonly refunds: readonly Pick<RefundFacts, 'state'>[]
}

const OPEN_REFUND = new Set(['requested', 'agreed', 'returning'])

/**
 * Where an order stands, from its quantities. Cancelled or wholly refunded is closed; an open after-sale is
 * returning until it ends; part-shipped is still to ship.
 */
export function boardStateOf(order: StateFacts): BoardState {
  if (order.cancelledAt !== null) return 'closed'
  if (order.totalMinor > 0 && order.refundedMinor >= order.totalMinor) return 'closed'
  if (order.lines.length > 0 && order.lines.every((line) => line.cancelledQuantity >= line.quantity))
    return 'closed'
  if (order.refunds.some((refund) => OPEN_REFUND.has(refund.state))) return 'returning'
  if (order.completedAt !== null) return 'done'
  if (!isOwed(order)) return order.lines.some((line) => goneOf(line) > 0) ? shipped(order) : 'to-pay'
  return shipped(order)
}

/** Paid, or to be paid at the buyer's door: either way we owe the goods. */
export function isOwed(order: Pick<StateFacts, 'paidAt' | 'flags'>): boolean {
  return order.paidAt !== null || order.flags.includes('pay-later')
}

function shipped(order: StateFacts): BoardState {
  const waiting = order.lines.some((line) => line.quantity - line.cancelledQuantity - goneOf(line) > 0)
  return waiting || order.lines.length === 0 ? 'to-ship' : 'shipped'
}

/** The merchant's own time-outs, in minutes. */
export interface TimeOuts {
  readonly unpaidYellowMinutes: number
  readonly unshippedRedMinutes: number
}
export const DEFAULT_TIME_OUTS: TimeOuts = { unpaidYellowMinutes: 30, unshippedRedMinutes: 120 }

const MINUTE_MS = 60_000

/** When the clock of this state runs out, UTC ms: unpaid turns yellow, unshipped turns red. `null` = no clock runs. */
export function dueAtOf(
  order: { state: BoardState; createdAt: number; paidAt: number | null; hold: string | null },
  timeOuts: TimeOuts,
): number | null {
  if (order.state === 'to-pay') return order.createdAt + timeOuts.unpaidYellowMinutes * MINUTE_MS
  if (order.state === 'to-ship' && order.hold === null)
    return (order.paidAt ?? order.createdAt) + timeOuts.unshippedRedMinutes * MINUTE_MS
  return null
}
