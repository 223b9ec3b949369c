import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { equationOf, type OrderMoney, type OrderRowMoney } from './equation'
import { feeFor, rateVote } from './fee-rate'

const order: OrderMoney = { goodsMinor: 10_000, freightMinor: 800, discountMinor: 1_000, totalMinor: 9_800, refundedMinor: 0 } // prettier-ignore
const all = { payment: true, flow: true }
const row = (given: Partial<OrderRowMoney>): OrderRowMoney => ({
  ledger: 'trade', kind: 'payment', event: 'p1', amountMinor: 0, settledMinor: 0, discountMinor: 0, feeMinor: 0, commissionMinor: 0, feePpm: 6000, ...given,
}) // prettier-ignore
const payment = row({ amountMinor: 9_800, settledMinor: 9_800, feeMinor: -59 })

describe('货款 + 运费 − 商家优惠 + 平台补贴 − 佣金 − 手续费 − 退款 = 到账', () => {
  test('a sale as it should be', () => {
    const e = equationOf(order, [payment], all)
    expect(e).toMatchObject({ payoutMinor: 9_741, expectedPayoutMinor: 9_741, differenceMinor: 0, odd: [] })
    expect(e.goodsMinor + e.freightMinor - e.merchantDiscountMinor - e.feeMinor).toBe(e.payoutMinor)
  })
  test('the merchant’s coupon at the provider is the merchant’s own discount', () => {
    const e = equationOf(order, [row({ amountMinor: 9_800, settledMinor: 9_300, discountMinor: 500, feeMinor: -56 })], all) // prettier-ignore
    expect(e).toMatchObject({ merchantDiscountMinor: 1_500, differenceMinor: 0, odd: [] })
  })
  test.each<[string, OrderRowMoney[], string, number]>([
    ['a fee too high by one fen', [{ ...payment, feeMinor: -60 }], 'fee', -1],
    ['paid twice', [payment, { ...payment, event: 'p2' }], 'payment', 9_800 - 59 + 59],
    ['a refund that the order does not know', [payment, row({ kind: 'refund', amountMinor: 500, settledMinor: -500, feeMinor: 3 })], 'refund', -500],
    ['the account got a fen less than the trade bill says', [payment, row({ ledger: 'flow', settledMinor: 9_799, feeMinor: -59 })], 'payout', -1],
  ])('%s', (_what, rows, term, delta) => expect(equationOf(order, rows, all).odd[0]).toEqual({ term, deltaMinor: delta })) // prettier-ignore
  test('every way in which providers round a fee given back is right', () => {
    const back = { ...order, refundedMinor: 3_333 }
    const refund = row({ kind: 'refund', event: 'r', amountMinor: 3_333, settledMinor: -3_333 })
    for (const feeMinor of [20, 0, 59 - feeFor(9_800 - 3_333, 6000)])
      expect(equationOf(back, [payment, { ...refund, feeMinor }], all).odd).toEqual([])
    expect(equationOf(back, [payment, { ...refund, feeMinor: 15 }], all).odd).toHaveLength(1)
  })
  test('without the payment’s own bill nothing is said about it', () => {
    const refund = row({ kind: 'refund', amountMinor: 500, settledMinor: -500, feeMinor: 3 })
    const e = equationOf({ ...order, refundedMinor: 500 }, [refund], { payment: false, flow: true })
    expect(e).toMatchObject({ partial: true, payoutMinor: -497, differenceMinor: 0, odd: [] })
  })

  const amount = fc.integer({ min: 0, max: 10_000_000 })
  const signed = fc.integer({ min: -10_000_000, max: 10_000_000 })
  const anyRow = fc.record({
    ledger: fc.constantFrom('trade' as const, 'flow' as const), kind: fc.constantFrom('payment' as const, 'refund' as const, 'fee' as const, 'commission' as const, 'subsidy' as const, 'other' as const),
    event: fc.constantFrom('a', 'b'), amountMinor: amount, settledMinor: signed, discountMinor: signed, feeMinor: signed, commissionMinor: signed,
    feePpm: fc.option(fc.integer({ min: 0, max: 30_000 })),
  }) // prettier-ignore
  const anyOrder = fc.record({ goodsMinor: amount, freightMinor: amount, discountMinor: amount, totalMinor: amount, refundedMinor: amount }) // prettier-ignore
  test('whatever the rows: the terms come to what was expected, and the odd ones to the difference', () => {
    fc.assert(
      fc.property(anyOrder, fc.array(anyRow, { maxLength: 6 }), fc.boolean(), fc.boolean(), (o, rows, paid, flow) => {
        const e = equationOf(o, rows, { payment: paid, flow })
        const delta = (term: string) => e.odd.find((odd) => odd.term === term)?.deltaMinor ?? 0
        const terms = e.goodsMinor + e.freightMinor + e.adjustmentMinor - e.merchantDiscountMinor + e.platformSubsidyMinor - e.commissionMinor - e.feeMinor - e.refundMinor
        expect(terms + delta('payment') + delta('payout') + delta('other')).toBe(e.payoutMinor)
        expect(e.expectedPayoutMinor + e.differenceMinor).toBe(e.payoutMinor)
        expect(e.odd.reduce((sum, odd) => sum + odd.deltaMinor, 0)).toBe(e.differenceMinor)
      }),
    ) // prettier-ignore
  })
})

describe('the rate that a bill does not name', () => {
  test('is found from its rows, some of them wrong', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 120 }), fc.array(fc.integer({ min: 20_000, max: 500_000 }), { minLength: 12, maxLength: 40 }), (step, amounts) => {
        const vote = rateVote()
        amounts.forEach((one, n) => vote.add(one, feeFor(one, step * 100) + (n % 5 === 4 ? 1 : 0)))
        const found = vote.winner()
        expect(amounts.filter((one) => feeFor(one, found ?? 0) === feeFor(one, step * 100)).length * 5).toBeGreaterThanOrEqual(amounts.length * 4 - 5)
      }),
    ) // prettier-ignore
  })
  test('is not guessed from a handful', () => {
    const vote = rateVote()
    vote.add(9_900, 59)
    expect(vote.winner()).toBeUndefined()
  })
})
