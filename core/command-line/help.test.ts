import { expect, test } from 'vitest'
import { Refusal } from '../kernel'
import { helpFor } from './help'
import { sentenceOf } from './sentences'

const words = { positionals: [], options: {} }

test('the help of a command is about that command, with what its line has no room for', () => {
  const ship = helpFor('ship', words)
  expect(ship).toMatch(
    /zhanggui ship FILE[\s\S]*--waybill[\s\S]*订单号、运单号[\s\S]*--confirm short,untracked,merged,waybill/,
  )
  expect(ship).not.toContain('zhanggui backup')
  expect(ship).toContain('--data DIR')
  expect(helpFor('restore', words)).toMatch(/restore FILE[\s\S]*restore --key/)
  for (const unknown of ['', 'shipp'])
    expect(helpFor(unknown, words)).toMatch(/zhanggui serve[\s\S]*zhanggui bench/)
})

test('a refund that is too large is refused in yuan, not in fen', () => {
  const data = {
    amountMinor: 9_999_900,
    leftMinor: 23_800,
    paidMinor: 23_800,
    refundedMinor: 0,
    currency: 'CNY',
  }
  expect(sentenceOf(new Refusal('refund-too-large', data))).toMatch(/99999\.00[\s\S]*238\.00/)
})
