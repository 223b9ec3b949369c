import type { OrderFilter, OrderRow } from '../../../core/rpc/api'
import { belongs, type SeenRow } from './belongs'
import { isUrgentFirst } from './sort-order'

export interface Page {
  readonly rows: OrderRow[]
  /** `due.id` of the last order when the page was read, `0.id` when newest stands first; null = the list ends here. */
  readonly nextCursor: string | null
}

/**
 * The list after these orders changed, as core would answer it now: each leaves its old place and stands where the
 * order of the list puts it, if it belongs there and that part was read. The same list when nothing of it moved;
 * `undefined` = it must be asked for.
 */
export function mergeRows<P extends Page, T extends { readonly pages: P[] }>(
  list: T,
  filter: OrderFilter,
  changed: readonly SeenRow[],
): T | undefined {
  const urgent = isUrgentFirst(filter)
  let { pages } = list
  for (const row of changed) {
    const fits = belongs(filter, row)
    if (fits === undefined || row.id === undefined) return undefined
    const known = pages.flatMap((page) => page.rows).find(({ id }) => id === row.id)
    if ((known && known.version > (row.version ?? 0)) || (!known && !fits)) continue
    if (known) pages = pages.map((page) => without(page, known))
    // Lists show of a row what this person may see, whoever brought it.
    if (fits) pages = withRow(pages, row as OrderRow, urgent)
  }
  return pages === list.pages ? list : { ...list, pages }
}

function without<P extends Page>(page: P, row: OrderRow): P {
  return page.rows.includes(row) ? { ...page, rows: page.rows.filter((one) => one !== row) } : page
}

function withRow<P extends Page>(pages: P[], row: OrderRow, urgent: boolean): P[] {
  const key = keyOf(row, urgent)
  const to = pages.findIndex(
    ({ nextCursor }) => nextCursor === null || !isBefore(cursorKey(nextCursor, urgent), key),
  )
  // Behind the part that was read.
  if (to < 0) return pages
  return pages.map((page, n) => {
    if (n !== to) return page
    const at = page.rows.findIndex((other) => isBefore(key, keyOf(other, urgent)))
    return { ...page, rows: page.rows.toSpliced(at < 0 ? page.rows.length : at, 0, row) }
  })
}

/** What a list is sorted by, smallest first. */
type Key = readonly [number, number]

/** As core stores «no clock runs». */
const NO_CLOCK = Number.MAX_SAFE_INTEGER

function keyOf(row: OrderRow, urgent: boolean): Key {
  return urgent ? [row.dueAt ?? NO_CLOCK, row.id] : [0, -row.id]
}

function cursorKey(cursor: string, urgent: boolean): Key {
  const [due = 0, id = 0] = cursor.split('.').map(Number)
  return urgent ? [due, id] : [0, -id]
}

function isBefore(a: Key, b: Key): boolean {
  return a[0] === b[0] ? a[1] < b[1] : a[0] < b[0]
}
