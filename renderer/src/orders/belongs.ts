import type { FeedFrame, FilterClause, OrderFilter } from '../../../core/rpc/api'

/** A row as it comes with the feed: without the fields that this person's roles may not see. */
export type SeenRow = NonNullable<FeedFrame['orders']>[number]

/**
 * Does the order stand in the list under this filter? `undefined` = only core can say: a search looks into more than
 * the row shows, and a field may be hidden from this person.
 */
export function belongs(filter: OrderFilter, row: SeenRow): boolean | undefined {
  const answers = filter.map((clause) => holds(clause, row))
  if (answers.includes(false)) return false
  return answers.includes(undefined) ? undefined : true
}

function holds(clause: FilterClause, row: SeenRow): boolean | undefined {
  const known = <T>(value: T | undefined, test: (value: T) => boolean) =>
    value === undefined ? undefined : test(value)
  switch (clause.field) {
    case 'state':
      return known(row.state, (state) => clause.values.includes(state) === (clause.op === 'is'))
    case 'shop':
      return known(row.shopId, (shop) => clause.values.includes(shop) === (clause.op === 'is'))
    case 'text':
      return clause.value.trim() === '' ? true : undefined
    case 'memo':
      return known(row.memo, (memo) => (memo !== '') === (clause.op === 'any'))
    case 'buyerNote':
      return known(row.buyerNote, (note) => (note !== '') === (clause.op === 'any'))
    case 'hold':
      return known(row.hold, (hold) => (hold !== null) === (clause.op === 'any'))
    case 'short':
      return known(row.short, (short) => short > 0 === (clause.op === 'any'))
    case 'created':
      return known(row.createdAt, (at) => (clause.op === 'before' ? at <= clause.value : at >= clause.value))
    case 'due':
      // Where no clock runs the time is beyond every other.
      return known(row.dueAt, (at) =>
        clause.op === 'before' ? (at ?? Infinity) <= clause.value : (at ?? Infinity) >= clause.value,
      )
    case 'total':
      return known(row.totalMinor, (total) =>
        clause.op === 'atMost' ? total <= clause.value : total >= clause.value,
      )
  }
}
