import type { OrderRow } from '../../../core/rpc/api'

const MINUTE_MS = 60_000
/** From this close to the end the strip turns amber, as the clocks of the list do. */
const NEAR_MS = 40 * MINUTE_MS

type Clocked = Pick<OrderRow, 'state' | 'hold' | 'dueAt' | 'shipBy' | 'createdAt' | 'paidAt'>

/** What the strip above the order says. `none`: no clock runs and nothing holds it. All times UTC ms. */
export type Deadline =
  | { kind: 'none' }
  | { kind: 'held'; hold: string; shipBy: number | null }
  | {
      kind: 'clock'
      about: 'pay' | 'ship'
      tone: 'calm' | 'warn' | 'late'
      /** Until the nearer of both clocks; negative once it has passed. */
      leftMs: number
      dueAt: number | null
      ruleMs: number | null
      shipBy: number | null
    }

/** Unpaid turns amber when its time is over; unshipped is amber in its last 40 minutes and red afterwards. */
export function deadlineOf(order: Clocked, now: number): Deadline {
  if (order.state === 'to-ship' && order.hold !== null)
    return { kind: 'held', hold: order.hold, shipBy: order.shipBy }
  if (order.state === 'to-pay' && order.dueAt !== null) {
    const leftMs = order.dueAt - now
    const ruleMs = order.dueAt - order.createdAt
    return {
      kind: 'clock',
      about: 'pay',
      tone: leftMs <= 0 ? 'warn' : 'calm',
      leftMs,
      dueAt: order.dueAt,
      ruleMs,
      shipBy: null,
    }
  }
  if (order.state !== 'to-ship') return { kind: 'none' }
  const ends = [order.dueAt, order.shipBy].filter((end) => end !== null)
  if (ends.length === 0) return { kind: 'none' }
  const leftMs = Math.min(...ends) - now
  const tone = leftMs <= 0 ? 'late' : leftMs <= NEAR_MS ? 'warn' : 'calm'
  const ruleMs = order.dueAt === null ? null : order.dueAt - (order.paidAt ?? order.createdAt)
  return { kind: 'clock', about: 'ship', tone, leftMs, dueAt: order.dueAt, ruleMs, shipBy: order.shipBy }
}

export type Span =
  | { unit: 'minutes'; n: number }
  | { unit: 'hours'; h: number; m: number }
  | { unit: 'days'; d: number; h: number }

/** A length of time in the words people use: minutes up to an hour, hours up to two days, then days. */
export function spanOf(ms: number): Span {
  const minutes = Math.floor(Math.abs(ms) / MINUTE_MS)
  if (minutes < 60) return { unit: 'minutes', n: minutes }
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return { unit: 'hours', h: hours, m: minutes % 60 }
  return { unit: 'days', d: Math.floor(hours / 24), h: hours % 24 }
}
