import { Unreadable, currencyOf, minor, type Currency } from '../../kernel'
import type {
  AddressGroup,
  BuyerGroup,
  MoneyGroup,
  OrderGroups,
  OrderObservation,
  ParcelFacts,
  StatusGroup,
} from '../observation'
import { amountOf, known } from './shopify.known'
import { lineFacts } from './shopify.map-lines'
import { refundFacts } from './shopify.map-refunds'
import type { Money, OrderNode } from './shopify.wire'

/** OrderDisplayFinancialStatus; true: the whole amount was received at some time. An authorization is not a payment. */
const PAID: Readonly<Record<string, boolean>> = {
  AUTHORIZED: false,
  EXPIRED: false,
  PAID: true,
  PARTIALLY_PAID: false,
  PARTIALLY_REFUNDED: true,
  PENDING: false,
  REFUNDED: true,
  VOIDED: false,
}

/** OrderDisplayFulfillmentStatus, and the hold it means for us. */
const HOLD: Readonly<Record<string, string | null>> = {
  FULFILLED: null,
  IN_PROGRESS: null,
  ON_HOLD: 'paused',
  OPEN: null,
  PARTIALLY_FULFILLED: null,
  PENDING_FULFILLMENT: null,
  REQUEST_DECLINED: null,
  RESTOCKED: null,
  SCHEDULED: 'presale',
  UNFULFILLED: null,
}

const RETURN_STATES = [
  'INSPECTION_COMPLETE',
  'IN_PROGRESS',
  'NO_RETURN',
  'RETURNED',
  'RETURN_FAILED',
  'RETURN_REQUESTED',
]
/** FulfillmentStatus; true: the goods are on their way. */
const UNDERWAY: Readonly<Record<string, boolean>> = {
  SUCCESS: true,
  OPEN: true,
  PENDING: true,
  CANCELLED: false,
  ERROR: false,
  FAILURE: false,
}

/** Pure. Throws `Unreadable` for a state or currency that we do not know: never guessed. */
export function observationOf(order: OrderNode, asOf: number): OrderObservation {
  const currency = currencyOf(order.currencyCode)
  const parcels = parcelsOf(order)
  const groups: OrderGroups = {
    status: statusOf(order),
    money: moneyOf(order, currency),
    lines: lineFacts(order, parcels, currency),
    ...(order.fulfillments ? { parcels } : {}),
    ...(order.refunds ? { refunds: refundFacts(order, currency) } : {}),
    ...addressOf(order),
    ...buyerOf(order),
    ...(order.note === undefined ? {} : { buyerNote: { text: order.note ?? '' } }),
  }
  return {
    externalId: order.id,
    ...(order.name ? { displayNumber: order.name } : {}),
    createdAt: order.createdAt,
    version: order.updatedAt,
    asOf,
    groups,
  }
}

function statusOf(order: OrderNode): StatusGroup {
  const { displayFinancialStatus: pay, displayFulfillmentStatus: ship, returnStatus } = order
  const paid = known(PAID, pay, 'displayFinancialStatus')
  const hold = known(HOLD, ship, 'displayFulfillmentStatus')
  if (returnStatus && !RETURN_STATES.includes(returnStatus))
    throw new Unreadable('unknown-state', `returnStatus ${returnStatus}`)
  return {
    platformState: `${pay}/${ship}`,
    paidAt: paid ? paidAtOf(order) : null,
    completedAt: completedAtOf(order),
    cancelledAt: order.cancelledAt ?? null,
    hold,
    shipBy: null,
  }
}

/** The last successful receipt; where the shop shows no transactions, when the order was processed. */
function paidAtOf(order: OrderNode): number {
  const receipts = receiptsOf(order).flatMap((one) => one.processedAt ?? [])
  return receipts.length > 0 ? Math.max(...receipts) : (order.processedAt ?? order.createdAt)
}

/** Over and well: everything shipped, and every parcel delivered or the order closed (archived) by the shop. */
function completedAtOf(order: OrderNode): number | null {
  if (order.cancelledAt || order.displayFulfillmentStatus !== 'FULFILLED') return null
  const delivered = (order.fulfillments ?? []).filter(isUnderway).map((one) => one.deliveredAt ?? null)
  const last = delivered.reduce<number | null>(
    (latest, at) => (latest === null || at === null ? null : Math.max(latest, at)),
    0,
  )
  return last === null || last === 0 ? (order.closedAt ?? null) : last
}

