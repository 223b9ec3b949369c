import { afterEach, beforeEach, expect, test } from 'vitest'
import { minor, systemClock, type Clock } from '../../kernel'
import { aSale } from '../../testing/a-sale'
import { plainHttp } from '../../testing/plain-http'
import type { Payout } from '../after-sale'
import type { Simulator } from '../simulator'
import { PRACTICE_CODE } from './refunds.simulator'
import { taobao } from './taobao.connector'
import { startTaobaoSimulator } from './taobao.simulator'

let now = Date.UTC(2026, 0, 2)
const clock: Clock = { ...systemClock, now: () => now, sleep: async () => {} }
let simulator: Simulator
beforeEach(async () => {
  simulator = await startTaobaoSimulator({ now: () => now, callsPerSecond: 100_000, codeFromMinor: 50_000 })
})
afterEach(() => simulator[Symbol.asyncDispose]())

function sold(totalMinor: number, kind: 'money' | 'return' = 'money', amountMinor = totalMinor) {
  const lines = [{ sku: 'A', title: '碗', quantity: 1, unitPriceMinor: minor(totalMinor) }]
  const order = simulator.shop.place(aSale({ createdAt: now, lines }))
  simulator.shop.pay(order, now)
  const refund = simulator.shop.requestRefund(order, (now += 1000), { kind, amountMinor: minor(amountMinor), reason: '不喜欢' }) // prettier-ignore
  return { order, refund }
}
function connect(settings: Record<string, string> = {}) {
  const account = { id: 's1', origin: simulator.origin, settings: { ...simulator.settings, ...settings } }
  const { afterSale } = taobao.open(account, { clock, http: plainHttp(clock) })
  if (!afterSale) throw new Error('Taobao takes refunds')
  return afterSale
}
const payout = (order: string, refund: string | null, amount: number, code?: string): Payout => ({
  key: 'k', orderExternalId: order, refundExternalId: refund, lines: [], amountMinor: minor(amount), currency: 'CNY', goodsBack: false,
  note: '同意', ...(code ? { code } : {}),
}) // prettier-ignore

test('a refund is agreed to in fen, once: the same again is refused there and found as paid', async () => {
  const { order, refund } = sold(9_900)
  const shop = connect()
  expect(await shop.find(payout(order, refund, 9_900))).toEqual({ found: 'not-paid' })
  expect(await shop.pay(payout(order, refund, 9_900))).toEqual({ outcome: 'paid', refundExternalId: refund })
  expect(await shop.find(payout(order, refund, 9_900))).toEqual({ found: 'paid', amountMinor: 9_900, refundExternalId: refund }) // prettier-ignore
  await expect(shop.pay(payout(order, refund, 9_900))).rejects.toMatchObject({ name: 'OutsideFailure', retryable: false }) // prettier-ignore
  expect(simulator.shop.refundedOf(order)).toBe(9_900)
})

test('a lost answer is not repeated inside: the caller must ask', async () => {
  const { order, refund } = sold(9_900)
  const shop = connect()
  simulator.faults.failNext = 1
  await expect(shop.pay(payout(order, refund, 9_900))).rejects.toMatchObject({ retryable: true })
  expect(simulator.calls.get('taobao.rp.refunds.agree')).toBeUndefined()
  expect(await shop.find(payout(order, refund, 9_900))).toEqual({ found: 'not-paid' })
})

test('where the platform wants a code nothing is paid without it, nor with a wrong one', async () => {
  const { order, refund } = sold(60_000)
  const shop = connect()
  expect(await shop.pay(payout(order, refund, 60_000))).toEqual({ outcome: 'code-needed' })
  await expect(shop.pay(payout(order, refund, 60_000, '000000'))).rejects.toThrow('验证码错误')
  expect(simulator.shop.refundedOf(order)).toBe(0)
  expect(await shop.pay(payout(order, refund, 60_000, PRACTICE_CODE))).toMatchObject({ outcome: 'paid' })
})

test('what cannot be sent is refused before it is sent: no request there, another amount, beyond the limit', async () => {
  const { order, refund } = sold(700_000)
  const shop = connect()
  await expect(shop.pay(payout(order, null, 100))).rejects.toMatchObject({ code: 'platform-needs-request' })
  await expect(shop.pay(payout(order, refund, 500))).rejects.toMatchObject({ code: 'differs-from-request' })
  await expect(shop.pay(payout(order, refund, 700_000))).rejects.toMatchObject({ code: 'platform-limit' })
  await expect(connect({ shop_kind: 'tmall' }).pay(payout(order, refund, 700_000))).rejects.toMatchObject({ platformCode: 'OP_FAILURE_UE' }) // prettier-ignore
  expect(simulator.calls.get('taobao.rp.refund.review')).toBe(1)
})

test('a return is agreed to once, comes back with its parcel, and a request is refused with its reason', async () => {
  const { order, refund } = sold(9_900, 'return')
  const shop = connect()
  const request = { orderExternalId: order, refundExternalId: refund, note: '请寄回' }
  await shop.agreeReturn?.(request)
  await shop.agreeReturn?.(request)
  expect(simulator.calls.get('taobao.rp.returngoods.agree')).toBe(1)
  simulator.shop.sendBack(refund, (now += 1000), { courier: '圆通速递', waybill: 'YT123' })
  const page = await taobao.open({ id: 's1', origin: simulator.origin, settings: simulator.settings }, { clock, http: plainHttp(clock) }).readOrder(order) // prettier-ignore
  const shown = page && taobao.open({ id: 's1', origin: simulator.origin, settings: simulator.settings }, { clock, http: plainHttp(clock) }).understand(page) // prettier-ignore
  expect(shown?.orders[0]?.observation.groups.refunds).toMatchObject([
    { state: 'returning', returnParcel: { courier: '圆通速递', waybill: 'YT123' } },
  ])
  await shop.refuse?.({ ...request, note: '少' })
  await shop.refuse?.(request)
  expect(simulator.calls.get('taobao.refund.refuse')).toBe(1)
  expect(await shop.find(payout(order, refund, 9_900))).toEqual({ found: 'not-paid' })
})
