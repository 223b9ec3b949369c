import type { PracticeEvent } from './event'
import { HOUR_MS, MINUTE_MS, SECOND_MS, DAY_MS, lifeOf, type Fate } from './life'
import type { OrderBook } from './order'
import type { Random } from './random'
import type { PracticeShop } from './shop'

/** Somebody who has just opened the board wants to see it live; after this it goes quieter. */
const LIVELY_MS = 2 * HOUR_MS
const LIVELY_GAP_MS = 30 * SECOND_MS
const QUIETER = 8
const LEAST_GAP_MS = 3 * SECOND_MS
const ORDERED_TWICE = 0.02

export interface ArrivalPace {
  /** Since when somebody watches, UTC ms. Before it orders come as in any week. */
  readonly watchedSince: number
}

/** How long after `at` the next order comes to this shop, in ms. */
export function gapAfter(random: Random, shop: PracticeShop, at: number, pace: ArrivalPace): number {
  const everyday = (7 * DAY_MS) / shop.weekly
  const watched = at - pace.watchedSince
  if (watched < 0) return random.exponential(everyday)
  const busy = (LIVELY_GAP_MS * 400) / shop.weekly
  return LEAST_GAP_MS + random.exponential(watched < LIVELY_MS ? busy : busy * QUIETER)
}

/** The lives that begin with an order at `at`: mostly one, now and then the same order once more. */
export function arrivalAt(random: Random, book: OrderBook, at: number, pace: ArrivalPace): PracticeEvent[] {
  const { key, order } = book.next(at)
  const fate = fateOf(random, at, pace)
  const events = lifeOf(random, key, order, fate)
  if (!random.chance(ORDERED_TWICE)) return events
  const again = book.repeat(order, at + random.whole(2, 50) * SECOND_MS)
  return [...events, ...lifeOf(random, again.key, again.order, { ...fate, twice: true })]
}

/** Watched, an hour stands for a day, so that an order can be seen through to its end. */
function fateOf(random: Random, at: number, pace: ArrivalPace): Fate {
  if (at < pace.watchedSince) return { shipAt: (paidAt) => paidAt + random.whole(12, 110) * MINUTE_MS }
  const neverPaid = random.chance(0.06)
  const paidAt = at + Math.min(20 * MINUTE_MS, Math.max(4 * SECOND_MS, random.lognormal(70 * SECOND_MS, 1)))
  return {
    paidAt: neverPaid ? null : paidAt,
    shipAt: (paid) => paid + Math.min(150 * MINUTE_MS, random.lognormal(5 * MINUTE_MS, 1)),
    haste: 24,
  }
}
