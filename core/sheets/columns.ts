import { Refusal } from '../kernel'
import type { Row, Table } from './read-table'

export interface Columns<Name extends string> {
  /** The place of each column, -1 where the sheet has none of that name. */
  readonly at: Readonly<Record<Name, number>>
  readonly body: Table
}

/** Lines above the names of the columns. */
const LONGEST_PREAMBLE = 20

/**
 * Finds the line that names the columns and what follows it. `names` match a title in small letters without blanks,
 * dashes, brackets and «必填»; `isHead` says which of them make a line the head. `undefined`: no line does.
 */
export function findColumns<Name extends string>(
  table: Table,
  names: Readonly<Record<Name, RegExp>>,
  isHead: (has: (name: Name) => boolean) => boolean,
): Columns<Name> | undefined {
  const keys = Object.keys(names) as Name[]
  for (const [n, { cells }] of table.slice(0, LONGEST_PREAMBLE).entries()) {
    const titles = cells.map(({ text }) => titleOf(text))
    const at = Object.fromEntries(keys.map((name) => [name, titles.findIndex((title) => names[name].test(title))])) as Record<Name, number> // prettier-ignore
    if (isHead((name) => at[name] >= 0)) return { at, body: table.slice(n + 1) }
  }
  return undefined
}

/** What platforms' templates write beside a title to say whether it must be filled. */
const ASKED_FOR = /非?必[填须]|[选可]填|可选|\b(required|optional)\b/g

function titleOf(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(ASKED_FOR, '').replace(/[\s_\-()[\]【】*:★]/g, '') // prettier-ignore
}

/** What stands for a number that the sheet rounded: nothing of ours is called so. */
export const ROUNDED = '≈'

/** A cell's text, with `ROUNDED` before what its program rounded. `Refusal('sheet-cell-failed')`: a formula without a result. */
export function textAt({ cells, line }: Row, column: number): string {
  const cell = cells[column]
  if (!cell) return ''
  if (cell.failed) throw new Refusal('sheet-cell-failed', { row: line })
  const text = bare(cell.text)
  return cell.rounded || /^\d(\.\d+)?E\+\d+$/i.test(text) ? `${ROUNDED}${text}` : text
}

/** Excel users write long numbers with an apostrophe, exports with a tab or as ="…" so that they stay text. */
function bare(text: string): string {
  return text.trim().replace(/^="(.*)"$/, '$1').replace(/^['\t]+/, '').trim() // prettier-ignore
}
