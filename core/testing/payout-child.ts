// A program that is killed: pays back every order of two shops, once. For payouts.kill.test.ts, which builds it and
// starts it anew after every death. `node payout-child.js FOLDER PLAN`; the plan names shops, clock and amounts.
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { buildCore, type Core } from '../build-core'
import { decideStep, findCases, openCase, stepsOf } from '../refunds'
import { loadOrder } from '../orders'
import { addShop, listShops } from '../shops'
import { fastClock } from './fast-clock'
import { noLog } from './no-log'

interface Plan {
  readonly from: number
  readonly times: number
  readonly shops: readonly { platform: string; url: string; settings: Record<string, string> }[]
  /** By the platform's order id: what a person opens a case for. Other orders have asked at the platform. */
  readonly byHand: Readonly<Record<string, number>>
  readonly payouts: number
}
const [folder = '', planFile = ''] = process.argv.slice(2)
const settings = { refundDueMinutes: 120 }
const owner = { id: 'owner', name: '掌柜', roles: ['owner' as const] }
const actor = { who: '掌柜', from: 'desktop' }

async function openByHand(core: Core, plan: Plan): Promise<void> {
  const rows = await core.database.read.all<{ id: number; external_id: string }>(
    'select id, external_id from orders where id not in (select order_id from refund_cases)',
  )
  for (const row of rows) {
    const amountMinor = plan.byHand[row.external_id]
    if (amountMinor === undefined) continue
    await core.database.withTx(actor, async (tx) => {
      const order = await loadOrder(tx, row.id)
      if (!order || order.paidAt === null || (await findCases(tx, 'order_id=?', [row.id])).length > 0) return
      await openCase(tx, settings, { order, kind: 'money', amountMinor, reason: '少件', source: 'hand', externalId: null, lines: [] }) // prettier-ignore
    })
  }
}

async function decideAll(core: Core): Promise<void> {
  for (const { id } of await findCases(core.database.read, `state='deciding'`, []))
    await core.database.withTx(actor, async (tx) => {
      const [found] = await findCases(tx, 'id=?', [id])
      const step = (await stepsOf(tx, id)).find((one) => one.state === 'open')
      if (!found || !step) return
      await decideStep(tx, settings, { caseId: id, version: found.version, role: step.role, yes: true, reason: '', person: owner }) // prettier-ignore
    })
}

// In a function: the bundler turns a top-level `await using` into a plain variable that nothing disposes.
async function main(): Promise<void> {
  const plan = JSON.parse(readFileSync(planFile, 'utf8')) as Plan
  const clock = fastClock(plan.from, plan.times)
  await using core = await buildCore({ folder, practice: false, log: noLog, clock })
  process.stdout.write('ready\n')
  if ((await listShops(core.database.read)).length === 0)
    await core.database.withTx(actor, async (tx) => {
      for (const { platform, url, settings: keys } of plan.shops)
        await addShop(tx, core.box, {
          platform,
          name: platform,
          url,
          settings: keys,
          since: plan.from - 7 * 86_400_000,
        })
    })
  await core.sync.start()
  for (;;) {
    await core.sync.drain()
    await openByHand(core, plan)
    await decideAll(core)
    const paid = await core.database.read.get<{ n: number }>(
      `select count(*) as n from refund_payouts where state='paid'`,
    )
    process.stdout.write(`${paid?.n ?? 0}\n`)
    if (Number(paid?.n ?? 0) >= plan.payouts) break
    core.jobs.wake()
    await pause(100)
  }
  process.stdout.write('done\n')
}

await main()
