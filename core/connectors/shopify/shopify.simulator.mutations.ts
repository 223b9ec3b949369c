import { parseMajor } from '../../kernel'
import { QueryFault, execute } from './shopify.simulator.execute'
import type { Field, Selection } from './shopify.simulator.graphql'
import { at, viewOf, type HeldOrder } from './shopify.simulator.order'
import { fulfillmentCreate } from './shopify.simulator.ship'
import type { ShopState } from './shopify.simulator.shop'

type Input = Readonly<Record<string, unknown>>
type Payload = Record<string, unknown>
interface Remembered {
  readonly input: string
  readonly payload: Payload
}

/** What the merchant's app changes at the practice shop. Refunds want their idempotency key and remember it. */
export function mutations(state: ShopState, now: () => number) {
  const remembered = new Map<string, Remembered>()

  function refundCreate(input: Input): Payload {
    const order = state.orders.get(String(input['orderId']))
    if (!order) return refused('orderId', 'Order does not exist')
    const currency = order.placed.currency ?? 'USD'
    const transactions = (input['transactions'] ?? []) as Input[]
    const items = (input['refundLineItems'] ?? []) as Input[]
    const amountMinor = transactions.reduce(
      (sum, one) => sum + parseMajor(String(one['amount']), currency),
      0,
    )
    if (order.paidAt === null) return refused('orderId', 'Order cannot be refunded')
    if (transactions.some((one) => one['parentId'] !== saleOf(order)))
      return refused('transactions', 'Parent transaction is invalid')
    if (amountMinor > refundable(order))
      return refused('transactions', 'Refund amount is greater than the amount available to refund')
    const lines = items.map((item) => ({
      line: order.lines.findIndex((line) => line.id === item['lineItemId']),
      quantity: Number(item['quantity']),
      restockType: String(item['restockType']),
    }))
    for (const { line, quantity } of lines)
      if (line < 0 || quantity > at(order.placed.lines, line).quantity - at(order.lines, line).removed)
        return refused('refundLineItems', 'Quantity cannot refund more items than were purchased')
    return { refund: { id: state.refund(order, { amountMinor, items: lines, note: String(input['note'] ?? ''), at: now() }) } } // prettier-ignore
  }

  /** `from` → `to`, or the error that the real one gives. */
  function moveReturn(id: unknown, from: string, to: string): Payload {
    return state.moveReturn(String(id), from, to, now())
      ? { return: { id } }
      : refused('id', `Return is not ${from}`)
  }

  function run(field: Field): Payload {
    const input = (field.args['input'] ?? {}) as Input
    switch (field.name) {
      case 'fulfillmentCreate':
        return fulfillmentCreate(field.args['fulfillment'], state, now())
      case 'refundCreate':
        return once(field, input, () => refundCreate(input))
      case 'returnApproveRequest':
        return moveReturn(input['id'], 'REQUESTED', 'OPEN')
      case 'returnDeclineRequest':
        return moveReturn(input['id'], 'REQUESTED', 'DECLINED')
      case 'returnClose':
        return moveReturn(field.args['id'], 'OPEN', 'CLOSED')
      default:
        throw new QueryFault(`Field '${field.name}' doesn't exist on type 'Mutation'`, {})
    }
  }

  function once(field: Field, input: Input, body: () => Payload): Payload {
    const key = field.directives['idempotent']?.['key']
    if (typeof key !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key))
      throw new QueryFault('The @idempotent directive is required for this mutation but was not provided.', {
        code: 'BAD_REQUEST',
      })
    const known = remembered.get(key)
    if (known && known.input !== JSON.stringify(input))
      throw new QueryFault('The idempotency key was used with other parameters', { code: 'BAD_REQUEST' })
    const payload = known?.payload ?? body()
    // What was refused may be corrected and sent again under its key.
    if ('refund' in payload) remembered.set(key, { input: JSON.stringify(input), payload })
    return payload
  }

  return (selection: readonly Selection[], taken: { cost: number }): Record<string, unknown> => {
    const data: Record<string, unknown> = {}
    for (const field of selection) {
      if ('on' in field) throw new QueryFault('no fragment at the root', {})
      const payload = { userErrors: [], ...run(field) }
      data[field.alias] = execute(`${field.name}Payload`, payload, field.selection, taken)
    }
    return data
  }
}

/** The transaction by which the order was paid. */
function saleOf(order: HeldOrder): unknown {
  return (viewOf(order)['transactions'] as { id: unknown; kind: string }[]).find((one) => one.kind === 'SALE')
    ?.id
}

/** What of the payment is neither given back nor on its way back, in minor units. */
export function refundable(order: HeldOrder): number {
  const { placed, refunds } = order
  const goods = placed.lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0)
  const paid = order.paidAt === null ? 0 : goods - placed.discountMinor + placed.freightMinor
  return refunds.reduce((left, one) => left - one.amountMinor, paid)
}

function refused(field: string, message: string): Payload {
  return { userErrors: [{ field: [field], message }] }
}
