import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildCore, type Core } from '../build-core'
import type { Simulator } from '../connectors'
import { startShopifySimulator } from '../connectors/shopify'
import { startTaobaoSimulator } from '../connectors/taobao'
import { doctor } from '../database'
import { countStock, shipOrder } from '../flows'
import { Disposables, type Clock } from '../kernel'
import { DEFAULT_TIME_OUTS } from '../orders'
import { addShop } from '../shops'
import { noLog } from '../testing'
import { aSale } from '../testing/a-sale'
import { aFaultProxy, type FaultProxy } from '../testing/fault-proxy'
import { hurriedClock } from '../testing/hurried-clock'

/** Over both platforms; `ZG_SHIPMENTS=500` for the long run. */
const SHIPMENTS = Number(process.env['ZG_SHIPMENTS'] ?? 120)
const SEED = Number(process.env['ZG_SEED'] ?? 20_261_126)
const REBUILDS = 4
const TIMES = 24
const actor = { who: 'test', from: 'test' }
const SHARES = { error: 0.08, lost: 0.08, timeout: 0.04, twice: 0.06, cut: 0.06 }

interface Shop {
  readonly platform: string
  readonly simulator: Simulator
  readonly proxy: FaultProxy
}

async function openShops(ends: Disposables, clock: Clock): Promise<Shop[]> {
  const simulators = [
    ['taobao', await startTaobaoSimulator({ now: clock.now, callsPerSecond: 10_000 })],
    ['shopify', await startShopifySimulator({ now: clock.now })],
  ] as const
  const shops: Shop[] = []
  for (const [n, [platform, simulator]] of simulators.entries()) {
    ends.add(simulator)
    const proxy = await aFaultProxy({
      target: simulator.origin,
      seed: SEED + n,
      shares: SHARES,
      timeoutMs: 60,
    })
    ends.add(proxy)
    // The orders are read in peace: what is struck is the shipping, its questions and the reading afterwards.
    proxy.calm = true
    shops.push({ platform, simulator, proxy })
    for (let order = 0; order < SHIPMENTS / simulators.length; order++) {
      const at = clock.now() - 3_600_000 + order * 1_000
      simulator.shop.pay(simulator.shop.place(aSale({ createdAt: at })), at + 500)
    }
  }
  return shops
}

const open = (core: Core, state: string) =>
  core.database.read.get<{ n: number }>('select count(*) as n from shipments where state = ?', [state])

test(
  `${SHIPMENTS} shipments through a bad network, the program ended and begun again: each is shipped exactly once`,
  async () => {
    await using ends = new Disposables()
    const clock = hurriedClock(TIMES)
    const folder = await mkdtemp(join(tmpdir(), 'zhanggui-ship-'))
    ends.add(() => rm(folder, { recursive: true, force: true }))
    const shops = await openShops(ends, clock)
    const begin = () => buildCore({ folder, practice: false, log: noLog, clock })
    const waybills = new Map<string, string>()

    {
      await using core = await begin()
      const { database, box } = core
      const ids: string[] = []
      for (const { platform, proxy, simulator } of shops) {
        const { settings } = simulator
        const shop = { platform, name: platform, url: proxy.origin, settings, since: null }
        ids.push((await database.withTx(actor, (tx) => addShop(tx, box, shop))).id)
      }
      await core.sync.once(ids, () => core.jobs.idle())
      await database.withTx(actor, (tx) =>
        countStock(tx, [
          { sku: 'LL-MUG-320-MW', warehouseId: 'w1', onHand: SHIPMENTS * 2 + 7, reason: '盘点' },
        ]),
      )
      for (const shop of shops) shop.proxy.calm = false
      const orders = await database.read.all<{ id: number; external_id: string }>('select id, external_id from orders order by id') // prettier-ignore
      expect(orders).toHaveLength(SHIPMENTS)
      for (const [n, { id, external_id }] of orders.entries()) {
        const waybill = `YT${8_900_000_000_000 + n}`
        waybills.set(external_id, waybill)
        const parcel = { courier: 'YTO', waybill, lines: null } as const
        await database.withTx(actor, (tx) =>
          shipOrder(tx, DEFAULT_TIME_OUTS, { orderId: id, parcels: [parcel], confirm: [] }),
        )
      }
    }
    // Several lives, each ended in the middle of the work.
    for (let life = 0; life < REBUILDS; life++) {
      await using core = await begin()
      const before = Number((await open(core, 'telling'))?.n)
      const share = Math.max(1, Math.floor(before / (REBUILDS - life + 1)))
      while (Number((await open(core, 'telling'))?.n) > before - share) await clock.sleep(300)
    }
    await using core = await begin()
    while (Number((await open(core, 'telling'))?.n) > 0) {
      // What is stuck waits for a person: that would be a failure of this very promise.
      expect(
        await core.database.read.all(`select subject, last_error from jobs where state='stuck'`),
      ).toEqual([])
      await clock.sleep(1_000)
    }
    for (const shop of shops) shop.proxy.calm = true
    await core.sync.once(['s1', 's2'], () => core.jobs.idle())

    for (const { platform, simulator } of shops)
      for (const id of simulator.shop.ids())
        expect(
          simulator.shop.parcelsOf(id).map(({ waybill, lines }) => ({ waybill, lines })),
          `${platform} ${id}`,
        ).toEqual([{ waybill: waybills.get(id), lines: [{ line: 0, quantity: 2 }] }])
    expect(Number((await open(core, 'told'))?.n)).toBe(SHIPMENTS)
    expect(await core.database.read.all('select on_hand, reserved from stock_levels')).toEqual([
      { on_hand: 7, reserved: 0 },
    ])
    expect(await core.database.read.all(`select distinct state from orders`)).toEqual([{ state: 'shipped' }])
    expect(await core.database.read.all('select order_id from order_lines where ahead > 0')).toEqual([])
    const stuck = await core.database.read.all(`select kind, last_error from jobs where state <> 'done'`)
    expect(stuck.filter((job) => (job as { kind: string }).kind === 'ship')).toEqual([])
    const { findings } = await doctor(core.database)
    expect(findings.filter(({ ok }) => !ok)).toEqual([])
    const struck = shops
      .map(({ platform, proxy }) => `${platform} ${JSON.stringify(proxy.struck)}`)
      .join(' · ')
    for (const { proxy } of shops)
      for (const times of Object.values(proxy.struck)) expect(times).toBeGreaterThan(0)
    console.info(`${SHIPMENTS} shipments · ${REBUILDS + 2} lives · ${struck}`)
  },
  60_000 + SHIPMENTS * 2_400,
)
