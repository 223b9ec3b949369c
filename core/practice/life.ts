import type { SimOrder } from '../connectors'
import { minor } from '../kernel'
import { totalOf } from './basket'
import type { PracticeEvent } from './event'
import { memoFor } from './people'
import type { Random } from './random'
import { pickReason, refundFor, REASON_WORDS } from './refund'
import { parcelFor } from './waybill'

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** How an order fares; what is absent is left to chance. All times UTC ms. */
export interface Fate {
  /** `null` = never: cancelled instead. */
  readonly paidAt?: number | null
  readonly cancelledAt?: number
  readonly shipAt: (paidAt: number) => number
  /** After shipping, everything goes this many times faster than in life; 1 = as in life. */
  readonly haste?: number
  /** It repeats an order of the same buyer: taken back before it is shipped. */
  readonly twice?: boolean
}

const NEVER_PAID = 0.03
const REFUNDED = 0.05
const MEMO = 0.05
const TWO_PARCELS = 0.03

/** One order from its placing to its end, in order of time, in whole seconds as platforms tell it. */
export function lifeOf(random: Random, key: string, order: SimOrder, fate: Fate): PracticeEvent[] {
  const events: PracticeEvent[] = [{ at: order.createdAt, order: key, kind: 'placed', placed: order }]
  const haste = fate.haste ?? 1
  const after = (from: number, medianMs: number, sigma: number, [least, most]: readonly [number, number]) =>
    whole(from + Math.min(most, Math.max(least, random.lognormal(medianMs, sigma))))
  const later = (from: number, medianMs: number, sigma: number, [least, most]: readonly [number, number]) =>
    after(from, medianMs / haste, sigma, [least / haste, most / haste])

  const neverPaid = fate.paidAt === null || (fate.paidAt === undefined && random.chance(NEVER_PAID))
  if (neverPaid) {
    const at =
      fate.cancelledAt ?? after(order.createdAt, 50 * MINUTE_MS, 0.2, [31 * MINUTE_MS, 90 * MINUTE_MS])
    return [...events, { at: whole(at), order: key, kind: 'cancelled' }]
  }
  const paidAt = Math.max(
    order.createdAt,
    whole(fate.paidAt ?? after(order.createdAt, 2 * MINUTE_MS, 0.9, [5 * SECOND_MS, 25 * MINUTE_MS])),
  )
  events.push({ at: paidAt, order: key, kind: 'paid' })
  const shipAt = Math.max(paidAt + MINUTE_MS, whole(fate.shipAt(paidAt)))
  if (random.chance(MEMO))
    events.push({
      at: whole(paidAt + random.next() * (shipAt - paidAt)),
      order: key,
      kind: 'memo',
      text: memoFor(random),
    })

  const reason = fate.twice ? 'twice' : random.chance(REFUNDED) ? pickReason(random) : undefined
  const abroad = order.currency === 'USD'
  if (reason === 'twice') {
    const asked = Math.min(shipAt, after(paidAt, 6 * MINUTE_MS, 0.6, [MINUTE_MS, 40 * MINUTE_MS]))
    const words = REASON_WORDS.twice[abroad ? 1 : 0]
    const refund = { kind: 'money', amountMinor: minor(totalOf(order)), reason: words } as const
    events.push({ at: asked, order: key, kind: 'refund-requested', refund })
    events.push({
      at: later(asked, 3 * HOUR_MS, 0.6, [20 * MINUTE_MS, DAY_MS]),
      order: key,
      kind: 'refund-paid',
    })
    return inOrder(events)
  }

  let lastParcelAt = shipAt
  if (order.lines.length > 1 && random.chance(TWO_PARCELS)) {
    events.push({
      at: shipAt,
      order: key,
      kind: 'shipped',
      ...parcelFor(random, abroad),
      lines: [{ line: 0, quantity: order.lines[0]?.quantity ?? 1 }],
    })
    lastParcelAt = whole(shipAt + random.whole(2, 15) * MINUTE_MS)
  }
  events.push({ at: lastParcelAt, order: key, kind: 'shipped', ...parcelFor(random, abroad) })
  const completeAt = later(lastParcelAt, 1.5 * DAY_MS, 0.45, [0.6 * DAY_MS, 5 * DAY_MS])
  if (reason === undefined) return inOrder([...events, { at: completeAt, order: key, kind: 'completed' }])

  const { refund, whole: all } = refundFor(random, order, reason)
  const askedAt = later(lastParcelAt, 1.2 * DAY_MS, 0.5, [0.3 * DAY_MS, 4 * DAY_MS])
  const refundedAt = later(askedAt, 18 * HOUR_MS, 0.5, [HOUR_MS, 3 * DAY_MS])
  events.push({ at: askedAt, order: key, kind: 'refund-requested', refund })
  events.push({ at: refundedAt, order: key, kind: 'refund-paid' })
  // An open after-sale stops the platform from completing the order; a whole refund ends it.
  if (completeAt < askedAt) events.push({ at: completeAt, order: key, kind: 'completed' })
  else if (!all)
    events.push({ at: Math.max(completeAt, refundedAt + HOUR_MS / haste), order: key, kind: 'completed' })
  return inOrder(events)
}

/** By time; at the same second as they were told. */
export function inOrder(events: readonly PracticeEvent[]): PracticeEvent[] {
  return events.toSorted((a, b) => a.at - b.at)
}

function whole(ms: number): number {
  return Math.floor(ms / SECOND_MS) * SECOND_MS
}
