import { afterEach, beforeEach, expect, test } from 'vitest'
import { minor, systemClock } from '../../kernel'
import { aSale } from '../../testing/a-sale'
import { plainHttp } from '../../testing/plain-http'
import type { AfterSale, Payout } from '../after-sale'
import type { Simulator } from '../simulator'
import { vendure } from './vendure.connector'
import { startVendureSimulator } from './vendure.simulator'

const AT = Date.UTC(2026, 0, 2)
let simulator: Simulator
let afterSale: AfterSale
beforeEach(async () => {
  simulator = await startVendureSimulator({ now: () => AT })
  const account = { id: 's1', origin: simulator.origin, settings: simulator.settings }
  const shop = vendure.open(account, { clock: systemClock, http: plainHttp(systemClock) })
  if (!shop.afterSale) throw new Error('Vendure takes refunds')
  afterSale = shop.afterSale
})
afterEach(() => simulator[Symbol.asyncDispose]())

function sold() {
  const order = simulator.shop.place(aSale({ createdAt: AT }))
  simulator.shop.pay(order, AT)
  return order
}
const payout = (orderExternalId: string, amount: number, refundExternalId: string | null = null, key = 'key-1'): Payout => ({
  key, orderExternalId, refundExternalId, lines: [], amountMinor: minor(amount), currency: 'CNY', goodsBack: false, note: '少件',
}) // prettier-ignore

test('a refund is made and settled under our key, and found by it', async () => {
  const order = sold()
  expect(await afterSale.find(payout(order, 4_900))).toEqual({ found: 'not-paid' })
  const paid = await afterSale.pay(payout(order, 4_900))
  expect(paid).toMatchObject({ outcome: 'paid' })
  expect(await afterSale.pay(payout(order, 4_900))).toEqual(paid)
  expect(simulator.shop.refundedOf(order)).toBe(4_900)
  expect(await afterSale.find(payout(order, 4_900))).toMatchObject({ found: 'paid', amountMinor: 4_900 })
})

test('what was begun and not settled is gone on with, not begun anew', async () => {
  const order = sold()
  const begun = simulator.shop.requestRefund(order, AT, { kind: 'money', amountMinor: minor(4_900), reason: '少件 [key-1]' }) // prettier-ignore
  expect(await afterSale.find(payout(order, 4_900))).toEqual({ found: 'not-paid', begun: true })
  expect(await afterSale.pay(payout(order, 4_900))).toEqual({ outcome: 'paid', refundExternalId: begun })
  expect(simulator.calls.get('ZhangguiRefund')).toBeUndefined()
})

test("the store's own promised refund is settled; another amount, or more than was paid, is refused", async () => {
  const order = sold()
  const promised = simulator.shop.requestRefund(order, AT, { kind: 'money', amountMinor: minor(900), reason: '差价' }) // prettier-ignore
  await expect(afterSale.pay(payout(order, 800, promised))).rejects.toMatchObject({
    code: 'differs-from-request',
  })
  expect(await afterSale.pay(payout(order, 900, promised))).toMatchObject({ outcome: 'paid' })
  await expect(afterSale.pay(payout(order, 9_000))).rejects.toMatchObject({ code: 'platform-limit', data: { limitMinor: 8_900 } }) // prettier-ignore
  expect(simulator.shop.refundedOf(order)).toBe(900)
})
