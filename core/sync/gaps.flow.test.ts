import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Connector, ShopConnection, Window } from '../connectors'
import { Disposables, OutsideFailure } from '../kernel'
import { fakeClock, noLog, type FakeClock } from '../testing'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { platforms } from '../shops'
import { ShopHttp } from './shop-http'
import { ShopRunner } from './shop-runner'
import { shopSyncs } from './sync-view.store'

const HOUR_MS = 3_600_000
let clock: FakeClock
let served: ServedCore
let shopId: string
let ends: Disposables
/** What the shop does when it is asked for its n-th window of this round. */
let answer: (nth: number) => void
let sweep: () => void
let asked = 0

beforeEach(async () => {
  ends = new Disposables()
  clock = fakeClock()
  served = ends.add(await aServedCore({ clock }))
  shopId = (await served.bind('vendure', { origin: 'http://127.0.0.1:9', settings: { api_key: 'k' } })).id
  answer = sweep = () => undefined
})
afterEach(() => ends[Symbol.asyncDispose]())

/** A runner as after a start of the program; the shop it reads gives one hour at most per window, and no orders. */
function aRunner(): ShopRunner {
  const vendure = platforms.get('vendure')
  if (!vendure) throw new Error('no such platform')
  const connector: Connector = { ...vendure, manners: { ...vendure.manners, maxWindowMs: HOUR_MS, historyMs: 3 * HOUR_MS, settleMs: 0 } } // prettier-ignore
  const connection: ShopConnection = {
    testSteps: async () => [],
    platformNow: async () => {
      asked = 0
      return clock.now()
    },
    async *readWindow(_window: Window) {
      answer(asked++)
    },
    async *sweep() {
      sweep()
    },
    readOrder: async () => undefined,
    understand: () => ({ orders: [], unreadable: [], rereads: [] }),
  } as unknown as ShopConnection
  return new ShopRunner({
    database: served.core.database, box: served.core.box, clock, log: noLog, shopId, connector, connection,
    http: new ShopHttp(clock, connector.manners), since: null, stored: () => undefined,
  }) // prettier-ignore
}

const gaps = async () => {
  const [shop] = await shopSyncs(served.core.database.read, clock.now())
  return { found: shop?.gapsFound, healed: shop?.gapsHealed }
}
const fail = () => {
  throw new OutsideFailure('nobody answers', { retryable: true })
}
const failsAt = (windows: readonly number[]) => (nth: number) => windows.includes(nth) && fail()

/** Lets the runner go on until so many more rounds were begun. */
async function rounds(count: number): Promise<void> {
  let begun = 0
  const before = answer
  answer = (nth) => {
    if (nth === 0) begun += 1
    before(nth)
  }
  const later = async () => (await clock.advance(60_000), begun)
  await expect.poll(later, { interval: 2 }).toBeGreaterThanOrEqual(count)
  answer = before
}

test('an outage that breaks off again and again in the middle of the windows is one gap, healed once', async () => {
  const runner = ends.add(aRunner())
  runner.start()
  await expect.poll(async () => (await gaps()).found).toBe(0)
  await expect
    .poll(async () => (await shopSyncs(served.core.database.read, clock.now()))[0]?.progress)
    .toBe(null)

  answer = fail
  await clock.advance(4 * HOUR_MS)
  await rounds(2)
  expect(await gaps()).toEqual({ found: 1, healed: 0 })
  answer = failsAt([1])
  await rounds(3)
  expect(await gaps()).toEqual({ found: 1, healed: 0 })
  answer = () => undefined
  await rounds(2)
  await expect.poll(gaps).toEqual({ found: 1, healed: 1 })
  await rounds(2)
  expect(await gaps()).toEqual({ found: 1, healed: 1 })
})

test('a gap found before a restart is healed after it, once', async () => {
  await aRunner().once(false)
  await clock.advance(4 * HOUR_MS)
  answer = failsAt([0])
  {
    await using runner = aRunner()
    runner.start()
    await expect.poll(gaps).toEqual({ found: 1, healed: 0 })
  }
  // Killed between two windows of the round that would have healed it: the first window stands.
  answer = failsAt([1])
  await expect(aRunner().once(false)).rejects.toThrow('nobody answers')
  answer = () => undefined
  await aRunner().once(false)
  expect(await gaps()).toEqual({ found: 1, healed: 1 })
  await aRunner().once(true)
  expect(await gaps()).toEqual({ found: 1, healed: 1 })
})

test('a sweep that fails after the windows were read is a gap too, and ends', async () => {
  answer = () => undefined
  sweep = fail
  const runner = ends.add(aRunner())
  runner.start()
  await expect.poll(gaps).toEqual({ found: 1, healed: 0 })
  sweep = () => undefined
  await rounds(2)
  await expect.poll(gaps).toEqual({ found: 1, healed: 1 })
})
