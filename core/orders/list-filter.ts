import type { Dialect, Value } from '../database'
import type { FilterClause, OrderFilter } from './orders.contract'
import { initialsTokens, queryTokens } from './search-tokens'

/** A filter as SQL over `orders o`. `search` = it is driven by the search index, newest first. */
export interface FilterSql {
  readonly where: string
  readonly params: readonly Value[]
  readonly search: boolean
}

export function filterSql(filter: OrderFilter, dialect: Dialect): FilterSql {
  const parts: string[] = []
  const params: Value[] = []
  let search = false
  for (const clause of filter) {
    const sql = clause.field === 'text' ? textSql(clause.value, dialect) : clauseSql(clause)
    if (!sql) continue
    if (clause.field === 'text') search = true
    parts.push(sql[0])
    params.push(...sql[1])
  }
  return { where: parts.length > 0 ? parts.join(' and ') : '1=1', params, search }
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
    case 'created': return bound('created_at', clause.op === 'before', clause.value)
    case 'due': return bound('due_at', clause.op === 'before', clause.value)
    case 'total': return bound('total', clause.op === 'atMost', clause.value)
  } // prettier-ignore
}

/** Every word must be found: by its tokens, verified against the row; or as the initials of a name. */
function textSql(text: string, dialect: Dialect): Sql | undefined {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean).slice(0, 6)
  const sqls = words.map((word) => wordSql(word, dialect)).filter((sql) => sql !== undefined)
  if (words.length === 0) return undefined
  // Nothing indexable in it (only signs): it cannot be part of any number or name.
  if (sqls.length < words.length) return ['1=0', []]
  return [sqls.map((sql) => sql[0]).join(' and '), sqls.flatMap((sql) => [...sql[1]])]
}

function wordSql(word: string, dialect: Dialect): Sql | undefined {
  const tokens = queryTokens(word)
  const initials = initialsTokens(word)
  // A single Chinese sign has no token of its own: the rows themselves are asked.
  if (tokens.length === 0) return /[\u3400-\u9fff]/.test(word) ? [VERIFY, verifyParams(word)] : undefined
  const choices: Sql[] = []
  const found = inIndex(tokens, dialect)
  // One token says it all; several may come from different places, so the row itself decides.
  choices.push(
    tokens.length === 1 ? found : [`(${found[0]} and ${VERIFY})`, [...found[1], ...verifyParams(word)]],
  )
  if (initials.length > 0) choices.push(inIndex(initials, dialect))
  return [`(${choices.map((sql) => sql[0]).join(' or ')})`, choices.flatMap((sql) => [...sql[1]])]
}

function inIndex(tokens: readonly string[], dialect: Dialect): Sql {
  if (dialect === 'postgres')
    return [
      `o.id in (select order_id from order_search where tokens @> string_to_array(?, ' '))`,
      [tokens.join(' ')],
    ]
  return [
    'o.id in (select rowid from order_search where order_search match ?)',
    [tokens.map((token) => `"${token}"`).join(' AND ')],
  ]
}

const VERIFY = `(lower(o.external_id) like ? or lower(o.number) like ? or lower(o.buyer) like ? or lower(coalesce(o.receiver,'')) like ? or o.phone like ?
  or exists (select 1 from order_lines l where l.order_id = o.id and (lower(l.title) like ? or lower(coalesce(l.sku,'')) like ?))
  or exists (select 1 from order_parcels p where p.order_id = o.id and lower(coalesce(p.waybill,'')) like ?))`

function verifyParams(word: string): readonly Value[] {
  const part = `%${word.replace(/[%_]/g, '_')}%`
  return [part, part, part, part, `%${word.slice(-4)}`, part, part, part]
}