/**
 * The total is `totalPriceSet`, which refunds leave alone. Order edits move `currentTotalPriceSet`: what was added
 * counts; what was taken out counts only while nothing was refunded, returned or cancelled, because those lower
 * the current total as well and must not lower ours: an edited order's total is then what it would be without them.
 */
function moneyOf(order: OrderNode, currency: Currency): MoneyGroup {
  const amount = (money: Money | null | undefined) => amountOf(money, currency)
  const original = amount(order.totalPriceSet)
  const current = order.currentTotalPriceSet ? amount(order.currentTotalPriceSet) : original
  const onlyEdited =
    !order.cancelledAt &&
    (order.refunds ?? []).length === 0 &&
    (order.returnStatus ?? 'NO_RETURN') === 'NO_RETURN'
  const refunded = amount(order.totalRefundedSet)
  const goods = order.lineItems.reduce(
    (sum, line) => sum + amount(line.originalUnitPriceSet) * line.quantity,
    0,
  )
  const edited = order.edited && !order.cancelledAt ? current + takenOff(order, currency, current) : 0
  return {
    currency,
    goodsMinor: minor(goods),
    discountMinor: amount(order.totalDiscountsSet),
    freightMinor: amount(order.totalShippingPriceSet),
    totalMinor:
      onlyEdited && refunded === 0 && order.refunds ? current : minor(Math.max(original, current, edited)),
    refundedMinor: refunded,
  }
}

/**
 * By how much refunds lowered the current total: those of lines surely; one of money alone only if the sum is then
 * what was received.
 */
function takenOff(order: OrderNode, currency: Currency, current: number): number {
  const sum = (moneys: readonly (Money | null | undefined)[]) =>
    moneys.reduce((total, money) => total + amountOf(money, currency), 0)
  const refunds = order.refunds ?? []
  const all = sum(refunds.map((refund) => refund.totalRefundedSet))
  if (current + all === sum(receiptsOf(order).map((one) => one.amountSet))) return all
  return sum(refunds.filter((one) => one.refundLineItems?.length).map((refund) => refund.totalRefundedSet))
}

function receiptsOf(order: OrderNode) {
  return (order.transactions ?? []).filter(
    (one) => (one.kind === 'SALE' || one.kind === 'CAPTURE') && one.status === 'SUCCESS',
  )
}

/** A parcel per tracking number; the goods stand with the fulfilment's first, Shopify does not divide them further. */
function parcelsOf(order: OrderNode): readonly ParcelFacts[] {
  return (order.fulfillments ?? []).filter(isUnderway).flatMap((one) => {
    const lines = (one.fulfillmentLineItems ?? []).map((item) => ({
      lineExternalId: item.lineItem.id,
      quantity: item.quantity ?? 0,
    }))
    const numbers = one.trackingInfo?.length ? one.trackingInfo : [{ company: null, number: null }]
    return numbers.map((tracking, i) => ({
      externalId: i === 0 ? one.id : `${one.id}#${i + 1}`,
      courier: tracking.company || null,
      waybill: tracking.number || null,
      shippedAt: one.createdAt,
      deliveredAt: one.deliveredAt ?? null,
      lines: i === 0 ? lines : [],
    }))
  })
}

function isUnderway(fulfillment: { status: string }): boolean {
  return known(UNDERWAY, fulfillment.status, 'fulfillment.status')
}

function addressOf(order: OrderNode): { address?: AddressGroup } {
  const found = order.shippingAddress
  if (found === undefined) return {}
  const street = [found?.address1, found?.address2].filter(Boolean).join(' ')
  return {
    address: {
      receiver: found?.name ?? null,
      phone: found?.phone || order.phone || null,
      province: found?.province ?? null,
      city: found?.city ?? null,
      district: null,
      street: street || null,
      postcode: found?.zip ?? null,
      country: found?.countryCodeV2 ?? found?.country ?? null,
    },
  }
}

function buyerOf(order: OrderNode): { buyer?: BuyerGroup } {
  const { customer, email, shippingAddress } = order
  if (customer === undefined && email === undefined && shippingAddress === undefined) return {}
  return {
    buyer: {
      name: customer?.displayName || shippingAddress?.name || email || '',
      platformId: customer?.id ?? null,
      ...(email === undefined ? {} : { email: email || null }),
    },
  }
}
