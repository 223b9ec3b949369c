import { Unreadable } from '../kernel'
import { refuseBill } from './bill-refusal'

/** Column names differ by brackets and units only: 订单金额（元） = 订单金额(元) = 订单金额. */
export function columnName(text: string): string {
  return text
    .replace(/^[\uFEFF`"'\s]+|["'\s]+$/g, '')
    .replaceAll('（', '(')
    .replaceAll('）', ')')
    .replaceAll('＋', '+')
    .replaceAll('－', '-')
    .replace(/\s*\([+-]?元\)$/, '')
}

/** Cells found by the name of their column, wherever it stands. */
export class Columns {
  readonly #at: ReadonlyMap<string, number>
  constructor(readonly names: readonly string[]) {
    this.#at = new Map(names.map((name, at) => [name, at]))
  }
  has(name: string): boolean {
    return this.#at.has(name)
  }
  /** Where a column stands, under its own or a former name. Refuses a bill that lacks it. */
  at(...names: readonly [string, ...string[]]): number {
    const found = this.maybe(...names)
    if (found === undefined) throw refuseBill('bill-column-missing', { column: names[0] })
    return found
  }
  maybe(...names: readonly string[]): number | undefined {
    for (const name of names) {
      const at = this.#at.get(name)
      if (at !== undefined) return at
    }
    return undefined
  }
}

export function cellAt(cells: readonly string[], at: number | undefined): string {
  return at === undefined ? '' : (cells[at] ?? '')
}

/** An id: `0` and nothing are how WeChat writes «none». */
export function idAt(cells: readonly string[], at: number | undefined): string | null {
  const text = cellAt(cells, at)
  return text === '' || text === '0' ? null : text
}

export function neededAt(cells: readonly string[], at: number, name: string): string {
  const text = cellAt(cells, at)
  if (text === '') throw new Unreadable('missing-field', name)
  return text
}
