import { z } from 'zod'
import type { StoredOrder } from './vendure.simulator.order'
import { leftOf, type Store } from './vendure.simulator.shop'

const addWire = z.object({
  input: z.object({
    lines: z.array(z.object({ orderLineId: z.string(), quantity: z.number().int() })),
    handler: z.object({
      code: z.string(),
      arguments: z.array(z.object({ name: z.string(), value: z.string() })),
    }),
  }),
})
const moveWire = z.object({ id: z.string(), state: z.string() })

const TO_SHIP = new Set(['PaymentAuthorized', 'PaymentSettled', 'PartiallyShipped', 'PartiallyDelivered'])
const no = (errorCode: string, message: string) => ({ errorCode, message })

/** `addFulfillmentToOrder`: packs a parcel, which then waits as Pending. */
export function addFulfillment(store: Store, variables: unknown, now: number): object {
  const { lines, handler } = addWire.parse(variables).input
  if (handler.code !== 'manual-fulfillment')
    return no('INVALID_FULFILLMENT_HANDLER_ERROR', 'The specified FulfillmentHandler does not exist')
  if (lines.length === 0 || lines.every(({ quantity }) => quantity <= 0))
    return no('EMPTY_ORDER_LINE_SELECTION_ERROR', 'At least one OrderLine must be specified')
  const order = [...store.orders.values()].find((one) =>
    one.lines.some(({ id }) => id === lines[0]?.orderLineId),
  )
  // Pieces are counted before states are looked at: of a cancelled order the real store says the same.
  if (lines.some(({ orderLineId, quantity }) => !order || quantity > left(order, orderLineId)))
    return no('ITEMS_ALREADY_FULFILLED_ERROR', 'One or more OrderItems are already part of a Fulfillment')
  if (!order || !TO_SHIP.has(order.state))
    return no(
      'FULFILLMENT_STATE_TRANSITION_ERROR',
      'Cannot transition Fulfillment from "Created" to "Pending"',
    )
  const argument = (name: string) => handler.arguments.find((one) => one.name === name)?.value ?? ''
  const fulfillment = {
    id: store.nextId(), createdAt: now, updatedAt: now, state: 'Pending', method: argument('method'), trackingCode: argument('trackingCode'), lines,
  } // prettier-ignore
  order.fulfillments.push(fulfillment)
  return { id: fulfillment.id, state: fulfillment.state }
}

/** `transitionFulfillmentToState`: of the real machine only the way from Pending to Shipped. */
export function moveFulfillment(store: Store, variables: unknown, now: number): object {
  const { id, state } = moveWire.parse(variables)
  for (const order of store.orders.values()) {
    const fulfillment = order.fulfillments.find((one) => one.id === id)
    if (!fulfillment) continue
    if (fulfillment.state !== 'Pending' || state !== 'Shipped')
      return no(
        'FULFILLMENT_STATE_TRANSITION_ERROR',
        `Cannot transition Fulfillment from "${fulfillment.state}" to "${state}"`,
      )
    store.sendOff(order, fulfillment, now)
    return { id, state }
  }
  return no('ENTITY_NOT_FOUND', `No Fulfillment with the id ${id} could be found`)
}

function left(order: StoredOrder, orderLineId: string): number {
  const line = order.lines.findIndex(({ id }) => id === orderLineId)
  return line < 0 ? 0 : leftOf(order, line)
}
