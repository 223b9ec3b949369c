import { z } from 'zod'
import { addFulfillment, moveFulfillment } from './vendure.simulator.ship'
import { orderJson, type StoredNote, type StoredOrder } from './vendure.simulator.order'
import type { Store } from './vendure.simulator.shop'

const spanWire = z.object({ after: z.string().optional(), before: z.string().optional() }).optional()
const listWire = z.object({
  options: z.object({
    take: z.number().max(1000),
    skip: z.number().default(0),
    sort: z.record(z.enum(['updatedAt', 'createdAt']), z.literal('ASC').optional()).optional(),
    filter: z
      .strictObject({
        updatedAt: spanWire,
        createdAt: spanWire,
        active: z.object({ eq: z.boolean() }).optional(),
        state: z.object({ in: z.array(z.string()) }).optional(),
        id: z.object({ in: z.array(z.string()) }).optional(),
      })
      .default({}),
  }),
})
const idWire = z.object({ id: z.string() })
const variantsWire = z.object({ options: z.object({ take: z.number().max(1000), filter: z.object({ sku: z.object({ in: z.array(z.string()) }) }) }) }) // prettier-ignore
const stockWire = z.object({ input: z.array(z.object({ id: z.string(), stockLevels: z.array(z.object({ stockLocationId: z.string(), stockOnHand: z.number().int() })) })) }) // prettier-ignore
const addWire = z.object({ input: z.object({ id: z.string(), note: z.string(), isPublic: z.boolean() }) })
const updateWire = z.object({
  input: z.object({ noteId: z.string(), note: z.string(), isPublic: z.boolean() }),
})

const refundInput = z.object({
  input: z.object({
    paymentId: z.string(),
    amount: z.number().int(),
    reason: z.string(),
    lines: z.array(z.object({ orderLineId: z.string(), quantity: z.number().int() })),
  }),
})
const settleInput = z.object({ input: z.object({ id: z.string(), transactionId: z.string() }) })

/** The `data` of one of our documents, known by its operation's name; `undefined` for a name we do not know. */
export function dataFor(
  operation: string,
  variables: unknown,
  store: Store,
  now: number,
): object | undefined {
  const orders = [...store.orders.values()]
  const own = (id: string) => store.orders.get(id)
  switch (operation) {
    case 'ZhangguiPing':
      return { __typename: 'Query' }
    case 'ZhangguiMe':
      return { me: { id: '1' } }
    case 'ZhangguiProbe':
      return { orders: { totalItems: orders.length } }
    case 'ZhangguiOrders':
      return { orders: listed(orders, variables) }
    case 'ZhangguiOrder': {
      const order = own(idWire.parse(variables).id)
      return { order: order ? withLinesReversed(orderJson(order)) : null }
    }
    case 'ZhangguiShipOrder': {
      const order = own(idWire.parse(variables).id)
      return { order: order ? { id: order.id, fulfillments: order.fulfillments } : null }
    }
    case 'ZhangguiAddFulfillment':
      return { addFulfillmentToOrder: addFulfillment(store, variables, now) }
    case 'ZhangguiMoveFulfillment':
      return { transitionFulfillmentToState: moveFulfillment(store, variables, now) }
    case 'ZhangguiVariants': {
      const { in: codes } = variantsWire.parse(variables).options.filter.sku
      return { productVariants: { items: codes.flatMap((sku) => store.variant(sku) ?? []) } }
    }
    case 'ZhangguiSetStock': {
      const { input } = stockWire.parse(variables)
      for (const { id, stockLevels } of input) store.shelve(id, stockLevels[0]?.stockOnHand ?? 0)
      return { updateProductVariants: input.map(({ id }) => ({ id })) }
    }
    case 'ZhangguiNotes': {
      const order = own(idWire.parse(variables).id)
      const items = order?.notes.toReversed().map(noteJson) ?? []
      return { order: order ? { id: order.id, history: { items } } : null }
    }
    case 'ZhangguiAddNote': {
      const { id, note, isPublic } = addWire.parse(variables).input
      own(id)?.notes.push({ id: store.nextId(), text: note, isPublic, updatedAt: now })
      return { addNoteToOrder: { id } }
    }
    case 'ZhangguiUpdateNote': {
      const { noteId, note, isPublic } = updateWire.parse(variables).input
      const found = orders.flatMap((order) => order.notes).find((one) => one.id === noteId)
      if (found) Object.assign(found, { text: note, isPublic, updatedAt: now })
      return { updateOrderNote: { id: noteId } }
    }
    case 'ZhangguiDeleteNote': {
      const { id } = idWire.parse(variables)
      for (const { notes } of orders) {
        const position = notes.findIndex((one) => one.id === id)
        if (position >= 0) notes.splice(position, 1)
      }
      return { deleteOrderNote: { result: 'DELETED' } }
    }
    case 'ZhangguiRefunds': {
      const order = own(idWire.parse(variables).id)
      return { order: order ? orderJson(order) : null }
    }
    case 'ZhangguiRefund':
      return { refundOrder: orError(store.refundOrder(refundInput.parse(variables).input, now)) }
    case 'ZhangguiSettleRefund':
      return { settleRefund: orError(store.settleRefund(settleInput.parse(variables).input.id, now)) }
    default:
      return undefined
  }
}

function orError(made: { id: string; state: string } | string): object {
  return typeof made === 'string' ? { errorCode: made, message: made } : { id: made.id, state: made.state }
}

function listed(orders: readonly StoredOrder[], variables: unknown): object {
  const { take, skip, sort, filter } = listWire.parse(variables).options
  const within = (ms: number, span: z.output<typeof spanWire>) =>
    (span?.after === undefined || ms > Date.parse(span.after)) &&
    (span?.before === undefined || ms < Date.parse(span.before))
  const timeOf = (order: StoredOrder) =>
    sort?.updatedAt ? order.updatedAt : sort?.createdAt ? order.placed.createdAt : 0
  const found = orders
    .filter((order) => within(order.updatedAt, filter.updatedAt))
    .filter((order) => within(order.placed.createdAt, filter.createdAt))
    .filter((order) => filter.active === undefined || order.active === filter.active.eq)
    .filter((order) => filter.state === undefined || filter.state.in.includes(order.state))
    .filter((order) => filter.id === undefined || filter.id.in.includes(order.id))
    .sort((a, b) => timeOf(a) - timeOf(b))
  return { totalItems: found.length, items: found.slice(skip, skip + take).map(orderJson) }
}

/** The real server has no fixed order of lines either. */
function withLinesReversed(order: ReturnType<typeof orderJson>): object {
  return { ...order, lines: order.lines.toReversed() }
}

function noteJson({ id, isPublic, text }: StoredNote): object {
  return { id, isPublic, data: { note: text } }
}
