import type { SimOrder } from '../simulator'

/** Orders as the practice store keeps them: times in UTC ms, money in minor units with tax. */
export interface StoredOrder {
  readonly id: string
  readonly code: string
  readonly placed: SimOrder
  readonly lines: StoredLine[]
  state: string
  active: boolean
  updatedAt: number
  orderPlacedAt: number | null
  shippingCancelled: boolean
  readonly payments: StoredPayment[]
  readonly fulfillments: StoredFulfillment[]
  readonly notes: StoredNote[]
}
export interface StoredLine {
  readonly id: string
  quantity: number
  orderPlacedQuantity: number
  /** Its share of the whole order's reduction. */
  readonly discount: number
}
export interface StoredPayment {
  readonly id: string
  readonly at: number
  readonly amount: number
  readonly refunds: StoredRefund[]
}
export interface StoredRefund {
  readonly id: string
  readonly createdAt: number
  updatedAt: number
  state: string
  readonly total: number
  readonly reason: string
  readonly lines: { orderLineId: string; quantity: number }[]
}
export interface StoredFulfillment {
  readonly id: string
  readonly createdAt: number
  updatedAt: number
  state: string
  readonly method: string
  readonly trackingCode: string
  readonly lines: { orderLineId: string; quantity: number }[]
}
export interface StoredNote {
  readonly id: string
  text: string
  isPublic: boolean
  updatedAt: number
}

export function totalOf(order: StoredOrder): number {
  const goods = order.lines.map(
    (line, i) => line.quantity * priceOf(order, i) - (line.quantity ? line.discount : 0),
  )
  return goods.reduce((sum, one) => sum + one, order.shippingCancelled ? 0 : order.placed.freightMinor)
}

export function priceOf(order: StoredOrder, line: number): number {
  return order.placed.lines[line]?.unitPriceMinor ?? 0
}

const time = (ms: number) => new Date(ms).toISOString()

/** The order as the Admin API writes it, with every field that our documents ask for. */
export function orderJson(
  order: StoredOrder,
): Readonly<Record<string, unknown>> & { readonly lines: readonly object[] } {
  const { placed, lines } = order
  const discount = lines.reduce((sum, line) => sum + (line.quantity ? line.discount : 0), 0)
  const cancelled = { amountWithTax: 0 - placed.freightMinor, adjustmentSource: 'CANCEL_ORDER' }
  return {
    id: order.id,
    code: order.code,
    state: order.state,
    active: order.active,
    createdAt: time(placed.createdAt),
    updatedAt: time(order.updatedAt),
    orderPlacedAt: order.orderPlacedAt === null ? null : time(order.orderPlacedAt),
    currencyCode: placed.currency ?? 'CNY',
    totalWithTax: totalOf(order),
    shippingWithTax: order.shippingCancelled ? 0 : placed.freightMinor,
    discounts: [
      ...(discount ? [{ amountWithTax: -discount, adjustmentSource: 'PROMOTION:1' }] : []),
      ...(order.shippingCancelled ? [cancelled] : []),
    ],
    customer: { id: `c${customerOf(placed)}`, firstName: placed.buyer.slice(1), lastName: placed.buyer.slice(0, 1), emailAddress: `buyer${customerOf(placed)}@example.com` }, // prettier-ignore
    shippingAddress: {
      fullName: placed.buyer,
      streetLine1: `${placed.district}${placed.street}`,
      streetLine2: null,
      city: placed.city,
      province: placed.province,
      postalCode: null,
      country: '中国',
      countryCode: 'CN',
      phoneNumber: placed.phone,
    },
    shippingLines: [{ priceWithTax: placed.freightMinor }],
    surcharges: [],
    lines: lines.map((line, i) => lineJson(order, line, i)),
    payments: order.payments.map((payment) => ({
      id: payment.id,
      createdAt: time(payment.at),
      updatedAt: time(payment.at),
      amount: payment.amount,
      state: 'Settled',
      refunds: payment.refunds.map(withTimes),
    })),
    fulfillments: order.fulfillments.map(withTimes),
  }
}

function lineJson(order: StoredOrder, line: StoredLine, i: number): object {
  const { sku, title, variant, pictureUrl } = order.placed.lines[i] ?? { sku: '', title: '' }
  const linePrice = line.quantity * priceOf(order, i)
  return {
    id: line.id,
    quantity: line.quantity,
    orderPlacedQuantity: line.orderPlacedQuantity,
    unitPriceWithTax: priceOf(order, i),
    linePriceWithTax: linePrice,
    proratedLinePriceWithTax: linePrice - (line.quantity ? line.discount : 0),
    featuredAsset: pictureUrl ? { preview: pictureUrl } : null,
    productVariant: { sku, name: variant ? `${title} ${variant}` : title, product: { name: title } },
  }
}

function withTimes<T extends { createdAt: number; updatedAt: number }>(part: T): object {
  return { ...part, createdAt: time(part.createdAt), updatedAt: time(part.updatedAt) }
}

/** Who buys again is the same customer, as in the store: it knows people by what they sign in with. */
function customerOf(placed: Pick<SimOrder, 'phone'>): string {
  return placed.phone.replaceAll(/\D/g, '')
}
