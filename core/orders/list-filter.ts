import type { Dialect, Value } from '../database'
import type { FilterClause, OrderFilter } from './orders.contract'
import { firstIdAt } from '../kernel'
import { initialsTokens, queryTokens } from './search-tokens'

/** A filter as SQL over `orders o`, with the tables that are to be read and in which order. */
export interface FilterSql {
  readonly from: string
  readonly where: string
  readonly params: readonly Value[]
  /** The order's id as the driving table names it: sort and cut by this. */
  readonly id: string
}

/**
 * `use`: a page is sorted by urgency or newest first, a count has no order. On SQLite the driving index is named:
 * without statistics it takes any equality for rare, and sorts the whole of a popular shop or word for one page.
 */
export function filterSql(
  filter: OrderFilter,
  dialect: Dialect,
  use: 'urgent' | 'newest' | 'count',
): FilterSql {
  const parts: string[] = []
  const params: Value[] = []
  const matches: string[] = []
  for (const clause of filter) {
    const sql = clause.field === 'text' ? textSql(clause.value, dialect, matches) : clauseSql(clause)
    if (!sql) continue
    parts.push(sql[0])
    params.push(...sql[1])
  }
  if (matches.length > 0) {
    parts.unshift('f.order_search match ?')
    params.unshift(matches.join(' AND '))
  }
  const where = parts.length > 0 ? parts.join(' and ') : '1=1'
  if (matches.length > 0)
    return { from: 'order_search f cross join orders o on o.id = f.rowid', where, params, id: 'f.rowid' }
  return { from: `orders o${dialect === 'sqlite' ? indexFor(filter, use) : ''}`, where, params, id: 'o.id' }
}

function indexFor(filter: OrderFilter, use: 'urgent' | 'newest' | 'count'): string {
  const has = (field: FilterClause['field'], op: string) =>
    filter.some((clause) => clause.field === field && clause.op === op)
  const one = (field: 'state' | 'shop') =>
    filter.some((clause) => clause.field === field && clause.op === 'is' && clause.values.length === 1)
  if (use === 'urgent') return ' indexed by orders_by_state_due'
  if (has('hold', 'any')) return ' indexed by orders_on_hold'
  if (has('short', 'any')) return ' indexed by orders_short'
  if (has('memo', 'any')) return ' indexed by orders_with_memo'
  if (use === 'count')
    return has('total', 'atLeast') || has('total', 'atMost') ? ' indexed by orders_by_total' : ''
  if (one('state')) return one('shop') ? ' indexed by orders_by_shop_state' : ' indexed by orders_by_state'
  return ' not indexed'
}

type Sql = readonly [string, readonly Value[]]

function clauseSql(clause: Exclude<FilterClause, { field: 'text' }>): Sql {
  const among = (column: string, op: 'is' | 'isNot', values: readonly string[]): Sql => [
    values.length === 1
      ? `o.${column} ${op === 'is' ? '=' : '<>'} ?`
      : `o.${column} ${op === 'is' ? 'in' : 'not in'} (${values.map(() => '?').join(',')})`,
    values,
  ]
  const bound = (column: string, less: boolean, value: number): Sql => [
    `o.${column} ${less ? '<=' : '>='} ?`,
    [value],
  ]
  switch (clause.field) {
    case 'state': return among('state', clause.op, clause.values)
    case 'shop': return among('shop_id', clause.op, clause.values)
    case 'memo': return [clause.op === 'any' ? `o.memo <> ''` : `o.memo = ''`, []]
    case 'buyerNote': return [clause.op === 'any' ? `o.buyer_note <> ''` : `o.buyer_note = ''`, []]
    case 'hold': return [clause.op === 'any' ? 'o.hold is not null' : 'o.hold is null', []]
    case 'short': return [clause.op === 'any' ? 'o.short > 0' : 'o.short = 0', []]
    // The id grows with the time of creation: the range of ids is what makes it fast.
    case 'created': return clause.op === 'before' ?
      ['(o.created_at <= ? and o.id < ?)', [clause.value, firstIdAt(clause.value + 1_000)]] :
      ['(o.created_at >= ? and o.id >= ?)', [clause.value, firstIdAt(clause.value)]]
    case 'due': return bound('due_at', clause.op === 'before', clause.value)
    case 'total': return bound('total', clause.op === 'atMost', clause.value)
  } // prettier-ignore
}

/** Every word must be found: by its tokens, verified against the row; or as the initials of a name. */
function textSql(text: string, dialect: Dialect, matches: string[]): Sql | undefined {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean).slice(0, 6)
  const sqls = words.map((word) => (dialect === 'sqlite' ? matchSql(word, matches) : wordSql(word)))
  if (words.length === 0) return undefined
  // Nothing indexable in it (only signs): it cannot be part of any number or name.
  const known = sqls.filter((sql) => sql !== undefined)
  if (known.length < words.length) return ['1=0', []]
  return [known.map((sql) => sql[0]).join(' and '), known.flatMap((sql) => [...sql[1]])]
}

/** A single Chinese sign has no token of its own: the rows themselves are asked. */
const signSql = (word: string): Sql | undefined =>
  /[\u3400-\u9fff]/.test(word) ? [VERIFY, verifyParams(word)] : undefined

/** SQLite: one question to the search index for all words together; what it cannot decide, the row does. */
function matchSql(word: string, matches: string[]): Sql | undefined {
  const tokens = queryTokens(word)
  if (tokens.length === 0) return signSql(word)
  const all = (some: readonly string[]) => some.map((token) => `"${token}"`).join(' AND ')
  const initials = initialsTokens(word)
  matches.push(initials.length > 0 ? `((${all(tokens)}) OR (${all(initials)}))` : `(${all(tokens)})`)
  // One token says it all; several may come from different places.
  if (tokens.length === 1) return ['1=1', []]
  if (initials.length === 0) return [VERIFY, verifyParams(word)]
  return [
    `(${VERIFY} or exists (select 1 from order_search i where i.order_search match ? and i.rowid = o.id))`,
    [...verifyParams(word), all(initials)],
  ]
}

function wordSql(word: string): Sql | undefined {
  const tokens = queryTokens(word)
  const initials = initialsTokens(word)
  if (tokens.length === 0) return signSql(word)
  const choices: Sql[] = []
  const found = inIndex(tokens)
  choices.push(
    tokens.length === 1 ? found : [`(${found[0]} and ${VERIFY})`, [...found[1], ...verifyParams(word)]],
  )
  if (initials.length > 0) choices.push(inIndex(initials))
  return [`(${choices.map((sql) => sql[0]).join(' or ')})`, choices.flatMap((sql) => [...sql[1]])]
}

function inIndex(tokens: readonly string[]): Sql {
  return [
    `o.id in (select order_id from order_search where tokens @> string_to_array(?, ' '))`,
    [tokens.join(' ')],
  ]
}

const VERIFY = `(lower(o.external_id) like ? or lower(o.number) like ? or lower(o.buyer) like ? or lower(coalesce(o.receiver,'')) like ? or o.phone like ?
  or exists (select 1 from order_lines l where l.order_id = o.id and (lower(l.title) like ? or lower(coalesce(l.sku,'')) like ?))
  or exists (select 1 from order_parcels p where p.order_id = o.id and lower(coalesce(p.waybill,'')) like ?))`

function verifyParams(word: string): readonly Value[] {
  const part = `%${word.replace(/[%_]/g, '_')}%`
  return [part, part, part, part, `%${word.slice(-4)}`, part, part, part]
}
