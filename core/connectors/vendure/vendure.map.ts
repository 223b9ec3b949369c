import { Unreadable, currencyOf, minor, type Minor } from '../../kernel'
import type { AddressGroup, BuyerGroup, MoneyGroup, OrderObservation, StatusGroup } from '../observation'
import { boughtOf, linesOf, parcelsOf } from './vendure.map-lines'
import { refundsOf } from './vendure.map-refunds'
import type { OrderWire } from './vendure.wire'

/** A basket, not yet an order: the buyer is still choosing. */
const BASKETS: ReadonlySet<string> = new Set(['Created', 'Draft', 'AddingItems'])
/** docs.vendure.io, «OrderState». */
export const OPEN_STATES = [
  'ArrangingPayment',
  'PaymentAuthorized',
  'PaymentSettled',
  'PartiallyShipped',
  'Shipped',
  'PartiallyDelivered',
  'ArrangingAdditionalPayment',
  'Modifying',
] as const
export const ENDED_STATES = ['Delivered', 'Cancelled'] as const
const KNOWN: ReadonlySet<string> = new Set<string>([...OPEN_STATES, ...ENDED_STATES])
/** The order is being changed, or waits for more money: nothing may leave until that is over. */
const PAUSED: ReadonlySet<string> = new Set(['Modifying', 'ArrangingAdditionalPayment'])

/**
 * One order as Vendure wrote it; `undefined` for a basket. Throws `Unreadable` (`unknown-state`, `unknown-currency`).
 * `Order.updatedAt` stands still when parcels or refunds move, so the groups they touch carry the newest time of all.
 */
export function mapOrder(order: OrderWire, asOf: number): OrderObservation | undefined {
  if (BASKETS.has(order.state)) return undefined
  if (!KNOWN.has(order.state)) throw new Unreadable('unknown-state', `state ${order.state}`)
  const address = addressOf(order)
  const moved = newestOf(order)
  return {
    externalId: order.id,
    displayNumber: order.code,
    createdAt: order.orderPlacedAt ?? order.createdAt,
    version: order.updatedAt,
    asOf,
    groups: {
      status: statusOf(order),
      money: moneyOf(order),
      buyer: buyerOf(order),
      ...(address && { address }),
      lines: linesOf(order),
      parcels: parcelsOf(order),
      refunds: refundsOf(order),
    },
    groupVersions: { status: moved, money: moved, lines: moved, parcels: moved, refunds: moved },
  }
}

function newestOf(order: OrderWire): number {
  const payments = order.payments ?? []
  const parts = [...(order.fulfillments ?? []), ...payments, ...payments.flatMap((one) => one.refunds)]
  return Math.max(order.updatedAt, order.orderPlacedAt ?? 0, ...parts.map((part) => part.updatedAt))
}

function statusOf(order: OrderWire): StatusGroup {
  const settled = (order.payments ?? []).filter((payment) => payment.state === 'Settled')
  const delivered = (order.fulfillments ?? []).filter((parcel) => parcel.state === 'Delivered')
  return {
    platformState: order.state,
    paidAt: settled.length === 0 ? null : Math.min(...settled.map((payment) => payment.createdAt)),
    completedAt:
      order.state === 'Delivered'
        ? Math.max(...(delivered.length === 0 ? [order] : delivered).map((one) => one.updatedAt))
        : null,
    cancelledAt: order.state === 'Cancelled' ? order.updatedAt : null,
    hold: PAUSED.has(order.state) ? 'paused' : null,
    shipBy: null,
  }
}

function moneyOf(order: OrderWire): MoneyGroup {
  const payments = order.payments ?? []
  const taken = payments.filter((payment) => payment.state === 'Settled' || payment.state === 'Authorized')
  const settledRefunds = payments.flatMap((one) => one.refunds).filter((refund) => refund.state === 'Settled')
  // Shipping that a cancellation took off is no reduction that the buyer was given.
  const discounts = order.discounts.filter((discount) => discount.adjustmentSource !== 'CANCEL_ORDER')
  const shipping = order.shippingLines ?? []
  const goods = sum(order.lines.map((line) => line.unitPriceWithTax * boughtOf(line)))
  // `discounts` holds those of shipping too, hence its price before them.
  const freight = shipping.length === 0 ? order.shippingWithTax : sum(shipping.map((one) => one.priceWithTax))
  // A cancelled quantity leaves `totalWithTax`; what was paid for it stays in the payments.
  const total = Math.max(order.totalWithTax, sum(taken.map((payment) => payment.amount)))
  const surcharges = sum((order.surcharges ?? []).map((one) => one.priceWithTax))
  // Cancelled units take their share of the discounts along: the whole is what the payment was short of.
  const lost = taken.length > 0 && order.lines.some((line) => line.quantity < boughtOf(line))
  return {
    currency: currencyOf(order.currencyCode),
    goodsMinor: goods,
    discountMinor: lost
      ? minor(Math.max(0, goods + freight + surcharges - total))
      : sum(discounts.map((discount) => 0 - discount.amountWithTax)),
    freightMinor: freight,
    totalMinor: minor(total),
    refundedMinor: sum(settledRefunds.map((refund) => refund.total)),
  }
}

function sum(amounts: readonly number[]): Minor {
  return minor(amounts.reduce((total, amount) => total + amount, 0) || 0)
}

function buyerOf({ customer, shippingAddress }: OrderWire): BuyerGroup {
  const [first, last] = [customer?.firstName ?? '', customer?.lastName ?? '']
  const full = /\p{Script=Han}/u.test(last + first) ? last + first : `${first} ${last}`.trim()
  return {
    name: full || (shippingAddress?.fullName ?? ''),
    platformId: customer?.id ?? null,
    email: customer?.emailAddress ?? null,
  }
}

function addressOf({ shippingAddress: address }: OrderWire): AddressGroup | undefined {
  if (!address) return undefined
  return {
    receiver: address.fullName || null,
    phone: address.phoneNumber || null,
    province: address.province || null,
    city: address.city || null,
    district: null,
    street: [address.streetLine1, address.streetLine2].filter(Boolean).join(' ') || null,
    postcode: address.postalCode || null,
    country: address.country || address.countryCode || null,
  }
}
