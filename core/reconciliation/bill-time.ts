import { Unreadable } from '../kernel'

const BEIJING_MS = 8 * 3_600_000
export const DAY_MS = 86_400_000
const TIME = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/

/** A bill's time (Beijing, both providers' documents) to UTC ms. Throws `Unreadable('bad-time')`. */
export function billTime(text: string): number {
  const match = TIME.exec(text)
  if (!match) throw new Unreadable('bad-time', text)
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0))
  const utc = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second)
  const back = new Date(utc)
  if (back.getUTCDate() !== day || back.getUTCHours() !== hour || back.getUTCMinutes() !== minute)
    throw new Unreadable('bad-time', text)
  return utc - BEIJING_MS
}

/** The day in Beijing of a moment: `2026-11-21`. */
export function billDay(ms: number): string {
  return new Date(ms + BEIJING_MS).toISOString().slice(0, 10)
}

/** When a day begins in Beijing, UTC ms. */
export function dayStart(day: string): number {
  return billTime(day)
}

/** All days of [from, to), in order. */
export function daysBetween(from: number, to: number): string[] {
  const days: string[] = []
  for (let at = from; at < to; at += DAY_MS) days.push(billDay(at))
  return days
}
