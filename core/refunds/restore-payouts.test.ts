import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildCore, type Core } from '../build-core'
import { runRestore } from '../command-line/restore'
import { startShopifySimulator } from '../connectors/shopify'
import { startTaobaoSimulator } from '../connectors/taobao'
import type { Simulator } from '../connectors'
import { Disposables, minor } from '../kernel'
import { loadOrder } from '../orders'
import { addShop } from '../shops'
import { noLog } from '../testing'
import { aSale } from '../testing/a-sale'
import { decideStep, findCases, openCase, PayoutJournal, stepsOf, JOURNAL_FILE } from './index'

const actor = { who: '掌柜', from: 'desktop' }
const owner = { id: 'owner', name: '掌柜', roles: ['owner' as const] }
const settings = { refundDueMinutes: 120 }
const PAYOUTS = 20
let life: Disposables
let folder = ''
let shops: Simulator[] = []

beforeEach(async () => {
  life = new Disposables()
  folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
  life.add(() => rm(folder, { recursive: true, force: true }))
  shops = [
    life.add(await startTaobaoSimulator({ callsPerSecond: 100_000 })),
    life.add(await startShopifySimulator({})),
  ]
})
afterEach(() => life[Symbol.asyncDispose]())

const open = () => buildCore({ folder, practice: false, log: noLog })
const refunded = () => shops.map(({ shop }) => shop.ids().map((id) => shop.refundedOf(id)))
const paysSent = () => shops.map(({ calls }) => (calls.get('taobao.rp.refunds.agree') ?? 0) + (calls.get('refundCreate') ?? 0)) // prettier-ignore

/** Twenty orders, ten refunds asked for at Taobao, ten to be opened by hand on Shopify. */
async function sell(core: Core): Promise<void> {
  await core.database.withTx(actor, async (tx) => {
    for (const [n, platform] of ['taobao', 'shopify'].entries())
      await addShop(tx, core.box, { platform, name: platform, url: shops[n]!.origin, settings: shops[n]!.settings, since: Date.now() - 86_400_000 }) // prettier-ignore
  })
  const at = Date.now() - 60_000
  for (let n = 0; n < PAYOUTS; n++) {
    const { shop } = shops[n % 2]!
    const id = shop.place(aSale({ createdAt: at, ...(n % 2 ? { currency: 'USD' as const } : {}) }))
    shop.pay(id, at)
    if (n % 2 === 0)
      shop.requestRefund(id, at, { kind: 'money', amountMinor: minor(1_000 + n), reason: '少件' })
  }
  await core.sync.once(['s1', 's2'], () => core.jobs.idle())
}

async function payAll(core: Core): Promise<void> {
  for (const { id } of await core.database.read.all<{ id: number }>(
    `select id from orders where shop_id='s2' and id not in (select order_id from refund_cases) order by id`,
  ))
    // prettier-ignore
    await core.database.withTx(actor, async (tx) => {
      const order = await loadOrder(tx, id)
      if (order) await openCase(tx, settings, { order, kind: 'money', amountMinor: 2_000, reason: '少件', source: 'hand', externalId: null, lines: [] }) // prettier-ignore
    })
  for (const { id, version } of await findCases(core.database.read, `state='deciding'`, []))
    await core.database.withTx(actor, async (tx) => {
      const [step] = await stepsOf(tx, id)
      if (step) await decideStep(tx, settings, { caseId: id, version, role: step.role, yes: true, reason: '', person: owner }) // prettier-ignore
    })
  core.jobs.wake()
  await core.jobs.idle()
}

async function restore(file: string): Promise<string> {
  let said = ''
  const io = { out: (text: string) => void (said += text) }
  await runRestore(folder, { positionals: [file], options: {} }, io, { cwd: folder, env: {}, isTerminal: false } as never) // prettier-ignore
  return said
}

test('a backup from before twenty payouts: none is paid twice, each is asked for at the platform first', async () => {
  let file = ''
  {
    await using core = await open()
    await sell(core)
    file = join(folder, 'backups', (await core.backupNow()).file)
    await payAll(core)
    const paid = await core.database.read.get(`select count(*) as n from refund_payouts where state='paid'`)
    expect(paid).toEqual({ n: PAYOUTS })
  }
  const before = refunded()
  const sent = paysSent()
  const asked = shops.map(({ calls }) => calls.get('taobao.refund.get') ?? calls.get('order') ?? 0)
  expect(await restore(file)).toContain('20')

  await using core = await open()
  await core.jobs.idle()
  // Somebody decides whatever still waits, and opens whatever is not there.
  await core.sync.once(['s1', 's2'], () => core.jobs.idle())
  await payAll(core)
  await core.jobs.idle()
  expect(refunded()).toEqual(before)
  expect(paysSent()).toEqual(sent)
  for (const [n, { calls }] of shops.entries())
    expect((calls.get('taobao.refund.get') ?? calls.get('order') ?? 0) - asked[n]!).toBeGreaterThanOrEqual(PAYOUTS / 2) // prettier-ignore
  expect(await core.database.read.get(`select count(*) as n from refund_payouts where state='paid'`)).toEqual({ n: PAYOUTS }) // prettier-ignore
})

test('what the journal knows and the platform says was not paid goes to a person', async () => {
  let file = ''
  {
    await using core = await open()
    await sell(core)
    file = join(folder, 'backups', (await core.backupNow()).file)
    // The intent is on the disk; the power goes before the call.
    const [found] = await findCases(core.database.read, `state='deciding'`, [])
    PayoutJournal.open(folder).append({
      key: 'lost', shopId: 's1', orderExternalId: shops[0]!.shop.ids()[0]!, refundExternalId: found!.externalId, kind: 'money', lines: [],
      caseOrdinal: 1, amountMinor: found!.amountMinor, currency: 'CNY', at: 1,
    }) // prettier-ignore
  }
  await restore(file)
  await using core = await open()
  await core.jobs.idle()
  expect(await core.database.read.all('select key, state, trouble from refund_payouts')).toEqual([
    { key: 'lost', state: 'needs-person', trouble: 'not-paid-before-restore' },
  ])
  expect(refunded()[0]).toEqual(Array.from({ length: PAYOUTS / 2 }, () => 0))
})

test('a torn last line is no intent and is not joined to the next; a damaged one that can be read still counts', async () => {
  const file = join(folder, JOURNAL_FILE)
  const intent = { key: 'a', shopId: 's1', orderExternalId: '1', refundExternalId: null, kind: 'money' as const, lines: [], caseOrdinal: 1, amountMinor: 1, currency: 'CNY', at: 1 } // prettier-ignore
  PayoutJournal.open(folder).append(intent)
  await writeFile(
    file,
    `${(await readFile(file, 'utf8')).replace(/^\S+/, 'f'.repeat(32))}0123 {"key":"torn","sho`,
  )
  const journal = PayoutJournal.open(folder)
  expect([journal.has('a'), journal.has('torn'), journal.unreadable]).toEqual([true, false, 1])
  journal.append({ ...intent, key: 'b' })
  journal.append({ ...intent, key: 'b' })
  const again = PayoutJournal.open(folder)
  expect(again.intents().map(({ key }) => key)).toEqual(['a', 'b'])
  expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(3)
})
