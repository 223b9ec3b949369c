import { expect, test } from 'vitest'
import { observationOf } from './shopify.map'
import { orderNode } from './shopify.wire'

const AT = '2026-11-20T08:00:00Z'
const bag = (amount: string) => ({ shopMoney: { amount, currencyCode: 'USD' } })
const line = (n: number, over: object = {}) => ({
  id: `gid://shopify/LineItem/${n}`,
  title: 'Tray',
  quantity: 3,
  currentQuantity: 3,
  unfulfilledQuantity: 0,
  originalUnitPriceSet: bag('10.0'),
  discountedTotalSet: bag('30.0'),
  ...over,
})
const refund = (amount: string, over: object = {}, item: object = {}) => ({
  id: 'gid://shopify/Refund/1',
  createdAt: '2026-11-22T08:00:00Z',
  totalRefundedSet: bag(amount),
  refundLineItems: { nodes: [{ quantity: 1, lineItem: { id: 'gid://shopify/LineItem/1' }, ...item }] },
  ...over,
})
function groupsOf(over: object) {
  const node = orderNode.parse({
    id: 'gid://shopify/Order/9007199254740993',
    createdAt: AT,
    updatedAt: AT,
    displayFinancialStatus: 'PAID',
    displayFulfillmentStatus: 'FULFILLED',
    currencyCode: 'USD',
    totalPriceSet: bag('30.0'),
    currentTotalPriceSet: bag('30.0'),
    totalRefundedSet: bag('0.0'),
    lineItems: { nodes: [line(1)] },
    fulfillments: [],
    refunds: [],
    ...over,
  })
  return observationOf(node, 0).groups
}

test('what an edit added stays in the total when something is refunded later', () => {
  const refunded = { totalRefundedSet: bag('10.0'), refunds: [refund('10.0')] }
  const current = bag('25.0')
  expect(groupsOf({ ...refunded, edited: true, currentTotalPriceSet: current }).money?.totalMinor).toBe(3500)
  expect(groupsOf({ ...refunded, edited: false, currentTotalPriceSet: bag('20.0') }).money?.totalMinor).toBe(
    3000,
  )
})

test('money given back for no line lowers an edited total only as far as was received', () => {
  const sale = {
    id: 'gid://shopify/OrderTransaction/1',
    kind: 'SALE',
    status: 'SUCCESS',
    amountSet: bag('35.0'),
  }
  const goodwill = { ...refund('1.0'), refundLineItems: { nodes: [] } }
  const over = { edited: true, totalRefundedSet: bag('1.0'), refunds: [goodwill], transactions: [sale] }
  expect(groupsOf({ ...over, currentTotalPriceSet: bag('34.0') }).money?.totalMinor).toBe(3500)
  expect(groupsOf({ ...over, currentTotalPriceSet: bag('35.0') }).money?.totalMinor).toBe(3500)
})

test('a discount on the shipping is no discount of a line', () => {
  const { money, lines } = groupsOf({
    totalDiscountsSet: bag('5.0'),
    lineItems: { nodes: [line(1, { discountAllocations: [] })] },
  })
  expect(money?.discountMinor).toBe(500)
  expect(lines?.map((one) => one.discountMinor)).toEqual([0])
})

test('where the content of parcels is not told, what came back had left', () => {
  const sent = { id: 'gid://shopify/Fulfillment/1', status: 'SUCCESS', createdAt: '2026-11-21T08:00:00Z' }
  const of = (item: object, createdAt: string) =>
    groupsOf({
      fulfillments: [sent],
      refunds: [refund('10.0', { createdAt }, item)],
      lineItems: { nodes: [line(1, { currentQuantity: 2 })] },
    }).lines?.[0]
  expect(of({}, '2026-11-22T08:00:00Z')).toMatchObject({ shippedQuantity: 3, cancelledQuantity: 0 })
  expect(of({}, '2026-11-20T09:00:00Z')).toMatchObject({ shippedQuantity: 2, cancelledQuantity: 1 })
  expect(of({ restockType: 'CANCEL' }, '2026-11-22T08:00:00Z')).toMatchObject({ shippedQuantity: 2 })
})
