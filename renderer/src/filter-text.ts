import type { BoardState, FilterClause, OrderFilter } from '../../core/rpc/api'

/** The columns and slips in their order. A value of its own: core's would bring its schemas into the page. */
export const BOARD_STATES: readonly BoardState[] = [
  'to-pay',
  'to-ship',
  'shipped',
  'done',
  'returning',
  'closed',
]
const MOST_CLAUSES = 20
/** Signs; more of a text make no clause. */
export const LONGEST_CLAUSE_TEXT = 80

export function isBoardState(value: unknown): value is BoardState {
  return BOARD_STATES.includes(value as BoardState)
}

/** The filter written in a link. Links are typed, cut and aged: a clause we cannot read is left out, never an error. */
export function filterOf(text: string | null): OrderFilter {
  if (!text) return []
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter(isClause).slice(0, MOST_CLAUSES) : []
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}

function isClause(value: unknown): value is FilterClause {
  if (value === null || typeof value !== 'object') return false
  const { field, op, values, value: one } = value as Record<string, unknown>
  const ops = (...allowed: string[]) => allowed.includes(op as string)
  const some = Array.isArray(values) && values.length > 0
  switch (field) {
    case 'state':
      return ops('is', 'isNot') && some && values.every(isBoardState)
    case 'shop':
      return ops('is', 'isNot') && some && values.every((id) => typeof id === 'string')
    case 'text':
      return ops('contains') && typeof one === 'string' && one.length <= LONGEST_CLAUSE_TEXT
    case 'memo':
    case 'buyerNote':
    case 'hold':
    case 'short':
      return ops('any', 'none')
    case 'created':
    case 'due':
      return ops('before', 'after') && Number.isSafeInteger(one)
    case 'total':
      return ops('atLeast', 'atMost') && Number.isSafeInteger(one)
    default:
      return false
  }
}
