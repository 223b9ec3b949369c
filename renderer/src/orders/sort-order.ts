import type { BoardState, OrderFilter } from '../../../core/rpc/api'

const OPEN: readonly BoardState[] = ['to-pay', 'to-ship', 'returning']

/** Does core answer this filter most urgent first? Only when it names exactly one open state and searches no text. */
export function isUrgentFirst(filter: OrderFilter): boolean {
  const states = filter.filter((clause) => clause.field === 'state')
  const [only] = states
  const one =
    states.length === 1 && only?.op === 'is' && only.values.length === 1 ? only.values[0] : undefined
  const searching = filter.some((clause) => clause.field === 'text' && clause.value.trim() !== '')
  return one !== undefined && OPEN.includes(one) && !searching
}

/** The filter of one column of the board: the person's own, with this state in place of any they named. */
export function columnFilter(filter: OrderFilter, state: BoardState): OrderFilter {
  return [
    ...filter.filter((clause) => clause.field !== 'state'),
    { field: 'state', op: 'is', values: [state] },
  ]
}
