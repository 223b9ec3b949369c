import { z } from 'zod'
import { QueryFault } from './shopify.simulator.execute'
import { at, fulfillmentOrderId, viewOf, type HeldOrder } from './shopify.simulator.order'
import type { ShopState } from './shopify.simulator.shop'

const inputWire = z.object({
  lineItemsByFulfillmentOrder: z
    .array(
      z.object({
        fulfillmentOrderId: z.string(),
        fulfillmentOrderLineItems: z
          .array(z.object({ id: z.string(), quantity: z.number().int() }))
          .optional(),
      }),
    )
    .min(1),
  trackingInfo: z.object({ company: z.string().optional(), number: z.string().optional() }).optional(),
  notifyCustomer: z.boolean().optional(),
})

/** `fulfillmentCreate`: what is wrong with the input is told in `userErrors`, and nothing is done. */
export function fulfillmentCreate(
  input: unknown,
  { orders, shop }: ShopState,
  now: number,
): Record<string, unknown> {
  const parsed = inputWire.safeParse(input)
  if (!parsed.success) throw new QueryFault('Variable $fulfillment was provided invalid value', {})
  const [asked, second] = parsed.data.lineItemsByFulfillmentOrder
  const order = [...orders.values()].find((one) => fulfillmentOrderId(one) === asked?.fulfillmentOrderId)
  if (!asked || !order) return no('Fulfillment order does not exist.')
  if (second) return no('All fulfillment orders must share one location.')
  const lines = linesOf(order, asked.fulfillmentOrderLineItems)
  if (typeof lines === 'string') return no(lines)
  const { company = '', number = '' } = parsed.data.trackingInfo ?? {}
  shop.ship(order.id, now, { courier: company, waybill: number, lines })
  return {
    fulfillment: at(viewOf(order)['fulfillments'] as object[], order.fulfillments.length - 1),
    userErrors: [],
  }
}

type Lines = { line: number; quantity: number }[]

function linesOf(
  order: HeldOrder,
  items: readonly { readonly id: string; readonly quantity: number }[] | undefined,
): Lines | string {
  const [held] = viewOf(order)['fulfillmentOrders'] as { status: string; lineItems: { id: string; remainingQuantity: number }[] }[]
  if (held?.status !== 'OPEN')
    return `Fulfillment order ${order.number} has an unfulfillable status= ${(held?.status ?? '').toLowerCase()}.`
  const asked = items ?? held.lineItems.map(({ id, remainingQuantity }) => ({ id, quantity: remainingQuantity }))
  const lines: Lines = []
  for (const { id, quantity } of asked) {
    const line = held.lineItems.findIndex((one) => one.id === id)
    if (line < 0) return 'Fulfillment order line item does not exist.'
    if (quantity <= 0 || quantity > at(held.lineItems, line).remainingQuantity)
      return 'Invalid fulfillment order line item quantity requested.'
    lines.push({ line, quantity })
  }
  return lines
} // prettier-ignore

function no(message: string): Record<string, unknown> {
  return { fulfillment: null, userErrors: [{ field: ['fulfillment'], message }] }
}
