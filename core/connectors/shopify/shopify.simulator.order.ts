import { assert, formatMajor, type Currency } from '../../kernel'
import type { SimOrder } from '../simulator'
import { share } from './shopify.map-lines'

/** One order as the practice shop remembers it; `viewOf` turns it into what GraphQL shows. */
export interface HeldOrder {
  readonly number: number
  readonly id: string
  readonly placed: SimOrder
  updatedAt: number
  paidAt: number | null
  cancelledAt: number | null
  closedAt: number | null
  note: string
  readonly lines: { readonly id: string; shipped: number; removed: number }[]
  readonly fulfillments: HeldFulfillment[]
  readonly refunds: HeldRefund[]
  readonly returns: HeldReturn[]
}
interface HeldReturn {
  readonly id: string
  status: string
  readonly line: number | null
  readonly reason: string
  readonly amountMinor: number
}
interface HeldFulfillment {
  readonly id: string
  readonly at: number
  deliveredAt: number | null
  readonly courier: string
  readonly waybill: string
  readonly lines: { readonly line: number; readonly quantity: number }[]
}
interface HeldRefund {
  readonly id: string
  readonly at: number
  paidAt: number | null
  readonly amountMinor: number
  readonly note?: string
  readonly returnId: string | null
  readonly items: { readonly line: number; readonly quantity: number; readonly restockType: string }[]
}
type View = Record<string, unknown>

export function viewOf(order: HeldOrder): View {
  const { placed } = order
  const currency = placed.currency ?? 'USD'
  const money = (amount: number) => bag(amount, currency)
  const goods = placed.lines.map((line) => line.unitPriceMinor * line.quantity)
  const discounts = share(placed.discountMinor, goods)
  const total = sum(goods) - placed.discountMinor + placed.freightMinor
  const refunded = sum(order.refunds.flatMap((one) => (one.paidAt === null ? [] : one.amountMinor)))
  const lines: View[] = placed.lines.map((line, i) => {
    const held = at(order.lines, i)
    return {
      id: held.id,
      sku: line.sku,
      name: line.variant ? `${line.title} - ${line.variant}` : line.title,
      title: line.title,
      variantTitle: line.variant ?? null,
      quantity: line.quantity,
      currentQuantity: line.quantity - held.removed,
      unfulfilledQuantity: Math.max(0, line.quantity - held.shipped - removedUnshipped(order, i)),
      originalUnitPriceSet: money(line.unitPriceMinor),
      discountedTotalSet: money(at(goods, i)),
      discountAllocations: at(discounts, i) > 0 ? [{ allocatedAmountSet: money(at(discounts, i)) }] : [],
      image: line.pictureUrl ? { url: line.pictureUrl } : null,
    }
  })
  const fulfillments: View[] = order.fulfillments.map((one) => ({
    __typename: 'Fulfillment',
    id: one.id,
    status: 'SUCCESS',
    createdAt: iso(one.at),
    deliveredAt: one.deliveredAt === null ? null : iso(one.deliveredAt),
    trackingInfo: [{ company: one.courier, number: one.waybill, url: null }],
    fulfillmentLineItems: one.lines.map((item) => ({
      quantity: item.quantity,
      lineItem: at(lines, item.line),
    })),
  }))
  const returns: View[] = order.returns.map((one) => ({
    id: one.id,
    status: one.status,
    name: `${name(order)}-R1`,
    returnLineItems: placed.lines.flatMap((line, i) =>
      one.line !== null && one.line !== i
        ? []
        : {
            __typename: 'ReturnLineItem',
            id: `${one.id}/${i}`,
            quantity: line.quantity,
            returnReasonNote: one.reason,
            fulfillmentLineItem: { id: `${one.id}/${i}`, quantity: line.quantity, lineItem: at(lines, i) },
          },
    ),
  }))
  return {
    __typename: 'Order',
    id: order.id,
    name: name(order),
    createdAt: iso(placed.createdAt),
    processedAt: iso(order.paidAt ?? placed.createdAt),
    updatedAt: iso(order.updatedAt),
    cancelledAt: order.cancelledAt === null ? null : iso(order.cancelledAt),
    cancelReason: order.cancelledAt === null ? null : 'CUSTOMER',
    closedAt: order.closedAt === null ? null : iso(order.closedAt),
    test: false,
    edited: false,
    note: order.note === '' ? null : order.note,
    tags: [],
    displayFinancialStatus: financialStatus(order, refunded, total),
    displayFulfillmentStatus: fulfillmentStatus(order),
    returnStatus: order.returns.some((one) => one.status === 'REQUESTED')
      ? 'RETURN_REQUESTED'
      : order.returns.some((one) => one.status === 'CLOSED')
        ? 'RETURNED'
        : 'NO_RETURN',
    currencyCode: currency,
    taxesIncluded: false,
    currentTotalPriceSet: money(order.cancelledAt === null ? total - refunded : 0),
    totalPriceSet: money(total),
    subtotalPriceSet: money(total - placed.freightMinor),
    totalShippingPriceSet: money(placed.freightMinor),
    totalDiscountsSet: money(placed.discountMinor),
    totalTaxSet: money(0),
    totalRefundedSet: money(refunded),
    customer: {
      id: `gid://shopify/Customer/${placed.phone.replaceAll(/\D/g, '')}`,
      displayName: placed.buyer,
    },
    email: null,
    phone: placed.phone,
    shippingAddress: {
      name: placed.buyer,
      company: null,
      address1: `${placed.district} ${placed.street}`.trim(),
      address2: null,
      city: placed.city,
      province: placed.province,
      zip: null,
      ...countryOf(placed.phone),
      phone: placed.phone,
    },
    lineItems: lines,
    fulfillments,
    fulfillmentOrders: [fulfillmentOrderOf(order, lines)],
    refunds: order.refunds.map((one) => ({
      __typename: 'Refund',
      id: one.id,
      createdAt: iso(one.at),
      note: one.note ?? null,
      transactions: [refundTransaction(order, one)],
      return: returns.find((found) => found['id'] === one.returnId) ?? null,
      totalRefundedSet: money(one.paidAt === null ? 0 : one.amountMinor),
      refundLineItems: one.items.map((item, i) => ({
        quantity: item.quantity,
        restockType: item.restockType,
        lineItem: at(lines, item.line),
        subtotalSet: money(
          at(
            share(
              one.amountMinor,
              one.items.map((each) => at(goods, each.line)),
            ),
            i,
          ),
        ),
      })),
    })),
    transactions: [
      ...(order.paidAt === null ? [] : [transaction(order, 'SALE', 'SUCCESS', order.paidAt, total)]),
      ...order.refunds.map((one) => refundTransaction(order, one)),
    ],
    returns,
    suggestedRefund: {
      suggestedTransactions:
        order.paidAt === null
          ? []
          : [
              {
                gateway: 'manual',
                kind: 'SUGGESTED_REFUND',
                parentTransaction: transaction(order, 'SALE', 'SUCCESS', order.paidAt, total),
                amountSet: money(Math.max(0, total - sum(order.refunds.map((one) => one.amountMinor)))),
              },
            ],
    },
  }
}

