import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildCore } from '../build-core'
import { startShopifySimulator } from '../connectors/shopify'
import { startTaobaoSimulator } from '../connectors/taobao'
import { startVendureSimulator } from '../connectors/vendure'
import { doctor } from '../database'
import { Disposables, minor } from '../kernel'
import { noLog } from '../testing'
import { aSale } from '../testing/a-sale'
import { fastClock } from '../testing/fast-clock'
import { aFaultProxy, type FaultProxy } from '../testing/fault-proxy'

const PAYOUTS = Number(process.env['ZG_PAYOUTS'] ?? 120)
const SEED = Number(process.env['ZG_PAYOUT_SEED'] ?? 20_261_126)
const TIMES = 30

const root = resolve(import.meta.dirname, '../..')
let place = ''

/** Entities have decorators, which plain Node does not read: the child is built like the program itself. */
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'zhanggui-payouts-'))
  await symlink(join(root, 'node_modules'), join(place, 'node_modules'), 'junction')
  await writeFile(join(place, 'package.json'), '{"type":"module"}')
  await build({
    configFile: join(root, 'tools/core.vite.config.ts'),
    build: {
      outDir: join(place, 'out'),
      rolldownOptions: { input: { 'payout-child': join(root, 'core/testing/payout-child.ts') } },
    },
  })
})
afterAll(() => rm(place, { recursive: true, force: true }))

/** Starts the program; kills it without warning `lifeMs` after it was ready, unless it is done before. */
async function live(folder: string, plan: string, lifeMs: number): Promise<{ done: boolean; paid: number }> {
  const child = spawn(process.execPath, [join(place, 'out/payout-child.js'), folder, plan], { stdio: ['ignore', 'pipe', 'pipe'] }) // prettier-ignore
  let [said, error] = ['', '']
  child.stderr.on('data', (part) => (error += String(part)))
  let killer: NodeJS.Timeout | undefined
  createInterface(child.stdout).on('line', (line) => {
    said = line
    // It dies at work, not while a loaded machine is still starting it.
    killer ??= setTimeout(() => child.kill('SIGKILL'), lifeMs)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(killer)
  if (code !== null && code !== 0) throw new Error(error)
  return { done: said === 'done', paid: Number(said) || 0 }
}

test(
  `${PAYOUTS} payouts through lost answers, time-outs, 500s, doubled calls and kill -9: each is done once, to the last minor unit`,
  async () => {
    await using life = new Disposables()
    const from = Date.now()
    const { now } = fastClock(from, TIMES)
    const taobao = life.add(await startTaobaoSimulator({ now, callsPerSecond: 100_000 }))
    const shopify = life.add(await startShopifySimulator({ now }))
    const vendure = life.add(await startVendureSimulator({ now }))
    const simulators = [taobao, shopify, vendure]
    const pays = /rp\.refunds\.agree|refundCreate|refundOrder|settleRefund/
    const asks = /taobao\.refund\.get|refunds\(first|ZhangguiRefunds/
    let asked = 0
    // Each payment is in danger, and every third of the questions about it.
    const strikes = ({ body }: { body: string }) => pays.test(body) || (asks.test(body) && asked++ % 3 === 0)
    const proxies: FaultProxy[] = []
    for (const [n, target] of simulators.entries()) {
      // A store that cannot hold two calls apart is no match for a network that doubles them: nobody can be.
      const shares = { error: 0.1, lost: 0.12, timeout: 0.05, twice: target === vendure ? 0 : 0.1, cut: 0.08 }
      proxies.push(life.add(await aFaultProxy({ target: target.origin, seed: SEED + n, shares, strikes, timeoutMs: 300 }))) // prettier-ignore
    }

    // Half of them asked for at Taobao, the others opened here by hand on orders of Shopify and, each sixth, Vendure.
    const owed = new Map<string, number>()
    const byHand: Record<string, number> = {}
    for (let n = 0; n < PAYOUTS; n++) {
      const amount = 101 + ((n * 7919) % 9_000)
      const at = from - (n + 1) * 60_000
      const sale = aSale({ createdAt: at, lines: [{ sku: 'A', title: '碗', quantity: 1, unitPriceMinor: minor(9_800) }], ...(n % 2 ? { currency: 'USD' as const } : {}) }) // prettier-ignore
      const { shop } = n % 6 === 5 ? vendure : n % 2 ? shopify : taobao
      const id = shop.place(sale)
      shop.pay(id, at)
      owed.set(id, amount)
      if (n % 2) byHand[id] = amount
      else shop.requestRefund(id, at, { kind: 'money', amountMinor: minor(amount), reason: '少件' })
    }
    const folder = join(place, 'data')
    await mkdir(folder)
    const plan = join(place, 'plan.json')
    const shops = ['taobao', 'shopify', 'vendure'].map((platform, n) => ({
      platform,
      url: proxies[n]!.origin,
      settings: simulators[n]!.settings,
    }))
    await writeFile(plan, JSON.stringify({ from, times: TIMES, shops, byHand, payouts: PAYOUTS }))

    let deaths = 0
    for (;;) {
      const { done } = await live(
        folder,
        plan,
        deaths < Math.min(30, PAYOUTS / 12) ? 1_200 + ((deaths * 977) % 1_900) : 600_000,
      )
      if (done) break
      deaths += 1
    }
    for (const { shop } of simulators)
      for (const id of shop.ids()) expect([id, shop.refundedOf(id)]).toEqual([id, owed.get(id)])
    for (const proxy of proxies) proxy.calm = true

    await using core = await buildCore({ folder, practice: false, log: noLog, clock: fastClock(from, TIMES) })
    await core.sync.once(['s1', 's2', 's3'], () => core.jobs.idle())
    const rows = await core.database.read.all<{ external_id: string; refunded: number; paid: number; n: number }>(
    `select o.external_id, o.refunded, cast(sum(p.amount) as bigint) as paid, count(*) as n from orders o join refund_cases c on c.order_id = o.id
     join refund_payouts p on p.case_id = c.id and p.state='paid' and c.state='paid' group by o.external_id, o.refunded`,
  ) // prettier-ignore
    expect(rows).toHaveLength(PAYOUTS)
    for (const row of rows)
    expect(row).toEqual({ external_id: row.external_id, refunded: owed.get(row.external_id), paid: owed.get(row.external_id), n: 1 }) // prettier-ignore
    expect((await readFile(join(folder, 'payouts.jsonl'), 'utf8')).trim().split('\n').filter((line) => line !== '').length).toBeGreaterThanOrEqual(PAYOUTS) // prettier-ignore
    expect((await doctor(core.database)).findings.filter(({ ok, check }) => !ok && check !== 'wal')).toEqual(
      [],
    )
    const struck: Record<string, number> = {}
    for (const proxy of proxies)
      for (const [fault, times] of Object.entries(proxy.struck)) struck[fault] = (struck[fault] ?? 0) + times
    process.stdout.write(`${PAYOUTS} payouts, ${deaths} deaths, ${JSON.stringify(struck)}\n`)
    expect(deaths).toBeGreaterThan(2)
    for (const fault of Object.values(struck)) expect(fault).toBeGreaterThan(0)
  },
  300_000 + PAYOUTS * 4_000,
)
