import { QueryFault, connection, execute } from './shopify.simulator.execute'
import type { Field, Selection } from './shopify.simulator.graphql'
import { viewOf, type HeldOrder } from './shopify.simulator.order'

type Orders = ReadonlyMap<string, HeldOrder>

/** The roots: `orders` is paged by value (updated, number), so that changes while paging shift nobody. */
export function answerQuery(
  selection: readonly Selection[],
  orders: Orders,
  taken: { cost: number },
): Record<string, unknown> {
  const data: Record<string, unknown> = {}
  for (const field of selection) {
    if ('on' in field) throw new QueryFault('no fragment at the root', {})
    if (field.name === 'orders') data[field.alias] = listing(field, orders, taken)
    else Object.assign(data, execute('QueryRoot', rootOf(field, orders), [field], taken))
  }
  return data
}

function rootOf(field: Field, orders: Orders): Record<string, unknown> {
  const byId = (id: unknown) => {
    const order = orders.get(String(id))
    return order ? viewOf(order) : null
  }
  const { id, ids } = field.args
  switch (field.name) {
    case 'order':
      return { order: byId(id) }
    case 'return':
      return { return: returnOf(String(id), orders) ?? null }
    case 'nodes':
      return { nodes: (Array.isArray(ids) ? ids : []).map(byId) }
    case 'node':
      return { node: byId(id) ?? innerNode(String(id), orders) }
    default:
      return { shop: { name: 'Practice', currencyCode: 'USD' } }
  }
}

function returnOf(id: string, orders: Orders): unknown {
  return [...orders.values()].flatMap((order) => order.returns).find((one) => one.id === id)
}

function innerNode(id: string, orders: Orders): unknown {
  for (const order of orders.values()) {
    if (![...order.fulfillments, ...order.refunds].some((one) => one.id === id)) continue
    const view = viewOf(order)
    const parts = [...(view['fulfillments'] as { id: string }[]), ...(view['refunds'] as { id: string }[])]
    return parts.find((one) => one.id === id)
  }
  return null
}

function listing(field: Field, orders: Orders, taken: { cost: number }): unknown {
  const { first, after, query, sortKey } = field.args
  if (typeof first !== 'number' || first < 1 || first > 250)
    throw new QueryFault('first must be 1 to 250', { code: 'BAD_REQUEST' })
  if (typeof after === 'string' && sortKey !== 'UPDATED_AT')
    throw new QueryFault('paging needs sortKey UPDATED_AT here', {})
  const fits = searchFor(typeof query === 'string' ? query : '')
  const mark = typeof after === 'string' ? Buffer.from(after, 'base64url').toString() : ''
  const found = [...orders.values()]
    .filter(fits)
    .map((order) => ({ order, key: keyOf(order) }))
    .filter(({ key }) => key > mark)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const kept = found.slice(0, first)
  const last = kept.at(-1)
  const pageInfo = {
    hasNextPage: found.length > kept.length,
    endCursor: last ? Buffer.from(last.key).toString('base64url') : null,
  }
  return connection(
    'Order',
    field,
    kept.map(({ order }) => viewOf(order)),
    pageInfo,
    taken,
  )
}

function keyOf(order: HeldOrder): string {
  return `${String(seconds(order)).padStart(12, '0')}|${String(order.number).padStart(12, '0')}`
}

function seconds(order: HeldOrder): number {
  return Math.floor(order.updatedAt / 1000)
}

/** `updated_at:>='…'`, `updated_at:<'…'` and `status:open`, joined by AND. Anything else is refused. */
function searchFor(query: string): (order: HeldOrder) => boolean {
  const terms = query.split(' AND ').filter((term) => term !== '')
  const tests = terms.map((term): ((order: HeldOrder) => boolean) => {
    if (term === 'status:open') return (order) => order.closedAt === null && order.cancelledAt === null
    const match = /^updated_at:(>=|<)'(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)'$/.exec(term)
    if (!match) throw new QueryFault(`cannot search for ${term}`, { code: 'BAD_REQUEST' })
    const bound = Date.parse(match[2] ?? '') / 1000
    return match[1] === '<' ? (order) => seconds(order) < bound : (order) => seconds(order) >= bound
  })
  return (order) => tests.every((test) => test(order))
}
