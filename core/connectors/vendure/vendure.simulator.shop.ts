import type { SimOrder, SimulatedShop, SimulatorFaults, SimulatorMemory } from '../simulator'
import { OUR_MARK } from './vendure.notes'
import {
  totalOf,
  type StoredFulfillment,
  type StoredLine,
  type StoredOrder,
  type StoredRefund,
} from './vendure.simulator.order'

/** An event as the store's webhook plugin sends it; shipments name no order. */
export type Ring = (topic: string, payload: Record<string, unknown>, at: number) => void

export interface Store {
  readonly orders: ReadonlyMap<string, StoredOrder>
  readonly shop: SimulatedShop
  nextId(): string
  /** A variant as the Admin API lists it; codes are their own ids here. `undefined` once it was taken off the shelf. */
  variant(sku: string): object | undefined
  shelve(sku: string, onHand: number): void
  /** A parcel that was packed leaves; the order follows. */
  sendOff(order: StoredOrder, fulfillment: StoredFulfillment, at: number): void
  /** The store's refundOrder and settleRefund; the error's code when it says no. */
  refundOrder(input: RefundInput, at: number): StoredRefund | string
  settleRefund(id: string, at: number): StoredRefund | string
}
export interface RefundInput {
  readonly paymentId: string
  readonly amount: number
  readonly reason: string
  readonly lines: readonly { readonly orderLineId: string; readonly quantity: number }[]
}

