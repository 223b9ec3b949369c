import type { Core } from './build-core'
import { startSmsSimulator } from './connectors/sms'
import { countStock } from './flows'
import { Disposables } from './kernel'
import { setAdapter } from './notifications'
import { keepWorld, OPENING_STOCK, startPractice, worldOf } from './practice'
import { addShop, listShops, newKeys } from './shops'

const WAREHOUSES = [
  ['w1', '杭州仓'],
  ['w2', '义乌仓'],
] as const

/** Opens the practice shops: starts their platforms, binds them on the first day, and lets the week play on live. */
export async function joinPractice(core: Core, address: string): Promise<AsyncDisposable> {
  const actor = { who: 'owner', from: 'core' }
  const known = await listShops(core.database.read)
  // Where the shops' own memory is lost, the same first day again: the same week under the same numbers.
  const now = known[0]?.createdAt ?? core.clock.now()
  await using born = new Disposables()
  const memories = known.length > 0 ? await worldOf(core.folder) : []
  const practice = born.add(await startPractice({ now, seed: 20_261_124, clock: core.clock, memories }))
  // Ends before the shops do: what they know last is kept.
  born.add(keepWorld(core.folder, practice, core.clock))
  if (known.length === 0)
    await core.database.withTx(actor, async (tx) => {
      for (const [position, [id, name]] of WAREHOUSES.entries())
        await tx.run(
          'insert into warehouses (id, name, position) values (?, ?, ?) on conflict(id) do update set name=excluded.name, position=excluded.position',
          [id, name, position],
        )
      const ids = new Map(WAREHOUSES.map(([id, name]) => [name as string, id]))
      await countStock(tx, OPENING_STOCK.map((row) => ({ sku: row.sku, warehouseId: ids.get(row.warehouse) ?? 'w1', onHand: row.onHand, reason: '期初盘点' }))) // prettier-ignore
    })
  for (const [n, shop] of practice.shops.entries()) {
    const before = known[n]
    const id = await core.database.withTx(actor, async (tx) => {
      if (!before)
        return (
          await addShop(tx, core.box, {
            platform: shop.platform,
            name: shop.name,
            url: shop.origin,
            settings: shop.settings,
            since: null,
          })
        ).id
      // The simulators of this run stand on other ports than those of the last.
      await newKeys(tx, core.box, before.id, shop.settings)
      await tx.run('update shops set origin=? where id=?', [shop.origin, before.id])
      return before.id
    })
    born.add(core.rpc.playing.attach(id, shop.simulator.shop))
    shop.pushTo(`${address}/hooks/${id}`)
  }
  const gateway = born.add(await startSmsSimulator({ now: () => core.clock.now() }))
  await core.database.withTx(actor, (tx) => setAdapter(tx, core.box, { kind: 'sms', ...gateway }))
  return born.move()
}
