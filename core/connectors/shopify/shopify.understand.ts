import { Unreadable, parseJsonExactly, type Json } from '../../kernel'
import type { RawPage, UnderstoodOrder, Understood, UnreadableOrder } from '../connector'
import { observationOf } from './shopify.map'
import { list, object } from './shopify.json'
import { cutPieces, mergeParts } from './shopify.merge'
import { PIECES, roomFor } from './shopify.queries'
import { orderNode, webhookPayload, type WebhookPayload } from './shopify.wire'

/** Pure: a page of ours (`orders`, `nodes`, `nodes+refunds`, `order`) is mapped, a webhook only names orders to be read. */
export function understand(page: RawPage): Understood {
  try {
    const json = parseJsonExactly(page.body)
    if (page.source === 'push') return understandWebhook(page.kind, json)
    return understandOrders(ordersOf(page.kind, json), page.asOf)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { orders: [], rereads: [], unreadable: [unreadable(undefined, page.body, error)] }
  }
}

/**
 * The orders of a page that it describes wholly. One that did not fit is passed over here: the listing puts the
 * whole order on a later page, in the same window.
 */
function ordersOf(kind: string, json: Json): readonly Json[] {
  if (kind === 'order') {
    const parts = object(json)?.['parts']
    return [mergeParts(Array.isArray(parts) ? parts : [json])]
  }
  const data = object(object(json)?.['data'])
  const [what = '', ...pieces] = kind.split('+')
  if (what !== 'orders' && what !== 'nodes') throw new Unreadable('unknown-page', kind)
  const found = data?.[what]
  if (found === undefined) throw new Unreadable('missing-field', `data.${what}`)
  const sizes = roomFor(PIECES.filter((piece) => pieces.includes(piece)))
  return list(found).filter((order) => cutPieces(order, sizes).length === 0)
}

function understandOrders(found: readonly Json[], asOf: number): Understood {
  const orders: UnderstoodOrder[] = []
  const failed: UnreadableOrder[] = []
  for (const part of found) {
    try {
      const parsed = orderNode.safeParse(part)
      if (!parsed.success) {
        const [issue] = parsed.error.issues
        throw new Unreadable('missing-field', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
      }
      orders.push({ observation: observationOf(parsed.data, asOf), part })
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      const id = object(part)?.['id']
      failed.push(unreadable(typeof id === 'string' ? id : undefined, part, error))
    }
  }
  return { orders, rereads: [], unreadable: failed }
}

function unreadable(
  externalId: string | undefined,
  part: Json,
  { code, detail }: Unreadable,
): UnreadableOrder {
  return { externalId, part, code, detail }
}

/**
 * Webhooks come twice, late and in any order (shopify.dev, «Webhooks best practices»): each is only a bell,
 * and the order is read anew. Topics that speak of no order say nothing to us.
 */
function understandWebhook(topic: string, json: Json): Understood {
  const [family = ''] = topic.split('/')
  if (!['orders', 'refunds', 'fulfillments', 'returns', 'order_transactions'].includes(family))
    return { orders: [], rereads: [], unreadable: [] }
  const payload = webhookPayload.safeParse(json)
  if (!payload.success) throw new Unreadable('missing-field', `${topic}: the payload is not an object`)
  const gid = orderNamed(family, payload.data)
  if (gid === undefined) throw new Unreadable('missing-field', `${topic}: no order is named`)
  return { orders: [], rereads: [gid], unreadable: [] }
}

function orderNamed(family: string, payload: WebhookPayload): string | undefined {
  if (family === 'orders')
    return gidOf(payload.admin_graphql_api_id) ?? gidOf(payload.id) ?? gidOf(payload.order_edit?.order_id)
  return gidOf(payload.order_id) ?? gidOf(payload.order?.admin_graphql_api_id) ?? gidOf(payload.order?.id)
}

/** Digits or a global id, digit for digit, to an order's global id. */
function gidOf(id: string | null | undefined): string | undefined {
  const digits = /^(?:gid:\/\/shopify\/Order\/)?(\d+)$/.exec(id ?? '')?.[1]
  return digits === undefined ? undefined : `gid://shopify/Order/${digits}`
}
