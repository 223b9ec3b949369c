import { Refusal } from '../../kernel'
import type { SimulatedShop, SimulatorMemory } from '../simulator'
import { at, name, removedUnshipped, viewOf, type HeldOrder } from './shopify.simulator.order'

export interface ShopState {
  readonly orders: Map<string, HeldOrder>
  readonly shop: SimulatedShop
  /** Gives money back by an app's refundCreate; the payment provider settles it at once. Returns the refund's id. */
  refund(
    order: HeldOrder,
    refund: {
      amountMinor: number
      items: { line: number; quantity: number; restockType: string }[]
      note: string
      at: number
    },
  ): string
  /** False when the return is unknown or not in the state `from`. */
  moveReturn(id: string, from: string, to: string, at: number): boolean
}
type Ring = (topic: string, order: HeldOrder, payload: Record<string, unknown>, atMs: number) => void

/** What happens at the practice shop; every happening rings the webhooks that the real one would send. */
export function simulatedShop(
  ring: Ring,
  pushTo: (url: string | undefined) => void,
  stockOf: SimulatedShop['stockOf'],
  memory: SimulatorMemory = { orders: new Map(), counter: 0 },
): ShopState {
  const known = memory as { orders: Map<string, HeldOrder>; counter: number }
  const { orders } = known
  let { counter } = known
  const gid = (type: string) => `gid://shopify/${type}/${5_000_000_000_000 + ++counter}`
  function held(id: string): HeldOrder {
    const order = orders.get(id)
    if (!order) throw new Refusal('unknown-order', { id })
    return order
  }
  function changed(order: HeldOrder, atMs: number, ...topics: readonly string[]): void {
    order.updatedAt = Math.max(order.updatedAt, atMs)
    for (const topic of ['orders/updated', ...topics]) ring(topic, order, restPayload(topic, order), atMs)
  }
  const shop: SimulatedShop = {
    place(placed) {
      const number = 1001 + orders.size
      const id = placed.externalId ?? gid('Order')
      const order: HeldOrder = {
        number,
        id,
        placed,
        updatedAt: placed.createdAt,
        paidAt: null,
        cancelledAt: null,
        closedAt: null,
        note: placed.buyerNote ?? '',
        lines: placed.lines.map(() => ({ id: gid('LineItem'), shipped: 0, removed: 0 })),
        fulfillments: [],
        refunds: [],
        returns: [],
      }
      orders.set(id, order)
      changed(order, placed.createdAt, 'orders/create')
      return id
    },
    pay(id, atMs) {
      const order = held(id)
      order.paidAt ??= atMs
      changed(order, atMs, 'orders/paid')
    },
    ship(id, atMs, parcel) {
      const order = held(id)
      const all = order.lines.map((line, i) => {
        const left = at(order.placed.lines, i).quantity - line.shipped - removedUnshipped(order, i)
        return { line: i, quantity: left }
      })
      const lines = (parcel.lines ?? all).filter((item) => item.quantity > 0)
      for (const item of lines) at(order.lines, item.line).shipped += item.quantity
      const { courier, waybill } = parcel
      order.fulfillments.push({
        id: gid('Fulfillment'),
        at: atMs,
        deliveredAt: null,
        courier,
        waybill,
        lines,
      })
      changed(order, atMs, 'fulfillments/create')
    },
    complete(id, atMs) {
      const order = held(id)
      for (const one of order.fulfillments) one.deliveredAt ??= atMs
      order.closedAt ??= atMs
      changed(order, atMs)
    },
    cancel(id, atMs) {
      const order = held(id)
      order.cancelledAt ??= atMs
      for (const [i, line] of order.lines.entries()) line.removed = at(order.placed.lines, i).quantity
      changed(order, atMs, 'orders/cancelled')
    },
    requestRefund(id, atMs, asked) {
      const order = held(id)
      if (asked.kind === 'return') {
        const returned = {
          id: gid('Return'),
          status: 'REQUESTED',
          line: asked.line ?? null,
          reason: asked.reason,
          amountMinor: asked.amountMinor,
        }
        order.returns.push(returned)
        changed(order, atMs, 'returns/request')
        return returned.id
      }
      const { amountMinor } = asked
      order.refunds.push({
        id: gid('Refund'),
        at: atMs,
        paidAt: null,
        amountMinor,
        returnId: null,
        items: itemsOf(order, asked.line, false),
      })
      changed(order, atMs, 'refunds/create')
      return at(order.refunds, order.refunds.length - 1).id
    },
    payRefund(refundId, atMs) {
      for (const order of orders.values()) {
        const returned = order.returns.find((one) => one.id === refundId)
        const refund = order.refunds.find((one) => one.id === refundId)
        if (returned?.status === 'CLOSED' || returned?.status === 'DECLINED') return
        if (returned) {
          returned.status = 'CLOSED'
          const { amountMinor } = returned
          const items = itemsOf(order, returned.line ?? undefined, true)
          order.refunds.push({
            id: gid('Refund'),
            at: atMs,
            paidAt: atMs,
            amountMinor,
            returnId: returned.id,
            items,
          })
          for (const item of items) at(order.lines, item.line).removed += item.quantity
        } else if (refund) refund.paidAt ??= atMs
        else continue
        changed(order, atMs, returned ? 'refunds/create' : 'orders/updated')
        return
      }
      throw new Refusal('unknown-refund', { refundId })
    },
    memo(id, atMs, text) {
      const order = held(id)
      order.note = text
      changed(order, atMs)
    },
    awaitsGoods: () => false,
    sendBack(refundId, atMs) {
      // Return deliveries are not told by the fields that we read: the parcel simply arrives.
      for (const order of orders.values())
        if (order.returns.some((one) => one.id === refundId)) changed(order, atMs)
    },
    refundedOf: (id) =>
      held(id).refunds.reduce((sum, one) => sum + (one.paidAt === null ? 0 : one.amountMinor), 0),
    pushTo,
    standing(id) {
      const order = held(id)
      if (order.cancelledAt !== null || order.closedAt !== null) return 'over'
      if (order.paidAt === null) return 'unpaid'
      const left = order.lines.some(
        (line, i) => at(order.placed.lines, i).quantity > line.shipped + removedUnshipped(order, i),
      )
      return left ? 'to-ship' : 'shipped'
    },
    remember: () => ({ orders, counter }),
    ids: () => [...orders.keys()],
    memoOf: (id) => held(id).note,
    stockOf,
    parcelsOf: (id) =>
      held(id).fulfillments.map(({ courier, waybill, lines }) => ({ courier, waybill, lines })),
  }
  return {
    orders,
    shop,
    refund(order, { amountMinor, items, note, at: atMs }) {
      const id = gid('Refund')
      order.refunds.push({ id, at: atMs, paidAt: atMs, amountMinor, note, returnId: null, items })
      for (const item of items) at(order.lines, item.line).removed += item.quantity
      changed(order, atMs, 'refunds/create')
      return id
    },
    moveReturn(id, from, to, atMs) {
      for (const order of orders.values()) {
        const found = order.returns.find((one) => one.id === id)
        if (found?.status !== from) continue
        found.status = to
        changed(order, atMs, 'returns/update')
        return true
      }
      return false
    },
  }
}

