import { describe, expect, test } from 'vitest'
import { understand } from './vendure.understand'

const AT = '2026-11-24T18:00:00.000Z'

/** The money of orders as a real Vendure 3.7.3 answered it; the fields without meaning here are filled in. */
function moneyAndLines(
  order: Readonly<Record<string, unknown>>,
  lines: readonly object[],
  paid: readonly number[],
) {
  const whole = {
    id: '6',
    code: '86XA7VMZM4P4X2XP',
    createdAt: AT,
    updatedAt: AT,
    orderPlacedAt: AT,
    currencyCode: 'CNY',
    customer: null,
    shippingAddress: null,
    surcharges: [],
    fulfillments: [],
    lines: lines.map((line, i) => ({ id: String(i + 1), productVariant: { sku: 'LL', name: '托盘' }, linePriceWithTax: 0, proratedLinePriceWithTax: 0, ...line })), // prettier-ignore
    payments: paid.map((amount, i) => ({ id: String(i), createdAt: AT, updatedAt: AT, amount, state: 'Settled', refunds: [] })), // prettier-ignore
    ...order,
  }
  const body = JSON.stringify({ data: { order: whole } })
  const { orders, unreadable } = understand({ source: 'detail', kind: 'order', asOf: 0, body })
  expect(unreadable).toEqual([])
  return orders[0]?.observation.groups
}

describe('what was paid does not shrink', () => {
  test('a unit of a discounted order is cancelled: the bill still adds up', () => {
    const groups = moneyAndLines(
      { state: 'Shipped', totalWithTax: 47_106, shippingWithTax: 1800, shippingLines: [{ priceWithTax: 1800 }], discounts: [{ amountWithTax: -5034, adjustmentSource: 'PROMOTION:1' }] }, // prettier-ignore
      [{ quantity: 6, orderPlacedQuantity: 7, unitPriceWithTax: 8390 }],
      [54_657],
    )
    expect(groups?.money).toMatchObject({ goodsMinor: 58_730, discountMinor: 5873, freightMinor: 1800, totalMinor: 54_657 }) // prettier-ignore
    expect(groups?.lines).toMatchObject([{ quantity: 7, cancelledQuantity: 1 }])
  })

  test('a whole order is cancelled, its shipping kept', () => {
    const groups = moneyAndLines(
      { state: 'Cancelled', totalWithTax: 800, shippingWithTax: 800, shippingLines: [{ priceWithTax: 800 }], discounts: [{ amountWithTax: 0, adjustmentSource: 'PROMOTION:1' }] }, // prettier-ignore
      [
        { quantity: 0, orderPlacedQuantity: 2, unitPriceWithTax: 2000 },
        { quantity: 0, orderPlacedQuantity: 3, unitPriceWithTax: 8723 },
      ],
      [27_952],
    )
    expect(groups?.money).toMatchObject({ goodsMinor: 30_169, discountMinor: 3017, freightMinor: 800, totalMinor: 27_952 }) // prettier-ignore
  })

  test('the shop adds a unit and a surcharge to a placed order: goods grow, nothing counts as cancelled', () => {
    const groups = moneyAndLines(
      { state: 'PaymentSettled', totalWithTax: 39_890, shippingWithTax: 800, shippingLines: [{ priceWithTax: 800 }], surcharges: [{ priceWithTax: 500 }], discounts: [] }, // prettier-ignore
      [
        { quantity: 4, orderPlacedQuantity: 3, unitPriceWithTax: 5550 },
        { quantity: 2, orderPlacedQuantity: 2, unitPriceWithTax: 2000 },
        { quantity: 3, orderPlacedQuantity: 3, unitPriceWithTax: 4130 },
      ],
      [33_840, 6050],
    )
    expect(groups?.money).toMatchObject({ goodsMinor: 38_590, discountMinor: 0, freightMinor: 800, totalMinor: 39_890 }) // prettier-ignore
    expect(groups?.lines?.map((line) => [line.quantity, line.cancelledQuantity])).toEqual([[4, 0], [2, 0], [3, 0]]) // prettier-ignore
  })
})

test('the key that our own refunds carry behind their reason is not told to people', () => {
  const refund = (id: string, reason: string) => ({ id, state: 'Settled', total: 100, createdAt: AT, updatedAt: AT, reason, lines: [] })
  const groups = moneyAndLines(
    {
      state: 'Shipped', totalWithTax: 2000, shippingWithTax: 0, shippingLines: [], discounts: [],
      payments: [{ id: 'p', createdAt: AT, updatedAt: AT, amount: 2000, state: 'Settled', refunds: [refund('1', '少件 [c22cb7b9c8d91aa38730a990d27e8b36]'), refund('2', '少件 [两件]')] }],
    },
    [{ quantity: 1, orderPlacedQuantity: 1, unitPriceWithTax: 2000 }],
    [2000],
  )
  expect(groups?.refunds?.map((one) => one.reason)).toEqual(['少件', '少件 [两件]'])
}) // prettier-ignore
