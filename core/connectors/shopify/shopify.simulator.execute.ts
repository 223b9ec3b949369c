import type { Field, Selection } from './shopify.simulator.graphql'
import { SCHEMA } from './shopify.simulator.schema'

export class QueryFault extends Error {
  override readonly name = 'QueryFault'
  constructor(
    message: string,
    readonly extensions: Readonly<Record<string, unknown>>,
  ) {
    super(message)
  }
}

type Node = Readonly<Record<string, unknown>>

/** An object costs a point, a connection or list as many times its item as `first` says: the published rule. */
export function requestedCost(type: string, selection: readonly Selection[]): number {
  return cost(type, selection, (field) => Number(field.args['first'] ?? idsOf(field).length))
}

function cost(type: string, selection: readonly Selection[], times: (field: Field) => number): number {
  let sum = 0
  for (const one of selection) {
    if ('on' in one) {
      sum += cost(one.on, one.selection, times)
      continue
    }
    const { kind, item } = typeOf(type, one)
    if (kind === 'scalar') continue
    const inner =
      kind === 'connection'
        ? one.selection.flatMap((part) => ('on' in part || part.name !== 'nodes' ? [] : part.selection))
        : one.selection
    const each = 1 + cost(item, inner, times)
    sum +=
      kind === 'object'
        ? each
        : (kind === 'connection' ? 2 : 0) + times(one) * (kind === 'list' && !needsFirst(one) ? 1 : each)
  }
  return sum
}

function needsFirst(field: Field): boolean {
  return field.name !== 'discountAllocations'
}

function idsOf(field: Field): readonly unknown[] {
  return Array.isArray(field.args['ids']) ? field.args['ids'] : [1]
}

/** Answers with the fields asked for, and nothing more. `taken.cost` counts what was really brought. */
export function execute(
  type: string,
  value: Node,
  selection: readonly Selection[],
  taken: { cost: number },
): Node {
  const result: Record<string, unknown> = {}
  for (const one of selection) {
    if ('on' in one) {
      const fits = String(value['__typename'] ?? type) === one.on
      if (fits) Object.assign(result, execute(one.on, value, one.selection, taken))
    } else result[one.alias] = resolve(type, value, one, taken)
  }
  return result
}

function resolve(type: string, value: Node, field: Field, taken: { cost: number }): unknown {
  const { kind, item } = typeOf(type, field)
  const found = value[field.name]
  if (kind === 'scalar') return found ?? null
  if (kind === 'object') {
    if (found === null || found === undefined) return null
    taken.cost++
    return execute(item, found as Node, field.selection, taken)
  }
  const items = (found ?? []) as readonly (Node | null)[]
  const first = firstOf(field, kind, items.length)
  if (kind === 'list') {
    const kept = items.slice(0, first)
    taken.cost += kept.length
    return kept.map((one) => one && execute(item, one, field.selection, taken))
  }
  const { after } = field.args
  const from = typeof after === 'string' ? Number(Buffer.from(after, 'base64url').toString()) : 0
  const kept = items.slice(from, from + first)
  const cursor = Buffer.from(String(from + kept.length)).toString('base64url')
  const pageInfo = {
    hasNextPage: from + kept.length < items.length,
    endCursor: kept.length > 0 ? cursor : null,
  }
  return connection(item, field, kept, pageInfo, taken)
}

export function connection(
  item: string,
  field: Field,
  kept: readonly (Node | null)[],
  pageInfo: Node,
  taken: { cost: number },
) {
  taken.cost += kept.length + 2
  const result: Record<string, unknown> = {}
  for (const part of field.selection) {
    if ('on' in part) throw undefinedField(part.on, `${item}Connection`)
    if (part.name === 'nodes')
      result[part.alias] = kept.map((one) => one && execute(item, one, part.selection, taken))
    else if (part.name === 'pageInfo')
      result[part.alias] = execute('PageInfo', pageInfo, part.selection, { cost: 0 })
    else throw undefinedField(part.name, `${item}Connection`)
  }
  return result
}

function firstOf(field: Field, kind: 'list' | 'connection', all: number): number {
  const { first } = field.args
  if (kind === 'connection' && first === undefined)
    throw new QueryFault(`you must provide one of first or last on '${field.name}'`, {})
  if (first !== undefined && (typeof first !== 'number' || first < 1 || first > 250))
    throw new QueryFault(`first on '${field.name}' must be 1 to 250`, { code: 'BAD_REQUEST' })
  return typeof first === 'number' ? first : all
}

function typeOf(
  type: string,
  field: Field,
): { kind: 'scalar' | 'object' | 'list' | 'connection'; item: string } {
  const known = SCHEMA[type]?.[field.name]
  if (known === undefined) throw undefinedField(field.name, type)
  const hasSelection = field.selection.length > 0
  if ((known === 'scalar') === hasSelection)
    throw new QueryFault(`Field '${field.name}' on '${type}' has a wrong selection`, {})
  if (known === 'scalar') return { kind: 'scalar', item: '' }
  if (known.startsWith('[')) return { kind: 'list', item: known.slice(1, -1) }
  if (known.startsWith('<')) return { kind: 'connection', item: known.slice(1, -1) }
  return { kind: 'object', item: known }
}

function undefinedField(fieldName: string, typeName: string): QueryFault {
  return new QueryFault(`Field '${fieldName}' doesn't exist on type '${typeName}'`, {
    code: 'undefinedField',
    typeName,
    fieldName,
  })
}
