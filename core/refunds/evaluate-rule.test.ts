import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateRule, stagesOf, type RefundFacts, type RefundRule } from './evaluate-rule'

const RULES: RefundRule[] = [
  { id: 'ordinary', currency: 'CNY', buyer: 'any', upToMinor: 30_000, stages: [] },
  { id: 'vip', currency: 'CNY', buyer: 'vip', upToMinor: 100_000, stages: [] },
  { id: 'checked', currency: 'CNY', buyer: 'any', upToMinor: 500_000, stages: stagesOf('warehouse+finance') },
  { id: 'supervised', currency: 'CNY', buyer: 'any', upToMinor: null, stages: stagesOf('warehouse+finance supervisor') },
] // prettier-ignore
const facts = (given: Partial<RefundFacts>): RefundFacts => ({
  currency: 'CNY', amountMinor: 30_000, earlierMinor: 0, vip: false, older: false, ...given,
}) // prettier-ignore
const judge = (given: Partial<RefundFacts>) => evaluateRule(RULES, facts(given))

test('¥300 is automatic, one fen more is checked; a VIP has ¥1,000; over ¥5,000 the supervisor decides after the others', () => {
  expect(judge({})).toMatchObject({ rule: 'ordinary', automatic: true })
  expect(judge({ amountMinor: 30_001 })).toMatchObject({
    rule: 'checked',
    stages: [['warehouse', 'finance']],
  })
  expect(judge({ amountMinor: 100_000, vip: true })).toMatchObject({ rule: 'vip', automatic: true })
  expect(judge({ amountMinor: 100_001, vip: true })).toMatchObject({ rule: 'checked' })
  expect(judge({ amountMinor: 500_000 })).toMatchObject({ rule: 'checked' })
  expect(judge({ amountMinor: 500_001 })).toMatchObject({ rule: 'supervised', stages: [['warehouse', 'finance'], ['supervisor']] }) // prettier-ignore
})

test('an order refunded in slices is judged by the whole', () => {
  expect(judge({ amountMinor: 20_000, earlierMinor: 20_000 })).toMatchObject({
    rule: 'checked',
    judgedMinor: 40_000,
  })
})

test('what no rule speaks of, what is older than the shop here, and what has no amount goes to finance', () => {
  for (const given of [{ currency: 'USD' }, { older: true }, { amountMinor: 0 }])
    expect(judge(given)).toMatchObject({ automatic: false, stages: [['finance']] })
})

test('nothing above the ceilings is ever automatic', () => {
  const any = fc.record({ amountMinor: fc.integer({ min: 0, max: 2_000_000 }), earlierMinor: fc.integer({ min: 0, max: 2_000_000 }), vip: fc.boolean(), older: fc.boolean(), currency: fc.constantFrom('CNY', 'USD') }) // prettier-ignore
  fc.assert(
    fc.property(any, (given) => {
      const why = evaluateRule(RULES, given)
      const ceiling = given.currency !== 'CNY' ? 0 : given.vip ? 100_000 : 30_000
      if (why.automatic) expect(given.amountMinor + given.earlierMinor).toBeLessThanOrEqual(ceiling)
      else expect(why.stages.length).toBeGreaterThan(0)
    }),
  )
})
