import { expect, test } from 'vitest'
import { standingOf } from './month-standing'

const even = { provider: 'alipay', days: 30, allDays: 30, netMinor: 900, matchedMinor: 500, strayMinor: 300, cleanedMinor: 100 } as const // prettier-ignore

test('a month is even only where its own bills are at hand, whole and agree with their totals', () => {
  expect(standingOf([even], [])).toBe('whole')
  expect(standingOf([], [])).toBe('none')
  expect(standingOf([even], [{ provider: 'wechat' }])).toBe('unfinished')
  expect(standingOf([{ ...even, netMinor: 901 }], [])).toBe('rest')
  expect(standingOf([{ ...even, days: 12 }], [])).toBe('part')
})
