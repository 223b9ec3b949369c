import { Unreadable, type Json } from '../../kernel'
import { hasMore, list, object, type JsonObject } from './shopify.json'
import type { Piece, Sizes } from './shopify.queries'

/** Which pieces of an order asked for with these sizes may have been cut. Lists without a pageInfo are suspect when full. */
export function cutPieces(order: JsonObject, sizes: Sizes): readonly Piece[] {
  const cut: Piece[] = []
  if (hasMore(order['lineItems'])) cut.push('lines')
  if (fulfillmentsAreCut(order, sizes.fulfillments, sizes.trackings)) cut.push('fulfillments')
  if (refundsAreCut(order, sizes.refunds)) cut.push('refunds')
  if (list(order['transactions']).length >= sizes.transactions) cut.push('transactions')
  const returns = list(order['returns'])
  if (
    hasMore(order['returns']) ||
    (sizes.returnLines === 0 && returns.length > 0) ||
    returns.some((one) => list(one['returnLineItems']).length >= sizes.returnLines && sizes.returnLines > 0)
  )
    cut.push('returns')
  return cut
}

export function fulfillmentsAreCut(order: JsonObject, first: number, trackings: number): boolean {
  const found = list(order['fulfillments'])
  return (
    found.length >= first ||
    found.some((one) => hasMore(one['fulfillmentLineItems']) || list(one['trackingInfo']).length >= trackings)
  )
}

export function refundsAreCut(order: JsonObject, first: number): boolean {
  const found = list(order['refunds'])
  return found.length >= first || found.some((one) => hasMore(one['refundLineItems']))
}

/**
 * Joins the answers that together describe one order: the first carries the order, later ones go on with its lines,
 * bring a list anew, or fill one fulfilment or refund by its id.
 */
export function mergeParts(parts: readonly Json[]): JsonObject {
  const order = object(object(parts[0])?.['data'])?.['order']
  const merged = object(order)
  if (merged === undefined) throw new Unreadable('missing-field', 'data.order')
  const whole: JsonObject = structuredClone(merged)
  for (const part of parts.slice(1)) {
    const data = object(object(part)?.['data'])
    const more = object(data?.['order'])
    if (more) mergeOrder(whole, more)
    const node = object(data?.['node'])
    if (node) mergeNode(whole, node)
  }
  return whole
}

function mergeOrder(whole: JsonObject, more: JsonObject): void {
  if (more['lineItems'] !== undefined) appendNodes(whole, 'lineItems', more)
  for (const key of ['fulfillments', 'refunds', 'transactions'])
    if (more[key] !== undefined) whole[key] = structuredClone(more[key])
  if (more['returns'] === undefined) return
  // Asked for anew from the first one on, page by page: a return that is told again is told better.
  const again = new Set(list(more['returns']).map((one) => one['id']))
  const before = list(whole['returns']).filter((one) => !again.has(one['id']))
  whole['returns'] = { nodes: [...before, ...list(more['returns'])] }
}

function mergeNode(whole: JsonObject, node: JsonObject): void {
  for (const one of [...list(whole['fulfillments']), ...list(whole['refunds'])]) {
    if (one['id'] !== node['id']) continue
    for (const [key, value] of Object.entries(node)) {
      if (key === 'fulfillmentLineItems' || key === 'refundLineItems') appendNodes(one, key, node)
      else one[key] = value
    }
  }
}

function appendNodes(target: JsonObject, key: string, source: JsonObject): void {
  const before = list(target[key])
  target[key] = { ...object(source[key]), nodes: [...before, ...list(source[key])] }
}
