import { Unreadable } from '../../kernel'

const CHINA_OFFSET_MS = 8 * 3_600_000
const FORM = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/

/** UTC ms → `yyyy-MM-dd HH:mm:ss` in GMT+8, the only form of time that TOP speaks. Milliseconds are cut off. */
export function toTopTime(ms: number): string {
  return new Date(ms + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}

/** TOP's GMT+8 text → UTC ms. Throws `Unreadable('bad-time')` for anything else, a 31st of February included. */
export function fromTopTime(text: string): number {
  const match = FORM.exec(text.trim())
  const ms = match
    ? Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}+08:00`)
    : NaN
  if (Number.isNaN(ms) || toTopTime(ms) !== text.trim()) throw new Unreadable('bad-time', text)
  return ms
}
