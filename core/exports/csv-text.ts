import { timeText } from '../kernel'
import { amountText } from './amount-text'
import { PRACTICE_NOTE, type Cell, type Head, type Sheet, type SheetRow } from './sheet'

/** UTF-8 with BOM, so that Excel reads Chinese; a practice folder says so in a column more. */
export function csvHead({ heads }: Sheet, practice: boolean): string {
  const titles = [...heads.map((head) => head.title), ...(practice ? [PRACTICE_NOTE] : [])]
  return `\uFEFF${lineOf(titles.map(guarded))}`
}

export function csvRows(heads: readonly Head[], rows: readonly SheetRow[]): string {
  return rows.map(({ cells }) => lineOf(heads.map((head, n) => written(head, cells[n] ?? null)))).join('')
}

const lineOf = (cells: readonly string[]) => `${cells.join(',')}\r\n`

function written({ kind }: Head, cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return guarded(cell)
  if (typeof cell === 'number') return kind === 'time' ? timeText(cell) : String(cell)
  return amountText(cell)
}

/**
 * A buyer's text that begins like a formula would run in the accountant's Excel: it is written as text. Long numbers
 * carry a leading tab for the same reason.
 */
function guarded(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : /^\d{11,}$/.test(value) ? `\t${value}` : value
  return /[",\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