/** Money alone touches no goods; a return takes the shipped units of the line back, or of all lines. */
function itemsOf(order: HeldOrder, line: number | undefined, comesBack: boolean) {
  if (!comesBack) return []
  return order.lines.flatMap((one, i) =>
    one.shipped > one.removed && (line === undefined || line === i)
      ? { line: i, quantity: one.shipped - one.removed, restockType: 'RETURN' }
      : [],
  )
}

/** REST-shaped, snake_case, numeric ids: as Shopify's webhooks still are. */
function restPayload(topic: string, order: HeldOrder): Record<string, unknown> {
  const digits = (id: string) => BigInt(id.slice(id.lastIndexOf('/') + 1))
  const view = viewOf(order)
  if (topic.startsWith('orders/'))
    return {
      id: digits(order.id),
      admin_graphql_api_id: order.id,
      name: name(order),
      financial_status: String(view['displayFinancialStatus']).toLowerCase(),
      updated_at: view['updatedAt'],
    }
  const id = topic.startsWith('fulfillments/') ? order.fulfillments.at(-1)?.id : order.refunds.at(-1)?.id
  if (topic.startsWith('returns/')) return { order: { id: digits(order.id), admin_graphql_api_id: order.id } }
  return { id: id === undefined ? null : digits(id), order_id: digits(order.id) }
}
