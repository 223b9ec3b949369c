import { expect, test } from 'vitest'
import { coreDatabase, fakeClock } from '../testing'
import { shopSyncs, syncPill } from './sync-view.store'

const MINUTE_MS = 60_000
const NOW = Date.UTC(2026, 10, 24, 3)
const actor = { who: 'test', from: 'test' }

async function twoShops(second: string) {
  const database = await coreDatabase({ clock: fakeClock(NOW) })
  await database.withTx(actor, async (tx) => {
    for (const [id, agoMs, needsKeys, paused] of [
      ['older', 2 * MINUTE_MS, 0, 0],
      [second, second === 'refused' ? MINUTE_MS : 90 * MINUTE_MS, second === 'refused' ? 1 : 0, second === 'paused' ? 1 : 0],
    ] as const) {
      await tx.run(`insert into shops (id,platform,name,origin,settings_sealed,setting_names,paused,created_at) values (?,'vendure',?,'x',?,'',?,0)`, [id, id, new Uint8Array(1), paused])
      await tx.run(`insert into shop_sync (shop_id, watermark, first_done, needs_keys) values (?,?,1,?)`, [id, NOW - agoMs, needsKeys])
      await tx.run(`insert into coverage (shop_id, from_ms, to_ms, read_at, kind) values (?,?,?,?,'read')`, [id, NOW - 5 * 60 * MINUTE_MS, NOW - agoMs, NOW])
    }
  }) // prettier-ignore
  return database
}

test('the pill names the shop that cannot be read, not the one that is merely older', async () => {
  await using database = await twoShops('refused')
  expect(await syncPill(database.read, false, NOW)).toMatchObject({
    health: 'failing',
    oldestShop: 'refused',
  })
})

test('a paused shop has no gap: what it leaves out is read when the pause ends', async () => {
  await using database = await twoShops('paused')
  const shops = await shopSyncs(database.read, NOW)
  expect(shops.map((shop) => [shop.shopId, shop.coverage.map(({ kind }) => kind)])).toEqual([
    ['older', ['read']],
    ['paused', ['read']],
  ])
  expect(await syncPill(database.read, false, NOW)).toMatchObject({ health: 'ok', gaps: 0 })
})
