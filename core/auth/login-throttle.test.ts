import { expect, test } from 'vitest'
import { fakeClock } from '../testing'
import { LoginThrottle } from './index'

const HOUR_MS = 3_600_000

function tryTimes(throttle: LoginThrottle, times: number, address = (n: number) => `a${n - n}`): void {
  for (let n = 0; n < times; n++) throttle.attempt(address(n))
}

test('five tries are free, then each waits twice as long, up to 15 minutes', async () => {
  const clock = fakeClock()
  const throttle = new LoginThrottle(clock)
  tryTimes(throttle, 5)
  const waits: unknown[] = []
  for (let n = 0; n < 12; n++) {
    try {
      throttle.attempt('a0')
    } catch (error) {
      waits.push((error as { data: { waitSeconds: number } }).data.waitSeconds)
    }
    await clock.advance(Number(waits.at(-1)) * 1000)
    throttle.attempt('a0')
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
  await clock.advance(HOUR_MS + 1)
  tryTimes(throttle, 5)
})

test('another address is not made to wait, until all together tried too often', () => {
  const throttle = new LoginThrottle(fakeClock())
  tryTimes(throttle, 5)
  expect(() => throttle.attempt('a0')).toThrow('too-many-tries')
  tryTimes(throttle, 45, (n) => `b${n}`)
  expect(() => throttle.attempt('fresh')).toThrow('too-many-tries')
})

test('the right PIN wipes the slate', () => {
  const throttle = new LoginThrottle(fakeClock())
  for (let n = 0; n < 30; n++) {
    tryTimes(throttle, 3)
    throttle.succeeded('a0')
  }
})
