import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildCore } from '../build-core'
import { startShopifySimulator } from '../connectors/shopify'
import { startTaobaoSimulator } from '../connectors/taobao'
import { doctor } from '../database'
import { countStock, shipOrder } from '../flows'
import { Disposables } from '../kernel'
import { DEFAULT_TIME_OUTS } from '../orders'
import { addShop } from '../shops'
import { noLog } from '../testing'
import { aSale } from '../testing/a-sale'

const KILLS = Number(process.env['ZG_KILLS'] ?? 5)
const SHIPMENTS = KILLS * 8
/** Taobao bears ten minutes of difference between its clock and ours: eight lives. */
const LEASE_MS = 61_000
const actor = { who: 'test', from: 'test' }
const root = resolve(import.meta.dirname, '../..')
let place = ''

/** Entities have decorators, which plain Node does not read: the child is built like the program itself. */
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'zhanggui-ship-kill-'))
  await symlink(join(root, 'node_modules'), join(place, 'node_modules'), 'junction')
  await writeFile(join(place, 'package.json'), '{"type":"module"}')
  await build({
    configFile: join(root, 'tools/core.vite.config.ts'),
    build: {
      outDir: join(place, 'out'),
      rolldownOptions: { input: { 'ship-child': join(root, 'core/testing/ship-child.ts') } },
    },
  })
})
afterAll(() => rm(place, { recursive: true, force: true }))

/** One life of the child: killed once it has told so many parcels, in the middle of the next, or left to its end. */
async function live(
  folder: string,
  life: number,
  kill?: { told: number; afterMs: number },
): Promise<boolean> {
  const child = spawn(process.execPath, [join(place, 'out/ship-child.js'), folder, String(life * LEASE_MS)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [said, first] = ['', -1]
  child.stderr.on('data', (text: Buffer) => void (said += text.toString()))
  createInterface(child.stdout).on('line', (line) => {
    const left = Number(line)
    if (first < 0) first = left
    if (kill && first - left >= kill.told) setTimeout(() => child.kill('SIGKILL'), kill.afterMs)
  })
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`the child ended with ${code}: ${said}`)
  return signal === 'SIGKILL'
}

test(
  `killed ${KILLS} times while it tells of ${SHIPMENTS} parcels: each is shipped exactly once`,
  async () => {
    await using ends = new Disposables()
    const folder = join(place, 'data')
    await mkdir(folder)
    const simulators = [
      ['taobao', ends.add(await startTaobaoSimulator({ callsPerSecond: 10_000 }))],
      ['shopify', ends.add(await startShopifySimulator({}))],
    ] as const
    {
      await using core = await buildCore({ folder, practice: false, log: noLog })
      const { database, box } = core
      for (const [platform, { origin, settings, shop }] of simulators) {
        for (let n = 0; n < SHIPMENTS / 2; n++) {
          const at = Date.now() - 3_600_000 + n * 1_000
          shop.pay(shop.place(aSale({ createdAt: at })), at + 500)
        }
        await database.withTx(actor, (tx) => addShop(tx, box, { platform, name: platform, url: origin, settings, since: null })) // prettier-ignore
      }
      await core.sync.once(['s1', 's2'], () => core.jobs.idle())
      await database.withTx(actor, (tx) =>
        countStock(tx, [{ sku: 'LL-MUG-320-MW', warehouseId: 'w1', onHand: SHIPMENTS * 2, reason: '盘点' }]),
      )
      const orders = await database.read.all<{ id: number }>('select id from orders order by id')
      expect(orders).toHaveLength(SHIPMENTS)
      // In one transaction: no job runs before all are there.
      await database.withTx(actor, async (tx) => {
        for (const [n, { id }] of orders.entries())
          await shipOrder(tx, DEFAULT_TIME_OUTS, {
            orderId: id,
            parcels: [{ courier: 'YTO', waybill: `YT${8_900_000_000_000 + n}`, lines: null }],
            confirm: [],
          })
      })
    }
    let kills = 0
    for (let life = 0; life < KILLS; life++)
      if (await live(folder, life, { told: 1 + (life % 3), afterMs: (life * 7) % 25 })) kills += 1
    expect(kills).toBeGreaterThanOrEqual(KILLS - 1)
    expect(await live(folder, KILLS)).toBe(false)

    for (const [platform, { shop }] of simulators)
      for (const id of shop.ids())
        expect(shop.parcelsOf(id), `${platform} ${id}`).toMatchObject([{ lines: [{ line: 0, quantity: 2 }] }])
    await using core = await buildCore({ folder, practice: false, log: noLog })
    await core.sync.once(['s1', 's2'], () => core.jobs.idle())
    expect(await core.database.read.all('select on_hand, reserved from stock_levels')).toEqual([
      { on_hand: 0, reserved: 0 },
    ])
    expect((await doctor(core.database)).findings.filter((finding) => !finding.ok)).toEqual([])
    console.info(`${kills} kills · ${SHIPMENTS} parcels · each at its platform once`)
  },
  120_000 + KILLS * 20_000,
)
