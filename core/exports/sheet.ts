import { sees, type Role } from '../kernel'

/** An amount in minor units with its currency. */
export type Amount = readonly [minor: number, currency: string]
export type Cell = string | number | null | Amount

/**
 * `text` also for numbers that are names: an order number must never become 1.23E+17. `amount` holds an `Amount`,
 * `time` UTC ms, `day` a text such as 2026-11-21, `count` pieces.
 */
type Kind = 'text' | 'amount' | 'count' | 'time' | 'day'

export interface Head {
  /** The name in JSON lines. Amounts end in `Minor`, times in `At`. */
  readonly key: string
  readonly title: string
  /** In characters. */
  readonly width: number
  readonly kind: Kind
}

export interface Column<Row> extends Head {
  /** Who may have the column: as the contract of the rows declares it. */
  readonly see: readonly Role[]
  readonly value: (row: Row) => Cell
}

/** One sheet of a book, ready to be streamed. */
export interface Sheet {
  readonly key: string
  readonly title: string
  /** So many columns at the left stay in sight. */
  readonly frozen: number
  readonly heads: readonly Head[]
  /** Stands before the others though it is written last. */
  readonly lead?: boolean
  /** Rows in batches, each of one short snapshot. */
  batches(): AsyncIterable<readonly SheetRow[]>
}

export interface SheetRow {
  readonly cells: readonly Cell[]
  /** The row for JSON lines. */
  line(): object
}

interface Described<Row> {
  readonly key: string
  readonly title: string
  readonly frozen?: number
  readonly columns: readonly Column<Row>[]
  readonly rows: () => AsyncIterable<readonly Row[]>
  /** In place of the columns' own names, where JSON lines have a model of their own. */
  readonly line?: (row: Row) => object
}

/** Puts a sheet together for these roles: what they may not see has no column. */
export function sheetOf<Row>(described: Described<Row>, roles: readonly Role[]): Sheet {
  const columns = described.columns.filter((column) => sees(roles, { see: column.see }))
  const { key, title, frozen = 1 } = described
  const line = described.line ?? ((row: Row) => plainLine(key, columns, row))
  return {
    key,
    title,
    frozen,
    heads: columns,
    async *batches() {
      for await (const rows of described.rows())
        yield rows.map((row) => ({
          cells: columns.map((column) => column.value(row)),
          line: () => line(row),
        }))
    },
  }
}

function plainLine<Row>(sheet: string, columns: readonly Column<Row>[], row: Row): object {
  const entries = columns.map((column) => [column.key, plain(column, column.value(row))] as const)
  return { sheet, ...Object.fromEntries(entries.filter(([, value]) => value !== null && value !== '')) }
}

function plain({ kind }: Head, cell: Cell): string | number | null {
  if (cell === null || typeof cell === 'string') return cell
  if (typeof cell !== 'number') return cell[0]
  return kind === 'time' ? new Date(cell).toISOString() : cell
}

/** Said on every sheet that comes from a practice folder. */
export const PRACTICE_NOTE = '练习数据，不是真实订单 / practice data'
