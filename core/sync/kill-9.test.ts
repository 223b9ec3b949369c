import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildCore } from '../build-core'
import type { RawPage } from '../connectors'
import { orderJson } from '../connectors/vendure/vendure.simulator.order'
import { simulatedStore } from '../connectors/vendure/vendure.simulator.shop'
import { doctor } from '../database'
import { countStock } from '../flows'
import { noLog } from '../testing'
import { aSale } from '../testing/a-sale'

const KILLS = Number(process.env['ZG_KILLS'] ?? 8)
const ORDERS = Number(process.env['ZG_KILL_ORDERS'] ?? (KILLS > 8 ? KILLS * 100 : 1_000))
const SEED = Number(process.env['ZG_KILL_SEED'] ?? 20_261_124)
const PER_PAGE = 5
const START = Date.UTC(2026, 10, 1)

const root = resolve(import.meta.dirname, '../..')
let place = ''

/** Entities have decorators, which plain Node does not read: the child is built like the program itself. */
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'zhanggui-kill-'))
  await symlink(join(root, 'node_modules'), join(place, 'node_modules'), 'junction')
  await writeFile(join(place, 'package.json'), '{"type":"module"}')
  await build({
    configFile: join(root, 'tools/core.vite.config.ts'),
    build: {
      outDir: join(place, 'out'),
      rolldownOptions: { input: { 'intake-child': join(root, 'core/testing/intake-child.ts') } },
    },
  })
})
afterAll(() => rm(place, { recursive: true, force: true }))

/** Mulberry32: the same seed, the same deaths. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Pages as the shop would give them: new orders, and after every other page some of before that moved on. */
function pagesOf(orders: number): { pages: RawPage[]; ids: readonly string[] } {
  const { shop, orders: held } = simulatedStore(
    () => undefined,
    () => undefined,
    { goneSkus: [] },
  )
  const pages: RawPage[] = []
  const put = (ids: readonly string[]) => {
    const items = ids.flatMap((id) => held.get(id) ?? []).map(orderJson)
    const body = JSON.stringify({ data: { orders: { totalItems: items.length, items } } })
    pages.push({ source: 'pull', kind: 'orders', asOf: START + orders * 1_000 + pages.length, body })
  }
  for (let from = 0; from < orders; from += PER_PAGE) {
    const ids = Array.from({ length: Math.min(PER_PAGE, orders - from) }, (_, n) =>
      shop.place(aSale({ createdAt: START + (from + n) * 1_000 })),
    )
    for (const id of ids) shop.pay(id, START + from * 1_000 + 500)
    put(ids)
    if ((from / PER_PAGE) % 2 === 0) continue
    const [sent, dropped] = ids
    if (sent) shop.ship(sent, START + from * 1_000 + 600, { courier: 'SF', waybill: `SF${sent}` })
    if (dropped) shop.cancel(dropped, START + from * 1_000 + 700)
    put(ids.slice(0, 3))
  }
  return { pages, ids: shop.ids() }
}

/**
 * One life of the child: killed `afterMs` after it has acknowledged so many pages (0: begun), or left to its end. Was it
 * killed?
 */
async function live(args: readonly string[], kill?: { pages: number; afterMs: number }): Promise<boolean> {
  const death = kill ? [String(kill.pages), String(kill.afterMs)] : []
  const child = spawn(process.execPath, [join(place, 'out/intake-child.js'), ...args, ...death], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (text: Buffer) => void (said += text.toString()))
  if (kill?.pages === 0) setTimeout(() => child.kill('SIGKILL'), kill.afterMs)
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`the child ended with ${code}: ${said}`)
  return signal === 'SIGKILL'
}

test(
  `killed ${KILLS} times over ${ORDERS} orders: nothing acknowledged is lost, nothing is doubled`,
  async () => {
    const random = seeded(SEED)
    const folder = join(place, 'data')
    const [pagesFile, logFile] = [join(place, 'pages.json'), join(place, 'acknowledged.log')]
    const { pages, ids } = pagesOf(ORDERS)
    await mkdir(folder)
    await writeFile(pagesFile, JSON.stringify(pages))
    {
      // Goods for half of them: reservations run out in the middle of it.
      await using core = await buildCore({ folder, practice: false, log: noLog })
      await core.database.withTx({ who: 'test', from: 'test' }, (tx) =>
        countStock(tx, [{ sku: 'LL-MUG-320-MW', warehouseId: 'w1', onHand: ORDERS, reason: '盘点' }]),
      )
    }
    const args = [folder, pagesFile, logFile]
    let kills = 0
    // Every fifth death comes while the program is still opening the folder, the others in the middle of the work.
    for (let lives = 0; kills < KILLS && lives < KILLS * 2; lives++) {
      const opening = lives % 5 === 4
      const many = 1 + Math.floor((random() * 2 * pages.length) / (KILLS + 1) / 1.2)
      const kill = opening
        ? { pages: 0, afterMs: 100 + random() * 400 }
        : { pages: many, afterMs: random() * 25 }
      if (!(await live(args, kill))) break
      kills += 1
    }
    const acknowledgedBefore = (await readFile(logFile, 'utf8')).split('\n').length - 1
    expect(await live(args)).toBe(false)

    await using core = await buildCore({ folder, practice: false, log: noLog })
    const read = core.database.read
    const number = async (sql: string) => Number((await read.get<{ n: number }>(sql))?.n)
    const lines = (await readFile(logFile, 'utf8')).split('\n').filter(Boolean)
    const acknowledged = new Set(lines.map(Number))
    const rows = await read.all<{ external_id: string; state: string }>(
      'select external_id, state from orders',
    )
    const present = new Set(rows.map((row) => row.external_id))
    const named = [...acknowledged].flatMap((n) => idsIn(pages[n]))
    expect(
      named.filter((id) => !present.has(id)),
      'acknowledged and lost',
    ).toEqual([])
    expect(acknowledged.size).toBe(pages.length)
    expect(rows.length, 'doubled').toBe(present.size)
    expect([...present].sort()).toEqual([...ids].sort())

    // The latest that was said of each order stands, whichever life took it in.
    const states = new Map<string, number>()
    for (const { state } of rows) states.set(state, (states.get(state) ?? 0) + 1)
    const moved = pages.length - Math.ceil(ORDERS / PER_PAGE)
    expect(Object.fromEntries(states)).toEqual({
      'to-ship': ORDERS - 2 * moved,
      shipped: moved,
      closed: moved,
    })

    expect(await number('select count(*) as n from inbox_pages')).toBe(0)
    expect(await number(`select count(*) as n from history where kind='order.received'`)).toBe(ORDERS)
    expect(await number('select count(*) as n from consignments')).toBe(ORDERS)
    expect(await number('select coalesce(sum(count),0) as n from order_counters')).toBe(ORDERS)
    expect(await number('select coalesce(sum(received),0) as n from sync_days')).toBe(ORDERS)
    const report = await doctor(core.database)
    expect(report.findings.filter((finding) => !finding.ok)).toEqual([])
    expect(kills).toBe(KILLS)
    console.info(`${kills} kills · ${ORDERS} orders on ${pages.length} pages · ${acknowledgedBefore} pages acknowledged by lives that were killed · 0 lost · 0 doubled`) // prettier-ignore
  },
  60_000 + KILLS * 15_000 + ORDERS * 60,
)

function idsIn(page: RawPage | undefined): string[] {
  if (!page) return []
  const body = JSON.parse(page.body) as { data: { orders: { items: { id: string }[] } } }
  return body.data.orders.items.map((order) => order.id)
}
