import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Simulator } from '../connectors'
import { startVendureSimulator } from '../connectors/vendure'
import { newKeys } from '../shops'
import { fakeClock, type FakeClock } from '../testing'
import { aSale } from '../testing/a-sale'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { shopSyncs, syncPill } from './sync-view.store'
import type { ShopSync } from './sync.contract'

const MINUTE_MS = 60_000
let clock: FakeClock
let simulator: Simulator
let served: ServedCore
let shopId: string

beforeEach(async () => {
  clock = fakeClock()
  simulator = await startVendureSimulator({ now: clock.now })
  served = await aServedCore({ clock })
  shopId = (await served.bind('vendure', simulator)).id
})
afterEach(async () => {
  await served[Symbol.asyncDispose]()
  await simulator[Symbol.asyncDispose]()
})

function sell(): string {
  const at = clock.now() + simulator.faults.skewMs
  const id = simulator.shop.place(aSale({ createdAt: at }))
  simulator.shop.pay(id, at)
  return id
}
async function shown(): Promise<ShopSync> {
  const [shop] = await shopSyncs(served.core.database.read, clock.now())
  if (!shop) throw new Error('no shop is bound')
  return shop
}
async function orderIds(): Promise<unknown[]> {
  const rows = await served.core.database.read.all('select external_id from orders order by id, external_id')
  return rows.map((row) => row['external_id'])
}
const poll = { interval: 20 }
/** Looks again and again while the clock goes on by so much a look: no round is waited for that already was. */
const asTimePasses =
  <T>(stepMs: number, look: () => Promise<T>) =>
  async () => {
    await clock.advance(stepMs)
    return look()
  }
const health = async () => (await shown()).health

for (const skewMs of [5 * MINUTE_MS, -5 * MINUTE_MS])
  test(`a shop whose clock is five minutes ${skewMs > 0 ? 'ahead' : 'behind'} still syncs, and its skew is shown`, async () => {
    simulator.faults.skewMs = skewMs
    const first = sell()
    const { paceMs } = await shown()
    await served.core.sync.start()
    await expect.poll(orderIds, poll).toEqual([first])
    const skewShown = async () => (await shown()).clockSkewMs
    await expect.poll(skewShown, poll).not.toBeNull()
    // What a round writes last.
    await expect.poll(async () => (await shown()).paceMs, poll).not.toBe(paceMs)
    // The clock stood still so far: a jump of it in the middle of a request would be taken for skew.
    expect(Math.abs(((await skewShown()) ?? 0) - skewMs)).toBeLessThanOrEqual(1_000)
    await clock.advance(2 * MINUTE_MS)
    const second = sell()
    await clock.advance(5 * MINUTE_MS)
    await expect.poll(asTimePasses(5_000, orderIds), poll).toEqual([first, second])
    await expect.poll(asTimePasses(5_000, health), poll).toBe('ok')
    const shop = await shown()
    // Told in our own time: what stands beside it on the screen is our clock.
    const ageMs = clock.now() - (shop.dataAsOf ?? 0)
    expect(ageMs).toBeGreaterThanOrEqual(0)
    expect(ageMs).toBeLessThan(4 * MINUTE_MS)
    expect(shop.coverage.map((span) => span.kind)).toEqual(['read'])
    expect((await syncPill(served.core.database.read, false, clock.now())).health).toBe('ok')
  })

test('expired keys are put before a person; with new keys the shop goes on', async () => {
  await served.core.sync.start()
  await expect.poll(health, poll).toBe('ok')
  simulator.faults.keysExpired = true
  await expect.poll(asTimePasses(5_000, health), poll).toBe('keys')
  expect(await served.core.database.read.all('select needs_keys from shop_sync')).toEqual([{ needs_keys: 1 }])
  expect((await shown()).lastError).not.toContain(simulator.settings['api_key'])
  expect((await syncPill(served.core.database.read, false, clock.now())).health).toBe('failing')

  const sold = sell()
  simulator.faults.keysExpired = false
  await served.core.database.withTx({ who: 'owner', from: 'test' }, (tx) =>
    newKeys(tx, served.core.box, shopId, simulator.settings),
  )
  await served.core.sync.reopen(shopId)
  await expect.poll(orderIds, poll).toEqual([sold])
  await expect.poll(health, poll).toBe('ok')
  expect((await shown()).lastError).toBeNull()
})

test('a shop whose keys are refused keeps the others from nothing when all are read once', async () => {
  const sold = sell()
  const other = await startVendureSimulator({ now: clock.now })
  try {
    other.faults.keysExpired = true
    const bad = await served.bind('vendure', other)
    const idle = () => served.core.jobs.idle()
    const failed = await served.core.sync.once([bad.id, shopId], idle)
    expect(failed).toMatchObject([{ shopId: bad.id, error: { needsKeys: true } }])
    expect(await orderIds()).toEqual([sold])
  } finally {
    await other[Symbol.asyncDispose]()
  }
})

test('an outage is one gap, found and healed; what was sold meanwhile is there', async () => {
  const before = sell()
  await served.core.sync.start()
  await expect.poll(orderIds, poll).toEqual([before])
  await expect.poll(health, poll).toBe('ok')

  simulator.faults.outage = true
  const failures = async () =>
    Number(
      (await served.core.database.read.get<{ failures: number }>('select failures from shop_sync'))?.failures,
    )
  await expect.poll(asTimePasses(5_000, failures), poll).toBeGreaterThanOrEqual(3)
  await clock.advance(30 * MINUTE_MS)
  const meanwhile = sell()
  expect(await shown()).toMatchObject({ health: 'failing', gapsFound: 1, gapsHealed: 0 })
  expect((await shown()).coverage.map((span) => span.kind)).toEqual(['read', 'gap'])

  simulator.faults.outage = false
  await expect.poll(asTimePasses(MINUTE_MS, orderIds), poll).toEqual([before, meanwhile])
  await expect.poll(asTimePasses(5_000, health), poll).toBe('ok')
  await expect
    .poll(asTimePasses(5_000, shown), poll)
    .toMatchObject({ gapsFound: 1, gapsHealed: 1, lastError: null })
  // The clock runs on while the shop is read: the newest minutes may be on their way still.
  const kinds = async () => (await shown()).coverage.map((span) => span.kind)
  await expect.poll(asTimePasses(1_000, kinds), poll).not.toContain('gap')
  expect((await kinds()).slice(0, 2)).toEqual(['read', 'healed'])
})
