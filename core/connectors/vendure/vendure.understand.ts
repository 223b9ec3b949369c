import { Unreadable, parseJsonExactly, type Json } from '../../kernel'
import type { RawPage, Understood, UnderstoodOrder, UnreadableOrder } from '../connector'
import { mapOrder } from './vendure.map'
import { eventWire, orderWire, readAs } from './vendure.wire'

/** A list or a detail carries orders; an event only names one, when it does. */
export function understand(page: RawPage): Understood {
  let body: Json
  try {
    body = parseJsonExactly(page.body)
  } catch (error) {
    return { orders: [], rereads: [], unreadable: [unreadable(page.body, error)] }
  }
  if (page.source === 'push') return understandEvent(body)
  const parts = ordersIn(body)
  if (parts === undefined) {
    const error = new Unreadable('unexpected-shape', 'no orders in the answer')
    return { orders: [], rereads: [], unreadable: [unreadable(body, error)] }
  }
  const orders: UnderstoodOrder[] = []
  const failed: UnreadableOrder[] = []
  for (const part of parts)
    try {
      const observation = mapOrder(readAs(orderWire, part), page.asOf)
      if (observation) orders.push({ observation, part })
    } catch (error) {
      failed.push(unreadable(part, error))
    }
  return { orders, rereads: [], unreadable: failed }
}

function understandEvent(body: Json): Understood {
  try {
    const id = readAs(eventWire, body).payload?.orderId
    return { orders: [], rereads: id ? [id] : [], unreadable: [] }
  } catch (error) {
    return { orders: [], rereads: [], unreadable: [unreadable(body, error)] }
  }
}

function ordersIn(body: Json): Json[] | undefined {
  const data = child(body, 'data')
  const items = child(child(data, 'orders'), 'items')
  if (Array.isArray(items)) return items
  const order = child(data, 'order')
  return order === undefined ? undefined : order === null ? [] : [order]
}

function child(value: Json | undefined, key: string): Json | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value[key] : undefined
}

/** Rethrows what is not about the page: that is our own mistake. */
function unreadable(part: Json, error: unknown): UnreadableOrder {
  if (!(error instanceof Unreadable)) throw error
  const id = child(part, 'id')
  const externalId = typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
  return { externalId, part, code: error.code, detail: error.detail }
}
