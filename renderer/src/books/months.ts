const pad = (n: number) => String(n).padStart(2, '0')
const BEIJING_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** `2026-11` of a moment, by the providers' clock. */
export function monthAt(ms: number): string {
  return new Date(ms + BEIJING_MS).toISOString().slice(0, 7)
}

/** The last `count` months, newest first. */
export function monthsBack(now: number, count: number): string[] {
  const [year = 0, month = 1] = monthAt(now).split('-').map(Number)
  return Array.from({ length: count }, (_, n) => {
    const at = year * 12 + month - 1 - n
    return `${Math.floor(at / 12)}-${pad((at % 12) + 1)}`
  })
}

/** [from, to) of a month, UTC ms. */
export function spanOf(month: string): { from: number; to: number } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return { from: Date.UTC(year, number - 1) - BEIJING_MS, to: Date.UTC(year, number) - BEIJING_MS }
}

/** All days of a month: `2026-11-01` … */
export function daysOf(month: string): string[] {
  const { from, to } = spanOf(month)
  return Array.from({ length: (to - from) / DAY_MS }, (_, n) => `${month}-${pad(n + 1)}`)
}

/** Yesterday: the newest day that a bill can be whole for. */
export function lastWholeDay(now: number): string {
  return new Date(now + BEIJING_MS - DAY_MS).toISOString().slice(0, 10)
}
