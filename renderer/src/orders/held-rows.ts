import type { OrderRow } from '../../../core/rpc/api'

const NONE: ReadonlySet<number> = new Set()

/**
 * The rows that wait: new since the reader left the top (`frozen` = what stood there then; null = they read the top)
 * and above something they know. What stands below the last known row came by paging, not by news.
 */
export function heldRows(
  rows: readonly Pick<OrderRow, 'id'>[],
  frozen: ReadonlySet<number> | null,
): ReadonlySet<number> {
  if (!frozen) return NONE
  const lastKnown = rows.findLastIndex((row) => frozen.has(row.id))
  const held = rows.filter((row, n) => !frozen.has(row.id) && n < lastKnown)
  return held.length === 0 ? NONE : new Set(held.map((row) => row.id))
}
