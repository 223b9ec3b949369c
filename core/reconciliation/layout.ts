import type { BillRow, Ledger, Provider } from './bill-row'
import type { Columns } from './columns'

/** Figures by the trailer's own names: amounts in minor units, counts as they are. */
export type Totals = ReadonlyMap<string, number>

/** A way in which a provider writes its bills. */
export interface Layout {
  readonly name: string
  readonly provider: Provider
  readonly ledger: Ledger
  readonly recognises: (columns: Columns) => boolean
  /** Begins one file; refuses with `bill-column-missing` when a needed column is not there. */
  readonly begin: (columns: Columns) => LayoutReader
}

export interface LayoutReader {
  /** The line's cells, or `undefined` where the rows end and the trailer begins. */
  cells(line: string): readonly string[] | undefined
  /** Throws `Unreadable` for a row that does not hold what it must. */
  row(cells: readonly string[]): BillRow
  /** What the trailer says. Empty = there is none. */
  stated(trailer: readonly string[]): Totals
  /** The same figures, added up from the rows. */
  counted(): Totals
  /** Another program has saved the file anew: what is wrong with it is most likely that. */
  resaved?(): boolean
  /** Whose account it is, when the rows say so. */
  account(): string
}
