import { parseMajor, Unreadable, type Currency } from '../kernel'
import { columnName } from './columns'
import type { Totals } from './layout'

/** Every cell begins with a backtick and nothing is quoted: a comma inside a cell is not followed by one. */
export function wechatCells(line: string): readonly string[] | undefined {
  if (!line.startsWith('`')) return undefined
  return line.slice(1).split(',`').map((cell) => cell.trim()) // prettier-ignore
}

/** The trailer: a line of names, then a line of figures, counts written as `4.0`. Amounts become minor units. */
export function wechatStated(trailer: readonly string[], currency: Currency): Totals {
  const lines = trailer.filter((line) => line.trim() !== '')
  const at = lines.findIndex((line) => /^总交易单数|^资金流水总笔数/.test(columnName(line)))
  const names = (lines[at] ?? '').split(',').map(columnName)
  const values = wechatCells(lines[at + 1] ?? '')
  if (at < 0 || values?.length !== names.length) return new Map()
  return new Map(names.map((name, n) => [name, figureOf(name, values[n] ?? '', currency)]))
}

function figureOf(name: string, text: string, currency: Currency): number {
  if (!/单数|笔数/.test(name)) return parseMajor(text, currency)
  if (!/^\d+(\.0+)?$/.test(text)) throw new Unreadable('bad-count', text)
  return Number(text)
}
