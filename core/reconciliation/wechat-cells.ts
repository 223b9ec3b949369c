import { parseMajor, Unreadable, type Currency } from '../kernel'
import { refuseBill } from './bill-refusal'
import { columnName } from './columns'
import type { Totals } from './layout'

const TRAILER = /^总交易单数|^资金流水总笔数/
/** What Excel makes of a long number: a power, or zeros behind the fifteenth digit. */
const BROKEN_NUMBER = /^(\d(\.\d+)?E\+\d+|\d{15}0{5,})$/i

/**
 * The cells of a bill's lines. Every cell begins with a backtick and nothing is quoted: a comma inside a cell is not
 * followed by one. Another program may have saved it without the backticks, or with quotes: such lines are read too, and
 * `resaved` tells of it. Ids that it broke refuse the file.
 */
export class WechatLines {
  #resaved = false
  #begun = false
  constructor(readonly width: number) {}

  get resaved(): boolean {
    return this.#resaved
  }

  /** `undefined` where the rows end. */
  cells(line: string): readonly string[] | undefined {
    const marked = line.startsWith('`')
    if (!this.#begun) this.#resaved = !marked && !TRAILER.test(columnName(line))
    this.#begun = true
    if (marked) {
      const cells = markedCells(line)
      if (cells.length === this.width || !line.includes('"')) return cells
      const saved = quotedCells(line)
      if (saved.length !== this.width) return cells
      this.#resaved = true
      return saved
    }
    if (!this.#resaved || TRAILER.test(columnName(line)) || /^,*$/.test(line)) return undefined
    const cells = quotedCells(line)
    if (cells.some((cell) => BROKEN_NUMBER.test(cell))) throw refuseBill('bill-resaved')
    return cells
  }
}

function markedCells(line: string): string[] {
  return line.slice(1).split(',`').map((cell) => cell.trim()) // prettier-ignore
}

/** Between commas; a cell in quotes may hold some. */
function quotedCells(line: string): string[] {
  const cells = line.match(/(?<=^|,)("(?:[^"]|"")*"|[^,]*)(?=,|$)/g) ?? []
  return cells.map((cell) => cell.replace(/^"(.*)"$/, '$1').replaceAll('""', '"').replace(/^`/, '').trim()) // prettier-ignore
}

/** The trailer: a line of names, then a line of figures, counts written as `4.0`. Amounts become minor units. */
export function wechatStated(trailer: readonly string[], currency: Currency): Totals {
  // A program that saved the file anew draws both lines out to the width of the head.
  const lines = trailer.map((line) => line.trim().replace(/,+$/, '')).filter((line) => line !== '')
  const at = lines.findIndex((line) => TRAILER.test(columnName(line)))
  const names = (lines[at] ?? '').split(',').map(columnName)
  const figures = lines[at + 1] ?? ''
  const values = figures.startsWith('`') ? markedCells(figures) : quotedCells(figures)
  if (at < 0 || values.length !== names.length) return new Map()
  return new Map(names.map((name, n) => [name, figureOf(name, values[n] ?? '', currency)]))
}

function figureOf(name: string, text: string, currency: Currency): number {
  if (!/单数|笔数/.test(name)) return parseMajor(text, currency)
  if (!/^\d+(\.0+)?$/.test(text)) throw new Unreadable('bad-count', text)
  return Number(text)
}
