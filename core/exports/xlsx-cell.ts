import { ZONE_MS } from '../kernel'
import { amountText, decimalsOf, fitsANumber } from './amount-text'
import type { Cell, Head } from './sheet'

/** The order of `cellXfs` in `xlsx-parts.ts`. */
const STYLE = { text: 2, guarded: 3, count: 4, time: 5, day: 6, amount: [7, 8, 8, 9] } as const
export const HEAD_STYLE = 1
const DAY_MS = 86_400_000
/** Days from Excel's first day to 1970. */
const EPOCH_DAYS = 25_569
/** What a cell holds at most. */
const LONGEST = 32_767

/** A cell as SpreadsheetML at `ref`, such as B7; nothing where it is empty. Text is text whatever it begins with; times are real dates in the merchant's zone. */
export function cellXml(head: Head, cell: Cell, ref: string): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'string') return head.kind === 'day' ? dayXml(cell, ref) : textXml(cell, ref)
  if (typeof cell === 'number') {
    if (head.kind !== 'time') return `<c r="${ref}" s="${STYLE.count}"><v>${cell}</v></c>`
    return `<c r="${ref}" s="${STYLE.time}"><v>${serial(cell + ZONE_MS)}</v></c>`
  }
  if (!fitsANumber(cell)) return textXml(amountText(cell), ref)
  return `<c r="${ref}" s="${STYLE.amount[decimalsOf(cell)] ?? STYLE.count}"><v>${amountText(cell)}</v></c>`
}

/** `guarded` keeps it text when the accountant edits the cell, too. */
export function textXml(
  text: string,
  ref: string,
  style: number = /^[=+\-@]/.test(text) ? STYLE.guarded : STYLE.text,
): string {
  return `<c r="${ref}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
}

function dayXml(day: string, ref: string): string {
  return `<c r="${ref}" s="${STYLE.day}"><v>${serial(Date.parse(`${day}T00:00:00Z`))}</v></c>`
}

/** Unrounded: a figure short of the second by a hair is shown as the second before. */
function serial(ms: number): number {
  return ms / DAY_MS + EPOCH_DAYS
}

const ODD = /[&<>\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_x[0-9a-f]{4}_/i

/** XML cannot hold control signs at all; a spreadsheet would read `_x0041_` as a letter. */
export function escaped(text: string): string {
  const whole = (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text).toWellFormed()
  if (!ODD.test(whole)) return whole
  return whole
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('\r', '')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