function refundTransaction(order: HeldOrder, one: HeldRefund): View {
  return transaction(order, 'REFUND', one.paidAt === null ? 'PENDING' : 'SUCCESS', one.at, one.amountMinor)
}

/** One location, one fulfilment order. Its id is the order's, so that it need not be kept. */
function fulfillmentOrderOf(order: HeldOrder, lines: readonly View[]): View {
  const left = lines.map((line) => Number(line['unfulfilledQuantity']))
  const none = left.every((quantity) => quantity === 0)
  return {
    id: fulfillmentOrderId(order),
    status: order.cancelledAt !== null ? 'CANCELLED' : none ? 'CLOSED' : 'OPEN',
    lineItems: lines.map((line, i) => ({
      id: `${fulfillmentOrderId(order)}/${i}`,
      remainingQuantity: order.cancelledAt === null ? at(left, i) : 0,
      lineItem: line,
    })),
  }
}

export function fulfillmentOrderId(order: HeldOrder): string {
  return `gid://shopify/FulfillmentOrder/${order.number}`
}

function transaction(order: HeldOrder, kind: string, status: string, atMs: number, amount: number): View {
  const id = `gid://shopify/OrderTransaction/${order.number}${kind === 'SALE' ? 1 : 2}${atMs}`
  return {
    id,
    kind,
    status,
    gateway: 'manual',
    processedAt: iso(atMs),
    amountSet: bag(amount, order.placed.currency ?? 'USD'),
  }
}

function financialStatus(order: HeldOrder, refunded: number, total: number): string {
  if (order.paidAt === null) return order.cancelledAt === null ? 'PENDING' : 'VOIDED'
  if (refunded === 0) return 'PAID'
  return refunded < total ? 'PARTIALLY_REFUNDED' : 'REFUNDED'
}

function fulfillmentStatus(order: HeldOrder): string {
  const shipped = sum(order.lines.map((line) => line.shipped))
  const left = sum(
    order.placed.lines.map(
      (line, i) => line.quantity - at(order.lines, i).shipped - removedUnshipped(order, i),
    ),
  )
  if (shipped === 0) return 'UNFULFILLED'
  return left > 0 ? 'PARTIALLY_FULFILLED' : 'FULFILLED'
}

/** Of the removed units, those that had never left. */
export function removedUnshipped(order: HeldOrder, line: number): number {
  const items = order.refunds
    .flatMap((one) => one.items)
    .filter((item) => item.line === line && item.restockType !== 'RETURN')
  const never = at(order.placed.lines, line).quantity - at(order.lines, line).shipped
  return Math.min(Math.max(0, never), sum(items.map((item) => item.quantity)))
}

export function name(order: HeldOrder): string {
  return `#${order.number}`
}

/** Whole seconds in UTC, as Shopify writes times. */
export function iso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** "99.0", not "99.00": Shopify drops trailing zeros down to one decimal. */
function bag(amount: number, currency: Currency): View {
  const text = formatMajor(amount, currency)
  const shopMoney = {
    amount: text.includes('.') ? text.replace(/0$/, '') : `${text}.0`,
    currencyCode: currency,
  }
  return { shopMoney, presentmentMoney: shopMoney }
}

export function at<T>(items: readonly T[], index: number): T {
  const found = items[index]
  assert(found !== undefined, 'the practice shop only counts positions it has itself made')
  return found
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}

/** The neutral order names no country: the phone's prefix tells it. */
function countryOf(phone: string): { country: string; countryCodeV2: string } {
  const abroad = [
    { prefix: '+1', country: 'United States', countryCodeV2: 'US' },
    { prefix: '+49', country: 'Germany', countryCodeV2: 'DE' },
    { prefix: '+81', country: 'Japan', countryCodeV2: 'JP' },
    { prefix: '+965', country: 'Kuwait', countryCodeV2: 'KW' },
  ].find(({ prefix }) => phone.startsWith(prefix))
  return {
    country: abroad?.country ?? 'China',
    countryCodeV2: abroad?.countryCodeV2 ?? 'CN',
  }
}
