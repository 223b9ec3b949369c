import { z } from 'zod'
import { OutsideFailure, Refusal, type Json } from '../../kernel'
import type { Shipment, ShopConnection } from '../connector'
import type { ShopifyClient } from './shopify.client'
import { SENT_QUERY, SHIP_MUTATION, TO_SHIP_QUERY } from './shopify.queries'

type Shipper = Required<Pick<ShopConnection, 'ship' | 'findShipment'>>

const nodes = <T>(item: z.ZodType<T>) => z.object({ nodes: z.array(item) }).transform((found) => found.nodes)
const workWire = z.object({
  fulfillmentOrders: nodes(
    z.object({
      id: z.string(),
      status: z.string(),
      lineItems: nodes(
        z.object({ id: z.string(), remainingQuantity: z.number(), lineItem: z.object({ id: z.string() }) }),
      ),
    }),
  ),
})
type Work = z.output<typeof workWire>['fulfillmentOrders']
const sentWire = z.object({
  fulfillments: z.array(
    z.object({
      status: z.string().nullish(),
      trackingInfo: z.array(z.object({ number: z.string().nullish() })),
      fulfillmentLineItems: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean() }),
        nodes: z.array(z.object({ quantity: z.number().nullish(), lineItem: z.object({ id: z.string() }) })),
      }),
    }),
  ),
})
const createdWire = z.object({
  fulfillmentCreate: z.object({
    fulfillment: z.object({ id: z.string() }).nullish(),
    userErrors: z.array(z.object({ message: z.string() })),
  }),
})

/** Work that may be shipped; what is on hold, scheduled or with a service is not ours to send. */
const READY: ReadonlySet<string> = new Set(['OPEN', 'IN_PROGRESS'])
const VOID: ReadonlySet<string> = new Set(['CANCELLED', 'ERROR', 'FAILURE'])

/**
 * Ships on fulfilment orders. A parcel over several of them is one fulfilment each under the same number, since all
 * of one call must lie at one location; so what is missing of it is told from what the shop holds under that number.
 */
export function shopifyShipper(client: ShopifyClient): Shipper {
  async function askFor<T>(
    query: string,
    wire: z.ZodType<T>,
    { externalId }: Shipment,
    signal?: AbortSignal,
  ): Promise<T> {
    const { data } = await client.ask(() => query, { id: externalId }, signal)
    if ((data['order'] ?? null) === null) throw refused('NOT_FOUND', '店里没有这个订单 / no such order')
    return wire.parse(data['order'])
  }

  /** Pieces of the parcel, by line, that the shop does not hold under its number. */
  async function missing(shipment: Shipment, signal?: AbortSignal): Promise<Map<string, number>> {
    const left = new Map(shipment.lines.map((line) => [line.lineExternalId, line.quantity]))
    const { fulfillments } = await askFor(SENT_QUERY, sentWire, shipment, signal)
    for (const one of fulfillments) {
      const ours = one.trackingInfo.some(({ number }) => number === shipment.waybill)
      if (!ours || VOID.has(one.status ?? '')) continue
      // One call makes a fulfilment wholly or not at all: of a very large one the rest is there too.
      if (one.fulfillmentLineItems.pageInfo.hasNextPage) return new Map()
      for (const { lineItem, quantity } of one.fulfillmentLineItems.nodes)
        if (left.has(lineItem.id)) left.set(lineItem.id, (left.get(lineItem.id) ?? 0) - (quantity ?? 0))
    }
    return new Map([...left].filter(([, quantity]) => quantity > 0))
  }

  async function create(fulfillment: Json, signal?: AbortSignal): Promise<void> {
    const { data } = await client.ask(() => SHIP_MUTATION, { fulfillment }, signal, { once: true })
    const { fulfillment: made, userErrors } = createdWire.parse(data).fulfillmentCreate
    if (userErrors.length > 0) throw refused('USER_ERROR', userErrors.map((one) => one.message).join('; '))
    if (!made) throw new OutsideFailure('Shopify made no fulfilment and gave no reason', { retryable: true })
  }

  return {
    async ship(shipment, signal) {
      const wanted = await missing(shipment, signal)
      if (wanted.size === 0) return
      const { fulfillmentOrders } = await askFor(TO_SHIP_QUERY, workWire, shipment, signal)
      const trackingInfo = { company: shipment.courierName.en, number: shipment.waybill }
      for (const part of allot(fulfillmentOrders, wanted))
        await create({ lineItemsByFulfillmentOrder: [part], trackingInfo, notifyCustomer: false }, signal)
    },
    async findShipment(shipment, signal) {
      return (await missing(shipment, signal)).size === 0
    },
  }
}

/** Shares the pieces out to the fulfilment orders that hold them. Refuses when they hold fewer. */
function allot(work: Work, wanted: Map<string, number>) {
  const parts = work.flatMap(({ id, status, lineItems }) => {
    if (!READY.has(status)) return []
    const taken = lineItems.flatMap((item) => {
      const quantity = Math.min(item.remainingQuantity, wanted.get(item.lineItem.id) ?? 0)
      if (quantity <= 0) return []
      wanted.set(item.lineItem.id, (wanted.get(item.lineItem.id) ?? 0) - quantity)
      return [{ id: item.id, quantity }]
    })
    return taken.length === 0 ? [] : [{ fulfillmentOrderId: id, fulfillmentOrderLineItems: taken }]
  })
  const short = [...wanted.values()].reduce((sum, quantity) => sum + quantity, 0)
  if (short === 0) return parts
  const held = work.filter(({ status }) => !READY.has(status)).map(({ status }) => status)
  throw refused(
    held.find((status) => status !== 'CLOSED' && status !== 'CANCELLED') ?? 'NOTHING_LEFT',
    `Shopify 上可发的少 ${short} 件（${held.join(' ') || '已发完'}）/ ${short} pieces fewer can be shipped there`,
  )
}

function refused(code: string, message: string): Refusal {
  return new Refusal('platform-refused', { platform: 'shopify', code, message })
}
