import { expect, test } from 'vitest'
import { estimateOf } from './shopify.estimate'
import { markedOrdersQuery, ONE_ORDER_QUERY, ordersQuery, SHOP_QUERY } from './shopify.queries'

test('what a query will cost is known before it is asked', () => {
  expect(estimateOf(SHOP_QUERY)).toBe(1)
  expect(estimateOf(ONE_ORDER_QUERY)).toBe(3)
  expect(estimateOf(markedOrdersQuery(250))).toBe(252)
  expect(estimateOf('query($id:ID!){ order(id:$id){ id lineItems(first:3){ pageInfo{ hasNextPage } nodes{ id a{ b } } } } }')).toBe(9) // prettier-ignore
})

test('a page of a dozen orders is affordable', () => {
  expect(estimateOf(ordersQuery(12, new Set()))).toBeLessThan(900)
})
