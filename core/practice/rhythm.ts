import type { Random } from './random'
import { HOUR_MS, SECOND_MS } from './life'

/** Share of orders by the buyers' hour: a quiet night, a lunch hour, the rush after supper. */
const BY_HOUR = [18, 9, 5, 3, 3, 5, 12, 24, 38, 52, 60, 58, 62, 56, 50, 50, 52, 54, 58, 74, 96, 104, 82, 44]
const WEEKEND = 1.3

/** `count` moments between `from` and `to` (UTC ms), sorted, as busy as the hours and days are. */
export function momentsOf(
  random: Random,
  span: { from: number; to: number; zoneHours: number },
  count: number,
): number[] {
  const hours: (readonly [number, number])[] = []
  for (let at = span.from; at < span.to; at += HOUR_MS)
    hours.push([at, weightAt(at + span.zoneHours * HOUR_MS)])
  return Array.from({ length: count }, () => {
    const hour = random.weighted(hours)
    const at = hour + random.next() * Math.min(HOUR_MS, span.to - hour)
    return Math.floor(at / SECOND_MS) * SECOND_MS
  }).toSorted((a, b) => a - b)
}

function weightAt(local: number): number {
  const date = new Date(local)
  const day = date.getUTCDay()
  return BY_HOUR[date.getUTCHours()]! * (day === 0 || day === 6 ? WEEKEND : 1)
}

const SHANGHAI_HOURS = 8
const OPENS = 9
const CLOSES = 18

/** When the warehouse (in China) has a paid order out of the door: within two hours by day, else next morning. */
export function packedAt(random: Random, paidAt: number): number {
  const ready = paidAt + (20 + random.next() * 95) * 60_000
  const date = new Date(ready + SHANGHAI_HOURS * HOUR_MS)
  const hour = date.getUTCHours()
  if (hour >= OPENS && hour < CLOSES) return ready
  const morning = Date.UTC(
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate() + (hour < OPENS ? 0 : 1),
    OPENS,
  )
  return morning - SHANGHAI_HOURS * HOUR_MS + random.next() * 2.5 * HOUR_MS
}