/** What buyers and the shop's people do. `Order.updatedAt` stands still on shipping, refunds and notes, as in 3.7. */
export function simulatedStore(
  ring: Ring,
  pushTo: (url: string | undefined) => void,
  faults: Pick<SimulatorFaults, 'goneSkus'>,
  memory: SimulatorMemory = { orders: new Map(), refunds: new Map(), shown: new Map(), ids: 0 },
): Store {
  const known = memory as { orders: Map<string, StoredOrder>; refunds: Map<string, { order: StoredOrder; refund: StoredRefund }>; shown: Map<string, number>; ids: number } // prettier-ignore
  const { orders, refunds, shown } = known
  let { ids } = known
  const nextId = () => String(++ids)
  const get = (id: string): StoredOrder => {
    const order = orders.get(id)
    if (!order) throw new Error(`the practice store has no order ${id}`)
    return order
  }
  const named = (order: StoredOrder) => ({
    orderId: Number.isSafeInteger(Number(order.id)) ? Number(order.id) : order.id,
    code: order.code,
  })
  function move(order: StoredOrder, to: string, at: number): void {
    if (order.state === to) return
    const from = order.state
    order.state = to
    ring('order.state', { ...named(order), from, to }, at)
  }

  function sendOff(order: StoredOrder, fulfillment: StoredFulfillment, at: number): void {
    Object.assign(fulfillment, { state: 'Shipped', updatedAt: at })
    ring('fulfillment.state', { fulfillmentId: Number(fulfillment.id), to: 'Shipped' }, at)
    const all = order.lines.every((_, line) => leftOf(order, line) === 0)
    const gone = order.fulfillments.every((one) => one.state !== 'Pending')
    move(order, all && gone ? 'Shipped' : 'PartiallyShipped', at)
  }

  const shop: SimulatedShop = {
    place(placed) {
      const id = placed.externalId ?? nextId()
      const order: StoredOrder = {
        id,
        code: `V${id.padStart(15, '0')}`,
        placed,
        lines: linesFor(placed, nextId),
        state: 'AddingItems',
        active: true,
        updatedAt: placed.createdAt,
        orderPlacedAt: null,
        shippingCancelled: false,
        payments: [],
        fulfillments: [],
        notes: [],
      }
      orders.set(id, order)
      move(order, 'ArrangingPayment', placed.createdAt)
      return id
    },
    pay(id, at) {
      const order = get(id)
      if (order.state !== 'ArrangingPayment') throw new Error(`order ${id} is ${order.state}, not to be paid`)
      order.payments.push({ id: nextId(), at, amount: totalOf(order), refunds: [] })
      for (const line of order.lines) line.orderPlacedQuantity = line.quantity
      Object.assign(order, { active: false, orderPlacedAt: at, updatedAt: at })
      move(order, 'PaymentSettled', at)
      ring('order.placed', named(order), at)
    },
    ship(id, at, parcel) {
      const order = get(id)
      const wanted = parcel.lines ?? order.lines.map((_, line) => ({ line, quantity: leftOf(order, line) }))
      const lines = wanted
        .map(({ line, quantity }) => ({ line, quantity: Math.min(quantity, leftOf(order, line)) }))
        .filter(({ quantity }) => quantity > 0)
        .map(({ line, quantity }) => ({ orderLineId: order.lines[line]?.id ?? '', quantity }))
      if (lines.length === 0) throw new Error(`nothing of order ${id} is left to ship`)
      const fulfillment = { id: nextId(), createdAt: at, updatedAt: at, state: 'Pending', method: parcel.courier, trackingCode: parcel.waybill, lines } // prettier-ignore
      order.fulfillments.push(fulfillment)
      sendOff(order, fulfillment, at)
    },
    complete(id, at) {
      const order = get(id)
      if (order.state !== 'Shipped') throw new Error(`order ${id} is ${order.state}, not wholly shipped`)
      for (const one of order.fulfillments) {
        Object.assign(one, { state: 'Delivered', updatedAt: at })
        ring('fulfillment.state', { fulfillmentId: Number(one.id), to: 'Delivered' }, at)
      }
      move(order, 'Delivered', at)
    },
    cancel(id, at) {
      const order = get(id)
      // An unpaid order keeps its quantities; a placed one loses them, and gives nothing back by itself.
      if (order.state !== 'ArrangingPayment') {
        for (const line of order.lines) line.quantity = 0
        order.shippingCancelled = true
      }
      Object.assign(order, { active: false, updatedAt: at })
      move(order, 'Cancelled', at)
    },
    requestRefund(id, at, { amountMinor, reason, line }) {
      const order = get(id)
      const payment = order.payments[0]
      if (!payment) throw new Error(`order ${id} holds no money`)
      const one = line === undefined ? undefined : order.lines[line]
      const lines = one ? [{ orderLineId: one.id, quantity: one.orderPlacedQuantity }] : []
      const refund = { id: nextId(), createdAt: at, updatedAt: at, state: 'Pending', total: amountMinor, reason, lines } // prettier-ignore
      payment.refunds.push(refund)
      refunds.set(refund.id, { order, refund })
      ring('refund.state', { ...named(order), refundId: Number(refund.id), to: 'Pending' }, at)
      return refund.id
    },
    payRefund(refundId, at) {
      const found = refunds.get(refundId)
      if (!found) throw new Error(`the practice store has no refund ${refundId}`)
      if (found.refund.state !== 'Pending') return
      Object.assign(found.refund, { state: 'Settled', updatedAt: at })
      ring('refund.state', { ...named(found.order), refundId: Number(refundId), to: 'Settled' }, at)
    },
    awaitsGoods: () => false,
    sendBack() {
      // The store is not told of parcels that come back.
    },
    refundedOf: (id) =>
      get(id)
        .payments.flatMap((payment) => payment.refunds)
        .reduce((sum, refund) => sum + (refund.state === 'Settled' ? refund.total : 0), 0),
    memo: (id, at, text) => void get(id).notes.push({ id: nextId(), text, isPublic: false, updatedAt: at }),
    pushTo,
    standing(id) {
      const { state } = get(id)
      if (state === 'Cancelled' || state === 'Delivered') return 'over'
      if (state === 'ArrangingPayment') return 'unpaid'
      return state === 'Shipped' ? 'shipped' : 'to-ship'
    },
    remember: () => ({ orders, refunds, shown, ids }),
    ids: () => [...orders.keys()],
    parcelsOf(id) {
      const { fulfillments, lines } = get(id)
      return fulfillments.map(({ method, trackingCode, lines: sent }) => ({
        courier: method,
        waybill: trackingCode,
        lines: sent.map(({ orderLineId, quantity }) => ({
          line: lines.findIndex((line) => line.id === orderLineId),
          quantity,
        })),
      }))
    },
    stockOf: (sku) => shown.get(sku),
    memoOf(id) {
      const notes = get(id).notes.filter((note) => !note.isPublic)
      const latest = notes.reduce<(typeof notes)[number] | undefined>(
        (best, note) => (best && best.updatedAt > note.updatedAt ? best : note),
        undefined,
      )
      const text = latest?.text ?? ''
      return text.startsWith(OUR_MARK) ? text.slice(OUR_MARK.length) : text
    },
  }
  function variant(sku: string): object | undefined {
    if (faults.goneSkus.includes(sku)) return undefined
    const level = { stockLocationId: '1', stockOnHand: shown.get(sku) ?? 0, stockAllocated: 0 }
    return { id: sku, sku, stockLevels: [level] }
  }
  function refundOrder(input: RefundInput, at: number): StoredRefund | string {
    for (const order of orders.values())
      for (const payment of order.payments) {
        if (payment.id !== input.paymentId) continue
        const back = payment.refunds.reduce((sum, one) => sum + (one.state === 'Failed' ? 0 : one.total), 0)
        if (input.amount <= 0) return 'NOTHING_TO_REFUND_ERROR'
        if (input.amount > payment.amount - back) return 'REFUND_AMOUNT_ERROR'
        const { reason, amount: total } = input
        const lines = input.lines.map((line) => ({ ...line }))
        const refund = { id: nextId(), createdAt: at, updatedAt: at, state: 'Pending', total, reason, lines }
        payment.refunds.push(refund)
        refunds.set(refund.id, { order, refund })
        ring('refund.state', { ...named(order), refundId: Number(refund.id), to: 'Pending' }, at)
        return refund
      }
    return 'REFUND_PAYMENT_ID_MISSING_ERROR'
  }
  function settleRefund(id: string, at: number): StoredRefund | string {
    const found = refunds.get(id)
    if (found?.refund.state !== 'Pending') return 'REFUND_STATE_TRANSITION_ERROR'
    shop.payRefund(id, at)
    return found.refund
  }
  const shelve = (sku: string, onHand: number) => void shown.set(sku, onHand)
  return { orders, shop, nextId, variant, shelve, sendOff, refundOrder, settleRefund }
}

/** The order's reduction shared by price; the last line takes the odd cent. */
function linesFor({ lines, discountMinor }: SimOrder, nextId: () => string): StoredLine[] {
  const goods = lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0)
  let left: number = discountMinor
  return lines.map((line, i) => {
    const share = goods === 0 ? 0 : Math.floor((discountMinor * line.unitPriceMinor * line.quantity) / goods)
    const discount = i === lines.length - 1 ? left : share
    left -= discount
    return { id: nextId(), quantity: line.quantity, orderPlacedQuantity: 0, discount }
  })
}

export function leftOf(order: StoredOrder, position: number): number {
  const line = order.lines[position]
  if (!line) throw new Error(`order ${order.id} has no line ${position}`)
  const sent = order.fulfillments.flatMap((one) => one.lines).filter((one) => one.orderLineId === line.id)
  return line.quantity - sent.reduce((sum, one) => sum + one.quantity, 0)
}
