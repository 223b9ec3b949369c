import { expect, test } from 'vitest'
import type { MoneyGroup, RefundFacts } from '../connectors'
import { minor } from '../kernel'
import { aLine, anObservation } from '../testing/an-order'
import { applyObservation, blankOrder } from './apply-observation'

const aRefund = (given: Partial<RefundFacts>): RefundFacts => ({
  externalId: 'r1', lineExternalId: 'l1', state: 'paid', platformState: 'SUCCESS', kind: 'money', amountMinor: minor(1000),
  reason: null, createdAt: 1, ...given,
}) // prettier-ignore
const money = (total: number, refunded: number): MoneyGroup => ({
  currency: 'CNY', goodsMinor: minor(9800), discountMinor: minor(9800 - total), freightMinor: minor(0),
  totalMinor: minor(total), refundedMinor: minor(refunded),
}) // prettier-ignore
const first = anObservation({
  refundsInPart: true,
  groups: {
    money: money(9800, 1000),
    lines: [aLine({ refundedMinor: minor(1000) })],
    refunds: [aRefund({})],
  },
})
const known = applyObservation(blankOrder('s1', first, new Uint8Array(), 0), first).order
const next = (groups: object) => ({
  ...first,
  version: first.version + 1,
  groups: { ...first.groups, ...groups },
})

test('a second refund on a line takes nothing from the first, in the list, the sums and the total', () => {
  const asked = next({
    money: money(8800, 0),
    lines: [aLine()],
    refunds: [aRefund({ externalId: 'r2', state: 'requested', amountMinor: minor(500), createdAt: 2 })],
  })
  const { order } = applyObservation(known, asked)
  expect(order.refunds.map((one) => [one.externalId, one.state])).toEqual([['r1', 'paid'], ['r2', 'requested']]) // prettier-ignore
  expect(order).toMatchObject({ totalMinor: 9800, discountMinor: 0, refundedMinor: 1000, state: 'returning' })
  expect(order.lines[0]?.refundedMinor).toBe(1000)
  // The same told again, or told in full, is no news.
  expect(applyObservation(order, { ...asked, asOf: asked.asOf + 1 }).changed).toEqual([])
})

test('a refund that only its line tells of keeps the amount that we know', () => {
  const supposed = next({
    money: money(9800, 9800),
    lines: [aLine({ refundedMinor: minor(9800) })],
    refunds: [aRefund({ amountMinor: minor(9800), createdAt: null })],
  })
  const { order, changed } = applyObservation(known, supposed)
  expect([order.refundedMinor, order.lines[0]?.refundedMinor, changed]).toEqual([1000, 1000, []])
  expect(order.refunds).toEqual([aRefund({})])
})

test('a platform that tells all refunds takes back what it no longer tells', () => {
  const { refundsInPart: _part, ...whole } = next({ refunds: [] })
  expect(applyObservation(known, whole).order.refunds).toEqual([])
})
