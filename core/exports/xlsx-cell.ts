import type ExcelJS from 'exceljs'
import { ZONE_MS } from '../kernel'
import { amountText, decimalsOf, fitsANumber } from './amount-text'
import type { Cell, Head } from './sheet'

/** One object a style: the library knows a style again by its object. */
const TEXT = { numFmt: '@' }
const COUNT = { numFmt: '#,##0' }
const TIME = { numFmt: 'yyyy-mm-dd hh:mm:ss' }
const DAY = { numFmt: 'yyyy-mm-dd' }
const AMOUNT = [COUNT, { numFmt: '#,##0.00' }, { numFmt: '#,##0.00' }, { numFmt: '#,##0.000' }] as const
export const HEAD_STYLE = { numFmt: '@', font: { bold: true } }
export const NOTE_STYLE = TEXT

/** What a cell holds at most. */
const LONGEST = 32_767

/**
 * Writes a cell into column `at` (from 1); nothing where it is empty. Text is text whatever it begins with, and stays it
 * when the accountant edits the cell; times are real dates in the merchant's zone.
 */
export function writeCell(row: ExcelJS.Row, at: number, head: Head, cell: Cell): void {
  if (cell === null || cell === '') return
  const [value, style] = spelled(head, cell)
  const place = row.getCell(at)
  place.value = value
  place.style = style
}

function spelled({ kind }: Head, cell: string | number | Exclude<Cell, string | number | null>): [ExcelJS.CellValue, Partial<ExcelJS.Style>] {
  if (typeof cell === 'string')
    return kind === 'day' ? [new Date(`${cell}T00:00:00Z`), DAY] : [cellText(cell), TEXT]
  if (typeof cell === 'number') return kind === 'time' ? [new Date(cell + ZONE_MS), TIME] : [cell, COUNT]
  if (!fitsANumber(cell)) return [amountText(cell), TEXT]
  return [Number(amountText(cell)), AMOUNT[decimalsOf(cell)] ?? COUNT]
} // prettier-ignore

/** XML cannot hold control signs at all; a spreadsheet would read `_x0041_` as a letter (ECMA-376 part 1, 22.9.2.19). */
function cellText(text: string): string {
  const whole = (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text).toWellFormed()
  return whole
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, '')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
}
