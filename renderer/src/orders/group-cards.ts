import type { OrderRow } from '../../../core/rpc/api'
import { dueText } from '../ui/due-text'

export type CardItem =
  | { readonly kind: 'group'; readonly name: 'late' | 'near' | 'later' | 'held'; readonly count: number }
  | { readonly kind: 'card'; readonly order: OrderRow }

/** How many stand in each group in all, when not every row was read yet. */
export type GroupTotals = {
  readonly late: number
  readonly near: number
  readonly later: number
  readonly held: number
}

/** 待发货 is read in groups: already late, near, later, on hold. Other columns are plain lists. */
export function groupCards(
  rows: readonly OrderRow[],
  grouped: boolean,
  now: number,
  totals?: GroupTotals,
): CardItem[] {
  if (!grouped) return rows.map((order) => ({ kind: 'card', order }))
  const groups = {
    late: [] as OrderRow[],
    near: [] as OrderRow[],
    later: [] as OrderRow[],
    held: [] as OrderRow[],
  }
  for (const order of rows) {
    const tone = dueText(order, now)?.tone
    groups[order.hold !== null ? 'held' : tone === 'late' ? 'late' : tone === 'warn' ? 'near' : 'later'].push(
      order,
    )
  }
  return (['late', 'near', 'later', 'held'] as const).flatMap((name): CardItem[] =>
    groups[name].length === 0
      ? []
      : [
          { kind: 'group', name, count: Math.max(groups[name].length, totals?.[name] ?? 0) },
          ...groups[name].map((order) => ({ kind: 'card' as const, order })),
        ],
  )
}
