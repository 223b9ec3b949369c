import type { PracticeEvent } from './event'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, inOrder, lifeOf, type Fate } from './life'
import { orderBook, type OrderBook } from './order'
import { seededRandom, type Random } from './random'
import { momentsOf, packedAt } from './rhythm'
import type { PracticeShop } from './shop'

/** Everything older than this has left the house at `now`; what is younger is laid out minute by minute. */
const DESK_MS = 165 * MINUTE_MS

export interface WeekOptions {
  readonly shop: PracticeShop
  /** UTC ms. */
  readonly now: number
  readonly seed: number
  /** Exactly this many orders; the shop's own week if absent. */
  readonly orders?: number
}

export interface Week {
  /** The past seven days and, after `now`, how their open orders go on; by time. */
  readonly events: readonly PracticeEvent[]
  /** Goes on numbering where the week ends. */
  readonly book: OrderBook
}

/** A merchant's week at one shop. Pure: the same shop, moment and seed give the same events. */
export function weekOf({ shop, now: exactNow, seed, orders }: WeekOptions): Week {
  const now = Math.floor(exactNow / SECOND_MS) * SECOND_MS
  const random = seededRandom(seed).fork(shop.name)
  const count = orders ?? shop.weekly
  const book = orderBook(random.fork('orders'), shop)
  const desk = deskOf(random.fork('desk'), now, count)
  const span = { from: now - 7 * DAY_MS, to: now - DESK_MS, zoneHours: shop.buyersZoneHours }
  const past = momentsOf(random.fork('rhythm'), span, count - desk.length).map((createdAt): Fresh => ({
    createdAt,
    fate: { shipAt: (paidAt) => settled(random, paidAt, now) },
  }))
  const events = [...past, ...desk]
    .toSorted((a, b) => a.createdAt - b.createdAt)
    .flatMap(({ createdAt, fate, large, again }) => {
      const { key, order } = book.next(createdAt, {
        ...(large === undefined ? {} : { large }),
        ...(again === undefined ? {} : { again }),
      })
      return lifeOf(random, key, order, fate)
    })
  return { events: inOrder(events), book }
}

interface Fresh {
  readonly createdAt: number
  readonly fate: Fate
  readonly large?: boolean
  readonly again?: boolean
}

/** Packed in its time, and in any case before now: yesterday's parcels do not wait. */
function settled(random: Random, paidAt: number, now: number): number {
  const at = packedAt(random, paidAt)
  const latest = now - MINUTE_MS
  return at <= latest
    ? at
    : paidAt + 10 * MINUTE_MS + random.next() * Math.max(0, latest - paidAt - 10 * MINUTE_MS)
}

/** The orders that lie on the desk at `now`: unpaid, to be packed (a few late, some nearly), just packed. */
function deskOf(random: Random, now: number, count: number): Fresh[] {
  const share = (part: number, most: number) => Math.min(most, Math.round(count * part))
  const unpaid = share(0.012, 6)
  const toShip = share(0.03, 14)
  const packed = share(0.012, 5)
  const minutesAgo = (minutes: number) => now - Math.round(minutes * 60) * SECOND_MS
  return [
    ...Array.from({ length: unpaid }, (_, i): Fresh => {
      const createdAt = minutesAgo(i === 0 && unpaid > 1 ? random.whole(33, 52) : 1 + random.next() * 27)
      const pays = random.chance(0.7)
      const cancelledAt = createdAt + random.whole(60, 90) * MINUTE_MS
      return {
        createdAt,
        fate: {
          paidAt: pays ? now + random.whole(1, 14) * MINUTE_MS : null,
          cancelledAt,
          shipAt: (paidAt) => packedAt(random, paidAt),
        },
      }
    }),
    ...Array.from({ length: toShip }, (_, i): Fresh => {
      const waits =
        toShip > 4 && i === 0
          ? random.whole(131, 158)
          : i <= toShip / 8
            ? random.whole(84, 117)
            : 1 + random.next() * 78
      const paidAt = minutesAgo(waits)
      const createdAt = paidAt - random.whole(20, 240) * SECOND_MS
      const shipAt = now + random.next() * (toShip > 4 && i === 0 ? HOUR_MS / 2 : 2 * HOUR_MS)
      return {
        createdAt,
        fate: { paidAt, shipAt: () => shipAt },
        large: i === 3 && toShip > 12,
        again: i === 4,
      }
    }),
    ...Array.from({ length: packed }, (): Fresh => {
      const paidAt = minutesAgo(60 + random.next() * 90)
      const shipAt = now - random.whole(2, 45) * MINUTE_MS
      return { createdAt: paidAt - random.whole(20, 200) * SECOND_MS, fate: { paidAt, shipAt: () => shipAt } }
    }),
  ]
}
