import { Refusal } from './errors'

/** Books and sheets tell times as the merchant's clock and the providers' bills do: Beijing, without summer time. */
export const ZONE_MS = 8 * 3_600_000

/** A month of the merchant's calendar. */
export interface Month {
  /** `2026-11` */
  readonly name: string
  /** [from, to), UTC ms. */
  readonly from: number
  readonly to: number
  /** Its first and last day: `2026-11-01`, `2026-11-30`. */
  readonly firstDay: string
  readonly lastDay: string
}

/** `Refusal('bad-month')` unless it is written like 2026-11. */
export function monthOf(name: string): Month {
  const [, year, month] = /^(20\d\d)-(0[1-9]|1[0-2])$/.exec(name) ?? []
  if (!year || !month) throw new Refusal('bad-month', { month: name })
  const from = Date.UTC(Number(year), Number(month) - 1) - ZONE_MS
  const to = Date.UTC(Number(year), Number(month)) - ZONE_MS
  return { name, from, to, firstDay: `${name}-01`, lastDay: dayText(to - 1) }
}

/** The day there: `2026-11-21`. */
export function dayText(ms: number): string {
  return new Date(ms + ZONE_MS).toISOString().slice(0, 10)
}

/** The time there: `2026-11-21 14:03:05`. */
export function timeText(ms: number): string {
  return new Date(ms + ZONE_MS).toISOString().slice(0, 19).replace('T', ' ')
}
