import { replaceEqualDeep, type InfiniteData } from '@tanstack/react-query'
import type { Page } from './merge-rows'

/**
 * The list as it came, with every row that did not change as the object it was, wherever it stands now; the same list if
 * nothing changed. Compared place by place, as the query library does by itself, one new order on top makes all rows below
 * it new ones, and each of their cards is painted again.
 */
export function shareRows<P extends Page>(before: InfiniteData<P> | undefined, after: InfiniteData<P>) {
  if (!before) return after
  const known = new Map(before.pages.flatMap(({ rows }) => rows.map((row) => [row.id, row] as const)))
  const pages = after.pages.map((page) => ({
    ...page,
    rows: page.rows.map((row) => replaceEqualDeep(known.get(row.id), row)),
  }))
  const shared = { ...after, pages }
  // Asked only whether they are equal: what it would make of lists that are not has the rows by place again.
  return replaceEqualDeep(before, shared) === before ? before : shared
}
