import { z } from 'zod'
import { OutsideFailure, Refusal } from '../../kernel'
import type { Shipment, ShopConnection } from '../connector'
import type { VendureClient } from './vendure.client'
import { ADD_FULFILLMENT, MOVE_FULFILLMENT, SHIP_ORDER } from './vendure.queries'
import { idWire } from './vendure.wire'

type Shipper = Required<Pick<ShopConnection, 'ship' | 'findShipment'>>

/** The handler that every store has (docs.vendure.io, «manualFulfillmentHandler»). */
const MANUAL = 'manual-fulfillment'
const GONE: ReadonlySet<string> = new Set(['Shipped', 'Delivered'])

const fulfillmentWire = z.object({ id: idWire, state: z.string() })
const orderWire = z.object({
  order: z
    .object({ fulfillments: z.array(fulfillmentWire.extend({ trackingCode: z.string().nullish() })).nullish() })
    .nullable(),
}) // prettier-ignore
const addedWire = z.object({ addFulfillmentToOrder: fulfillmentWire })

/** Two steps at the store: a fulfilment is made, then moved to Shipped. One that stands half way is moved on. */
export function vendureShipper(client: VendureClient): Shipper {
  async function held({ externalId, waybill }: Shipment, signal?: AbortSignal) {
    const { data } = await client.ask(SHIP_ORDER, { id: externalId }, signal)
    const { order } = orderWire.parse(data)
    if (!order) throw refused('ORDER_NOT_FOUND', '店里没有这个订单 / no such order')
    return (order.fulfillments ?? []).find((one) => one.trackingCode === waybill && one.state !== 'Cancelled')
  }

  async function add(shipment: Shipment, signal?: AbortSignal) {
    const input = {
      lines: shipment.lines.map(({ lineExternalId, quantity }) => ({ orderLineId: lineExternalId, quantity })),
      handler: {
        code: MANUAL,
        arguments: [
          { name: 'method', value: shipment.courierName.zh },
          { name: 'trackingCode', value: shipment.waybill },
        ],
      },
    } // prettier-ignore
    const { data } = await client.ask(ADD_FULFILLMENT, { input }, signal)
    return addedWire.parse(data).addFulfillmentToOrder
  }

  return {
    async ship(shipment, signal) {
      const known = await held(shipment, signal)
      if (known && GONE.has(known.state)) return
      await inPlainWords(async () => {
        const { id } = known ?? (await add(shipment, signal))
        await client.ask(MOVE_FULFILLMENT, { id, state: 'Shipped' }, signal)
      })
    },
    async findShipment(shipment, signal) {
      const known = await held(shipment, signal)
      return known !== undefined && GONE.has(known.state)
    },
  }
}

/** An «ErrorResult» is the store's no; wrong keys and a broken wire stay failures. */
async function inPlainWords(body: () => Promise<void>): Promise<void> {
  try {
    await body()
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.retryable || error.needsKeys) throw error
    const code = error.platformCode ?? ''
    if (!/_ERROR$/.test(code) && code !== 'USER_INPUT_ERROR' && code !== 'ENTITY_NOT_FOUND') throw error
    const said = error.message.replace(/^Vendure: /, '')
    throw refused(code, PLAIN.has(code) ? `${PLAIN.get(code)} ${said}` : said)
  }
}

/** What the store's own words leave unclear: it calls cancelled pieces «already part of a Fulfillment» too. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['ITEMS_ALREADY_FULFILLED_ERROR', '店里已经发走或取消了其中的件 / pieces of it are shipped or cancelled at the store already'],
  ['INSUFFICIENT_STOCK_ON_HAND_ERROR', '店里的库存不够 / the store has too little on hand'],
  ['FULFILLMENT_STATE_TRANSITION_ERROR', '店里这个订单现在不能发货 / the store lets nothing of this order leave now'],
]) // prettier-ignore

function refused(code: string, message: string): Refusal {
  return new Refusal('platform-refused', { platform: 'vendure', code, message })
}
