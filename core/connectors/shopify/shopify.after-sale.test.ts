import { afterEach, expect, test } from 'vitest'
import { minor, outboundKey } from '../../kernel'
import { aShop, anOrder, closeShop, START } from '../../testing/shopify-shop'
import type { Payout } from '../after-sale'
import type { AfterSale } from '../after-sale'
import { uuidOf } from './shopify.after-sale'

afterEach(closeShop)

async function sold() {
  const { shop, simulator, connection } = await aShop()
  const order = shop.place(anOrder({ freightMinor: minor(0), discountMinor: minor(0) }))
  shop.pay(order, START)
  const afterSale: AfterSale | undefined = connection.afterSale
  if (!afterSale) throw new Error('Shopify takes refunds')
  return { shop, simulator, connection, order, afterSale }
}
const payout = (orderExternalId: string, amount: number, ordinal = 1): Payout => ({
  key: outboundKey('s1', orderExternalId, ordinal), orderExternalId, refundExternalId: null, lines: [], amountMinor: minor(amount),
  currency: 'USD', goodsBack: false, note: 'Broken',
}) // prettier-ignore

test('a key is a UUID of version 5, always the same', () => {
  const key = outboundKey('s1', 'x', 1)
  expect(uuidOf(key)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(uuidOf(key)).toBe(uuidOf(key))
})

test('a refund is found by the key in its note; the same payout twice is one refund', async () => {
  const { shop, order, afterSale } = await sold()
  expect(await afterSale.find(payout(order, 3_300))).toEqual({ found: 'not-paid' })
  const first = await afterSale.pay(payout(order, 3_300))
  expect(first.outcome).toBe('paid')
  expect(await afterSale.pay(payout(order, 3_300))).toEqual(first)
  expect(shop.refundedOf(order)).toBe(3_300)
  expect(await afterSale.find(payout(order, 3_300))).toMatchObject({ found: 'paid', amountMinor: 3_300 })
  expect(await afterSale.find(payout(order, 3_300, 2))).toEqual({ found: 'not-paid' })
})

test('one key with another amount is refused, and so is more than was paid', async () => {
  const { shop, order, afterSale } = await sold()
  await afterSale.pay(payout(order, 3_300))
  await expect(afterSale.pay(payout(order, 3_400))).rejects.toMatchObject({ name: 'OutsideFailure', retryable: false }) // prettier-ignore
  await expect(afterSale.pay(payout(order, 9_000, 2))).rejects.toMatchObject({ code: 'platform-limit', data: { limitMinor: 6_600 } }) // prettier-ignore
  expect(shop.refundedOf(order)).toBe(3_300)
})

test('a lost answer is not repeated inside', async () => {
  const { shop, simulator, order, afterSale } = await sold()
  simulator.faults.failNext = 1
  await expect(afterSale.find(payout(order, 100))).rejects.toMatchObject({ retryable: true })
  expect(await afterSale.find(payout(order, 100))).toEqual({ found: 'not-paid' })
  expect(shop.refundedOf(order)).toBe(0)
})

test('a return is approved, closed and declined only from where it stands', async () => {
  const { shop, connection, order, afterSale } = await sold()
  shop.ship(order, START + 1000, { courier: 'UPS', waybill: '1Z1' })
  const request = (refundExternalId: string) => ({ orderExternalId: order, refundExternalId, note: 'ok' })
  const first = shop.requestRefund(order, START + 2000, {
    kind: 'return',
    amountMinor: minor(100),
    reason: 'x',
  })
  const stateOf = async (id: string) => {
    const page = await connection.readOrder(order)
    const refunds = page && connection.understand(page).orders[0]?.observation.groups.refunds
    return refunds?.find((one) => one.externalId === id)?.state
  }
  expect(await stateOf(first)).toBe('requested')
  await afterSale.agreeReturn?.(request(first))
  await afterSale.agreeReturn?.(request(first))
  expect(await stateOf(first)).toBe('returning')
  await afterSale.close?.(request(first))
  expect(await stateOf(first)).toBe('closed')
  const second = shop.requestRefund(order, START + 3000, {
    kind: 'return',
    amountMinor: minor(100),
    reason: 'x',
  })
  await afterSale.refuse?.(request(second))
  expect(await stateOf(second)).toBe('refused')
})
