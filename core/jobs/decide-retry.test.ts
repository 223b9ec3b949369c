import { expect, test } from 'vitest'
import { OutsideFailure } from '../kernel'
import { decideRetry, waitAfter } from './decide-retry'

test('the wait doubles from 2 s to 15 min, ± 20 %', () => {
  expect([1, 2, 3, 10, 50].map((n) => waitAfter(n, () => 0.5))).toEqual([
    2_000, 4_000, 8_000, 900_000, 900_000,
  ])
  expect([0, 1].map((random) => waitAfter(1, () => random))).toEqual([1_600, 2_400])
})

test('a reason is kept short', () => {
  expect(decideRetry(new Error('x'.repeat(9_000)), 1, 0).state).toBe('waiting')
  expect(decideRetry(new OutsideFailure('x'.repeat(9_000), { retryable: false }), 1, 0)).toMatchObject({
    error: 'x'.repeat(500),
  })
})
