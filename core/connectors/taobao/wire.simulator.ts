import { toTopTime } from './taobao.time'

/** Marks a text of digits that goes out as a bare JSON number, longer than a double can hold. */
const MARK = '\u0000'
export const bare = (digits: string) => MARK + digits

/** JSON with TOP's 18-digit numbers written as numbers. */
export function topJson(value: unknown): string {
  return JSON.stringify(value).replace(/"\\u0000(\d+)"/g, '$1')
}

/** The same as XML, TOP's default format, as far as a caller who forgot `format=json` needs it. */
export function topXml(value: unknown): string {
  return `<?xml version="1.0" encoding="utf-8" ?>${inner(value)}`
}
function inner(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(inner).join('')
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value).replaceAll(MARK, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return Object.entries(value)
    .map(([key, one]) =>
      Array.isArray(one)
        ? one.map((item) => `<${key}>${inner(item)}</${key}>`).join('')
        : `<${key}>${inner(one)}</${key}>`,
    )
    .join('')
}

/** Only what was asked: `orders` is every field of the lines, `orders.oid` that one. Empty fields are left out. */
export function pickFields(row: Readonly<Record<string, unknown>>, fields: string): Record<string, unknown> {
  const asked = new Set(fields.split(',').map((field) => field.trim()))
  const lineFields = [...asked].filter((field) => field.startsWith('orders.')).map((field) => field.slice(7))
  const picked: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(row)) {
    if (value === undefined || value === null) continue
    if (asked.has(key)) picked[key] = value
    else if (key === 'orders' && lineFields.length > 0) {
      const lines = (value as { order: Record<string, unknown>[] }).order
      picked[key] = { order: lines.map((line) => pickFields(line, lineFields.join(','))) }
    }
  }
  return picked
}

export const yuanOf = (fen: number) => (fen / 100).toFixed(2)
export const timeOf = (ms: number | undefined) => (ms === undefined ? undefined : toTopTime(ms))
