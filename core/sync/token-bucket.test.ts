import { expect, test } from 'vitest'
import type { Clock } from '../kernel'
import { TokenBucket } from './token-bucket'

function aClock(): Clock {
  let now = 0
  return { now: () => now, sleep: async (ms) => void (now += ms) }
}

test('a ban is waited for, and its end is no new flood', async () => {
  const clock = aClock()
  const bucket = new TokenBucket(clock, 10, 20)
  for (let call = 0; call < 20; call++) await bucket.take(1)
  expect(clock.now()).toBe(0)
  bucket.throttled(2000)
  bucket.throttled(2000)
  const at: number[] = []
  for (let call = 0; call < 10; call++) {
    await bucket.take(1)
    at.push(clock.now())
  }
  expect(at[0]).toBeGreaterThanOrEqual(2000)
  for (const from of at)
    expect(at.filter((one) => one >= from && one < from + 1000).length).toBeLessThanOrEqual(7)
  expect(bucket.rate).toBeCloseTo(6.7, 0)
})

test('what may be called at once is learnt too', async () => {
  const clock = aClock()
  const bucket = new TokenBucket(clock, 10, 20)
  bucket.throttled(100)
  await clock.sleep(60_000)
  const start = clock.now()
  for (let call = 0; call < 12; call++) await bucket.take(1)
  expect(clock.now()).toBeGreaterThan(start)
})
