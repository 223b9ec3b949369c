import { Unreadable } from '../kernel'
import type { Columns } from './columns'

const TIME = /^(\d{4}-\d{2}-\d{2}.*)?$/
const AMOUNT = /^([+-]?\d+(\.\d+)?)?$/

/** How the cells of each column must look, so that a comma in a title can be told from one between cells. */
export interface Shape {
  readonly columns: Columns
  readonly times: readonly number[]
  readonly amounts: readonly number[]
  /** Columns of free text, in which a comma may stand. */
  readonly free: readonly number[]
}

/**
 * Text-like cells end in a TAB, nothing is quoted. A row with more cells than columns has commas inside its free text:
 * they are put back where exactly one way makes every time a time and every amount an amount; else the row is unreadable.
 */
export function alipayCells(line: string, shape: Shape): readonly string[] | undefined {
  if (line.startsWith('#')) return undefined
  const cells = line.split(',').map((cell) => cell.trim())
  const wanted = shape.columns.names.length
  if (cells.length === wanted) return cells
  if (cells.length < wanted) throw new Unreadable('cells', `${cells.length} / ${wanted}`)
  const ways = spread(cells.length - wanted, shape.free.length)
    .map((extra) => rejoin(cells, shape, extra))
    .filter((way) => fits(way, shape))
  const [only] = ways
  if (!only || ways.length > 1) throw new Unreadable('cells', `${cells.length} / ${wanted}`)
  return only
}

function fits(cells: readonly string[], { times, amounts }: Shape): boolean {
  return (
    times.every((at) => TIME.test(cells[at] ?? '')) && amounts.every((at) => AMOUNT.test(cells[at] ?? ''))
  )
}

/** All ways to put `extra` commas into `places` columns. */
function spread(extra: number, places: number): number[][] {
  if (places === 0 || extra > 12) return []
  if (places === 1) return [[extra]]
  return Array.from({ length: extra + 1 }, (_, here) =>
    spread(extra - here, places - 1).map((rest) => [here, ...rest]),
  ).flat()
}

function rejoin(cells: readonly string[], { columns, free }: Shape, extra: readonly number[]): string[] {
  let from = 0
  return columns.names.map((_name, at) => {
    const width = 1 + (extra[free.indexOf(at)] ?? 0)
    const cell = cells.slice(from, from + width).join(',')
    from += width
    return cell
  })
}
