import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { OWNER_ID } from '../core/auth'
import { buildCore } from '../core/build-core'
import { serveFolder } from '../core/command-line/serve'
import { startVendureSimulator } from '../core/connectors/vendure'
import { createLog, minor } from '../core/kernel'
import { addShop } from '../core/shops'
import { Listener, openBrowser, openStations, startEcho, type Painted } from './live-pages'
import { percentile, print, round } from './measure'

const STATIONS = Number(process.env['ZG_BENCH_STATIONS'] ?? 20)
const CHANGES = Number(process.env['ZG_BENCH_CHANGES'] ?? 50)
const WARM_UP = 3
const TARGET_MS = 300

const folder = mkdtempSync(join(tmpdir(), 'zhanggui-bench-'))
const core = await buildCore({ folder, practice: false, log: createLog('silent') })
const served = await serveFolder(core, { host: '127.0.0.1', port: 0, practice: false, run: async () => 1 })
const shop = await startVendureSimulator({ seed: 1 })
const shopId = await core.database.withTx({ who: 'bench', from: 'bench' }, async (tx) => {
  // Past the first run: the board is what opens.
  await tx.run(`update people set pin_hash='bench' where id=?`, [OWNER_ID])
  return (
    await addShop(tx, core.box, {
      platform: 'vendure',
      name: '独立站',
      url: shop.origin,
      settings: shop.settings,
      since: null,
    })
  ).id
})
await core.sync.start()
shop.shop.pushTo(`${served.address}/hooks/${shopId}`)

const base = Date.now() - 600_000

const titleOf = (n: number) => `实时单 ${String(n).padStart(4, '0')} 号`

/** A buyer pays: each order is a little more urgent than the last, so that its card stands at the top of 待发货. */
function change(n: number): void {
  const at = base - n * 2_000
  const id = shop.shop.place({
    createdAt: at, buyer: '周小满', phone: '13800002046', province: '浙江省', city: '杭州市', district: '西湖区', street: '文新街道 1 号', freightMinor: minor(0), discountMinor: minor(0),
    lines: [{ sku: 'LL-LIVE', title: titleOf(n), quantity: 1, unitPriceMinor: minor(12_900) }],
  }) // prettier-ignore
  shop.shop.pay(id, at)
}

// A board opens once there is an order.
change(0)
while (!(await core.database.read.get('select 1 as one from orders'))) await pause(20)

const listener = new Listener(STATIONS)
const browser = await openBrowser()
const stations = await openStations(browser, served.address, served.link, STATIONS, listener)
const echo = await startEcho(stations)
const waits = (began: number, painted: Painted) => [...painted.values()].map((at) => at - began)
let announcedAt = 0
core.rpc.hub.follow((frame) => {
  if (frame.changes.some(({ entity }) => entity === 'order')) announcedAt ||= Date.now()
})
const announced: number[] = []
/** From core's announcement on: what feed and screens take of it. */
const onScreens: number[] = []
const ours: number[] = []
const slowestStation: number[] = []
const reference: number[] = []
for (let n = 1; n <= WARM_UP + CHANGES; n++) {
  const painted = listener.until(titleOf(n))
  announcedAt = 0
  const began = Date.now()
  change(n)
  const mine = waits(began, await painted)
  await pause(300 + ((n * 37) % 100))
  const text = `echo ${n}.`
  const sent = Date.now()
  const heard = listener.until(text)
  echo.send(text)
  const bare = waits(sent, await heard)
  await pause(100)
  if (n <= WARM_UP) continue
  announced.push(announcedAt - began)
  onScreens.push(...mine.map((ms) => ms - (announcedAt - began)))
  ours.push(...mine)
  slowestStation.push(Math.max(...mine))
  reference.push(...bare)
}

await browser.close()
await echo[Symbol.asyncDispose]()
await served[Symbol.asyncDispose]()
await core[Symbol.asyncDispose]()
await shop[Symbol.asyncDispose]()
rmSync(folder, { recursive: true, force: true })

const of = (values: readonly number[]) => ({
  p50Ms: percentile(values, 0.5),
  p95Ms: percentile(values, 0.95),
  p99Ms: percentile(values, 0.99),
})
const [mine, bare] = [of(ours), of(reference)]
print({
  name: 'live',
  params: {
    stations: STATIONS,
    changes: CHANGES,
    browser: 'one headless Chromium, a context for each station',
    samples: ours.length,
  },
  ours: {
    what: 'from the payment at the shop to the card painted, each station',
    ...mine,
    slowestStation: of(slowestStation),
    announced: of(announced),
    fromAnnounced: of(onScreens),
  },
  reference: {
    what: 'a text sent over a bare WebSocket to as many pages, appended and painted, in turns',
    ...bare,
  },
  ratio: { p50: round(mine.p50Ms / bare.p50Ms), p99: round(mine.p99Ms / bare.p99Ms) },
  targets: [
    {
      what: 'p99 to the painted card, ms',
      target: `≤ ${TARGET_MS}`,
      measured: mine.p99Ms,
      met: mine.p99Ms <= TARGET_MS,
    },
  ],
})
