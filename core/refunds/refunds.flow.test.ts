import { createRouterClient } from '@orpc/server'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PRACTICE_CODE } from '../connectors/taobao/refunds.simulator'
import { startTaobaoSimulator } from '../connectors/taobao'
import type { Simulator } from '../connectors'
import { doctor } from '../database'
import { countStock, parcelCameBack } from '../flows'
import { minor, type Role } from '../kernel'
import { router } from '../rpc/router'
import { addShop } from '../shops'
import { noLog } from '../testing'
import { aSale } from '../testing/a-sale'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { markVip } from './index'

let served: ServedCore
let taobao: Simulator
let turn = 0
beforeEach(async () => {
  taobao = await startTaobaoSimulator({ callsPerSecond: 100_000, codeFromMinor: 400_000 })
  served = await aServedCore()
  const shop = {
    platform: 'taobao',
    name: '店',
    url: taobao.origin,
    settings: taobao.settings,
    since: Date.now() - 3_600_000,
  }
  await served.core.database.withTx(actor, (tx) => addShop(tx, served.core.box, shop))
})
afterEach(async () => {
  await served[Symbol.asyncDispose]()
  await taobao[Symbol.asyncDispose]()
})

function as(role: Role, personId: string = role) {
  const caller = { signedIn: true, personId, name: personId, roles: [role], from: 'test' }
  return createRouterClient(router(served.core.rpc), { context: { caller, log: noLog } })
}
const command = () => ({ commandId: `command-${++turn}` })
const settle = async () => {
  await served.core.sync.once(['s1'], () => served.core.jobs.idle())
  await served.core.jobs.idle()
}
const settings = { refundDueMinutes: 120 }
const actor = { who: 'test', from: 'test' }

/** A paid order at the platform; asked for as the buyer does, after the shop was bound here. */
async function sold(unitMinor: number, quantity = 1) {
  const lines = [{ sku: 'A', title: '碗', quantity, unitPriceMinor: minor(unitMinor) }]
  const external = taobao.shop.place(aSale({ createdAt: Date.now(), lines }))
  taobao.shop.pay(external, Date.now())
  await settle()
  const row = await served.core.database.read.get<{ id: number }>('select id from orders where external_id=?', [external]) // prettier-ignore
  return { external, id: row!.id }
}
const ask = (external: string, kind: 'money' | 'return', amount: number) =>
  taobao.shop.requestRefund(external, Date.now() + 1000, {
    kind,
    amountMinor: minor(amount),
    reason: '与描述不符',
  })
const only = async () =>
  (await as('owner').refunds.page({ over: false, lane: null, cursor: null, limit: 50 })).rows[0]!
const over = async () =>
  (await as('owner').refunds.page({ over: true, lane: null, cursor: null, limit: 50 })).rows

describe('the rules', () => {
  test('¥300 without a return is paid at once; the platform says the same again and nothing happens', async () => {
    const { external } = await sold(30_000)
    ask(external, 'money', 30_000)
    await settle()
    expect(await over()).toMatchObject([
      { state: 'paid', why: { rule: 'ordinary', automatic: true }, steps: [] },
    ])
    await settle()
    expect(await over()).toHaveLength(1)
    expect(taobao.shop.refundedOf(external)).toBe(30_000)
    expect(taobao.calls.get('taobao.rp.refunds.agree')).toBe(1)
  })

  test('with a return it is agreed at once and paid when the parcel is matched to the case, once', async () => {
    const { external, id } = await sold(30_000)
    taobao.shop.ship(external, Date.now(), { courier: '圆通速递', waybill: 'YT1' })
    const refund = ask(external, 'return', 30_000)
    await settle()
    expect(await only()).toMatchObject({ state: 'agreed', dueAt: null })
    expect(taobao.shop.refundedOf(external)).toBe(0)
    taobao.shop.sendBack(refund, Date.now() + 2000, { courier: '中通快递', waybill: 'ZT9' })
    await settle()
    expect(await as('owner').refunds.open({ id: (await only()).id })).toMatchObject({ parcelWaybill: 'ZT9' })
    const came = { orderId: id, slipId: 'slip-1', waybill: 'ZT9' }
    for (let n = 0; n < 2; n++)
      await served.core.database.withTx(actor, (tx) => parcelCameBack(tx, settings, came))
    served.core.jobs.wake()
    await settle()
    expect(await over()).toMatchObject([{ state: 'paid', source: 'platform' }])
    expect(taobao.shop.refundedOf(external)).toBe(30_000)
  })

  test('a VIP has ¥1,000; one fen more is inspected and checked side by side, in either order', async () => {
    const first = await sold(100_000)
    const { buyer_key: buyerKey } = (await served.core.database.read.get<{ buyer_key: string }>('select buyer_key from orders where id=?', [first.id]))! // prettier-ignore
    await served.core.database.withTx(actor, (tx) =>
      markVip(tx, { shopId: 's1', buyerKey, vip: true, note: '' }),
    )
    ask(first.external, 'money', 100_000)
    await settle()
    expect(await over()).toMatchObject([{ state: 'paid', why: { rule: 'vip' } }])
    const second = await sold(100_001)
    ask(second.external, 'money', 100_001)
    await settle()
    const found = await only()
    expect(found.steps.map(({ role, state }) => [role, state])).toEqual([['warehouse', 'open'], ['finance', 'open']]) // prettier-ignore
    const { version } = await as('finance').refunds.decide({ ...command(), caseId: found.id, version: found.version, role: 'finance', yes: true, reason: '' }) // prettier-ignore
    expect(taobao.shop.refundedOf(second.external)).toBe(0)
    await as('warehouse').refunds.decide({ ...command(), caseId: found.id, version, role: 'warehouse', yes: true, reason: '' }) // prettier-ignore
    await settle()
    expect(taobao.shop.refundedOf(second.external)).toBe(100_001)
  })

  test('over ¥5,000 the supervisor decides last; the code goes from the person to the platform and into no table', async () => {
    const { external } = await sold(500_001)
    ask(external, 'money', 500_001)
    await settle()
    let found = await only()
    expect(found.steps.map(({ role, stage, state }) => [role, stage, state])).toEqual([['warehouse', 0, 'open'], ['finance', 0, 'open'], ['supervisor', 1, 'waiting']]) // prettier-ignore
    for (const role of ['warehouse', 'finance', 'supervisor'] as const) {
      await as(role).refunds.decide({ ...command(), caseId: found.id, version: found.version, role, yes: true, reason: '' }) // prettier-ignore
      found = await only()
    }
    await settle()
    found = await only()
    expect(found).toMatchObject({ state: 'paying', payout: 'needs-code' })
    await as('finance').refunds.enterCode({
      ...command(),
      caseId: found.id,
      version: found.version,
      code: PRACTICE_CODE,
    })
    await settle()
    expect(taobao.shop.refundedOf(external)).toBe(500_001)
    for (const table of ['commands', 'jobs', 'refund_payouts', 'history', 'refund_cases'])
      expect(JSON.stringify(await served.core.database.read.all(`select * from ${table}`))).not.toContain(
        PRACTICE_CODE,
      )
    expect((await doctor(served.core.database)).findings.filter(({ ok }) => !ok)).toEqual([])
  })

  test('a no ends it: the platform is told the reason and nothing is paid', async () => {
    const { external } = await sold(40_000)
    ask(external, 'money', 40_000)
    await settle()
    const found = await only()
    await expect(as('finance').refunds.decide({ ...command(), caseId: found.id, version: found.version, role: 'finance', yes: false, reason: ' ' })).rejects.toMatchObject({ data: { code: 'reason-needed' } }) // prettier-ignore
    await as('finance').refunds.decide({ ...command(), caseId: found.id, version: found.version, role: 'finance', yes: false, reason: '已补发' }) // prettier-ignore
    await settle()
    expect(taobao.calls.get('taobao.refund.refuse')).toBe(1)
    expect(await over()).toMatchObject([{ state: 'refused' }])
    expect(taobao.shop.refundedOf(external)).toBe(0)
  })

  test('a refused case is over for good: nobody decides, closes or pays it any more; the buyer who asks again gets a case of their own', async () => {
    const { external } = await sold(40_000)
    ask(external, 'money', 40_000)
    await settle()
    const { id: caseId, version } = await only()
    await as('finance').refunds.decide({ ...command(), caseId, version, role: 'finance', yes: false, reason: '已补发' }) // prettier-ignore
    await settle()
    const [refusedCase] = await over()
    const again = { caseId, version: refusedCase!.version }
    for (const role of ['finance', 'warehouse'] as const)
      await expect(as('owner').refunds.decide({ ...command(), ...again, role, yes: true, reason: '' })).rejects.toMatchObject({ data: { code: 'case-not-deciding' } }) // prettier-ignore
    await expect(as('owner').refunds.close({ ...command(), ...again, reason: 'x' })).rejects.toThrow()
    ask(external, 'money', 40_000)
    await settle()
    expect((await only()).id).not.toBe(caseId)
    expect(await over()).toMatchObject([{ id: caseId, state: 'refused' }])
    expect(taobao.shop.refundedOf(external)).toBe(0)
  })

  test('a refund by hand that the platform did not ask for waits for a person, and can be closed', async () => {
    const { id, external } = await sold(9_800, 2)
    const line = (await as('support').orders.open({ id })).lines[0]!.externalId
    const lines = [{ lineExternalId: line, quantity: 1 }]
    expect(await as('support').refunds.foresee({ orderId: id, kind: 'money', lines })).toMatchObject({ amountMinor: 9_800, leftMinor: 19_600, needsRequest: true, dueMinutes: 120, why: { automatic: true } }) // prettier-ignore
    await as('support').refunds.create({ ...command(), orderId: id, kind: 'money', lines, reason: '少件' })
    await settle()
    const found = await only()
    expect(await as('warehouse').refunds.open({ id: found.id })).toMatchObject({ needsRequest: true })
    expect(found).toMatchObject({
      state: 'paying',
      payout: 'needs-person',
      trouble: 'platform-needs-request',
    })
    const request = { ...command(), caseId: found.id, version: found.version, reason: '买家在线申请' }
    expect(await as('owner').refunds.close(request)).toMatchObject({ state: 'closed' })
    expect(taobao.shop.refundedOf(external)).toBe(0)
  })
})

describe('goods come back', () => {
  test('good ones are on hand again, damaged ones lie apart, never more than was shipped', async () => {
    const { external } = await sold(40_000, 3)
    await served.core.database.withTx(actor, (tx) => countStock(tx, [{ sku: 'A', warehouseId: 'w1', onHand: 10, reason: '盘点' }])) // prettier-ignore
    taobao.shop.ship(external, Date.now(), { courier: '圆通速递', waybill: 'YT2' })
    ask(external, 'return', 120_000)
    await settle()
    const { id: caseId } = await only()
    const { lines } = await as('warehouse').refunds.open({ id: caseId })
    const back = (good: number, damaged: number, seen: number) =>
      as('warehouse').refunds.goodsBack({ ...command(), caseId, warehouseId: 'w1', lines: [{ lineExternalId: lines[0]!.lineExternalId, good, damaged, seen }] }) // prettier-ignore
    await expect(back(3, 1, 0)).rejects.toMatchObject({
      data: { code: 'more-than-shipped', data: { left: 3 } },
    })
    const level = () => served.core.database.read.get<{ on_hand: number; damaged: number }>('select on_hand, damaged from stock_levels') // prettier-ignore
    const before = (await level())!
    // A case that moves on, as by a yes or its payout, takes nothing from a count that was begun before.
    await served.core.database.withTx(actor, (tx) => tx.run('update refund_cases set version = version + 1 where id=?', [caseId])) // prettier-ignore
    await back(2, 1, 0)
    expect(await level()).toEqual({ on_hand: before.on_hand + 2, damaged: 1 })
    await expect(back(1, 0, 3)).rejects.toMatchObject({ data: { code: 'more-than-shipped', data: { left: 0 } } }) // prettier-ignore
    // Somebody who did not see that count yet.
    await expect(back(1, 0, 0)).rejects.toMatchObject({ data: { code: 'edited-meanwhile' } })
    expect((await doctor(served.core.database)).findings.filter(({ ok }) => !ok)).toEqual([])
  })
})

describe('attacks', () => {
  test('support sets an amount', async () => {
    const { id } = await sold(9_800)
    const line = (await as('support').orders.open({ id })).lines[0]!.externalId
    const asked = {
      orderId: id,
      kind: 'money' as const,
      lines: [{ lineExternalId: line, quantity: 1 }],
      amountMinor: 9_700,
    }
    await expect(as('support').refunds.create({ ...command(), ...asked, reason: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN', data: { what: 'amountMinor' } }) // prettier-ignore
    await expect(as('sales').refunds.foresee(asked)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await as('finance').refunds.foresee(asked)).toMatchObject({ amountMinor: 9_700 })
    await expect(as('finance').refunds.create({ ...command(), ...asked, amountMinor: 9_801, reason: 'x' })).rejects.toMatchObject({ data: { code: 'refund-too-large', data: { leftMinor: 9_800 } } }) // prettier-ignore
    await expect(as('warehouse').refunds.create({ ...command(), ...asked, reason: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN' }) // prettier-ignore
  })

  test('the warehouse reads an amount: in the list, the case, the order’s history and timeline', async () => {
    const { external, id } = await sold(43_217)
    ask(external, 'money', 43_217)
    await settle()
    const { id: caseId } = await only()
    const warehouse = as('warehouse')
    const seen = JSON.stringify([
      await warehouse.refunds.page({ over: false, lane: null, cursor: null, limit: 9 }),
      await warehouse.refunds.open({ id: caseId }),
      await warehouse.refunds.ofOrder({ orderId: id }),
      await warehouse.orders.open({ id }),
      await warehouse.orders.history({ id }),
    ])
    expect(seen).toContain('case-opened')
    expect(seen).not.toMatch(/43217|432\.17|与描述不符/)
    expect(JSON.stringify(await as('finance').orders.open({ id }))).toContain('43217')
  })

  test('one person decides two lanes; the owner may, and history says for whom', async () => {
    const { external } = await sold(40_000)
    ask(external, 'money', 40_000)
    await settle()
    const found = await only()
    const caller = { signedIn: true, personId: 'p1', name: '老吴', roles: ['finance' as const, 'warehouse' as const], from: 'test' } // prettier-ignore
    const both = createRouterClient(router(served.core.rpc), { context: { caller, log: noLog } }).refunds
    const { version } = await both.decide({ ...command(), caseId: found.id, version: found.version, role: 'finance', yes: true, reason: '' }) // prettier-ignore
    await expect(both.decide({ ...command(), caseId: found.id, version, role: 'warehouse', yes: true, reason: '' })).rejects.toMatchObject({ data: { code: 'two-lanes' } }) // prettier-ignore
    await expect(as('support').refunds.decide({ ...command(), caseId: found.id, version, role: 'warehouse', yes: true, reason: '' })).rejects.toMatchObject({ data: { code: 'not-your-lane' } }) // prettier-ignore
    await as('owner').refunds.decide({ ...command(), caseId: found.id, version, role: 'warehouse', yes: true, reason: '' }) // prettier-ignore
    await settle()
    expect((await over())[0]?.steps.map(({ role, holders, actedFor }) => [role, holders, actedFor])).toEqual([
      ['warehouse', ['owner'], 'warehouse'],
      ['finance', ['老吴'], null],
    ])
  })

  test('a stale version, and a replayed command with other input', async () => {
    const { external } = await sold(40_000)
    ask(external, 'money', 40_000)
    await settle()
    const { id: caseId, version } = await only()
    const said = { ...command(), caseId, version, role: 'finance' as const, yes: true, reason: '' }
    const first = await as('finance').refunds.decide(said)
    expect(await as('finance').refunds.decide(said)).toEqual(first)
    await expect(as('finance').refunds.decide({ ...said, yes: false, reason: '不' })).rejects.toMatchObject({ data: { code: 'command-id-reused' } }) // prettier-ignore
    await expect(as('warehouse').refunds.decide({ ...command(), caseId, version, role: 'warehouse', yes: true, reason: '' })).rejects.toMatchObject({ data: { code: 'edited-meanwhile' } }) // prettier-ignore
  })

  test('an order refunded in slices under the ceiling', async () => {
    const { id } = await sold(20_000, 3)
    const line = (await as('support').orders.open({ id })).lines[0]!.externalId
    const slice = () => as('support').refunds.create({ ...command(), orderId: id, kind: 'money', lines: [{ lineExternalId: line, quantity: 1 }], reason: '少件' }) // prettier-ignore
    expect((await slice()).state).toBe('paying')
    expect((await slice()).state).toBe('deciding')
  })
})

test('a list of VIP buyers: the supervisor brings it, support may not, and a wrong sheet changes nothing', async () => {
  const { external, id } = await sold(20_000)
  const sheet = (text: string) => ({
    shopId: 's1',
    name: 'vip.csv',
    base64: Buffer.from(text).toString('base64'),
  })
  const list = sheet(`订单号\n${external}\n404\n`)
  await expect(as('support').refunds.importVips({ ...command(), ...list })).rejects.toMatchObject({ code: 'FORBIDDEN' }) // prettier-ignore
  const refusedAs = (code: string) => ({ code: 'REFUSED', data: { code } })
  await expect(as('owner').refunds.importVips({ ...command(), ...sheet('名字\n张三\n') })).rejects.toMatchObject(refusedAs('vip-columns')) // prettier-ignore
  await expect(as('owner').refunds.importVips({ ...command(), ...sheet('') })).rejects.toMatchObject(refusedAs('sheet-empty')) // prettier-ignore
  expect((await as('supervisor').refunds.ofOrder({ orderId: id })).vip).toBe(false)
  const taken = { marked: 1, known: 0, unknown: [3] }
  const said = { ...command(), ...list }
  expect(await as('supervisor').refunds.importVips(said)).toEqual(taken)
  expect(await as('supervisor').refunds.importVips(said)).toEqual(taken)
  expect((await as('supervisor').refunds.ofOrder({ orderId: id })).vip).toBe(true)
})

test('whatever the interleaving, never more is paid than was paid for the order', async () => {
  const acts = fc.array(
    fc.record({
      act: fc.constantFrom('ask', 'create', 'decide', 'payThere', 'settle'),
      amount: fc.integer({ min: 1, max: 60_000 }),
    }),
    { minLength: 3, maxLength: 12 },
  )
  await fc.assert(
    fc.asyncProperty(acts, async (plan) => {
      const { external, id } = await sold(45_000)
      const there: { refund: string; amount: number }[] = []
      for (const { act, amount } of plan) {
        if (act === 'ask') there.push({ refund: ask(external, 'money', amount), amount })
        else if (act === 'payThere') {
          // Somebody pays at the platform itself, which never gives back more than was paid either.
          const one = there.pop()
          if (one && taobao.shop.refundedOf(external) + one.amount <= 45_000)
            taobao.shop.payRefund(one.refund, Date.now())
        } else if (act === 'create')
          await as('owner').refunds.create({ ...command(), orderId: id, kind: 'money', lines: [], amountMinor: amount, reason: 'x' }).catch(refused) // prettier-ignore
        else if (act === 'decide')
          for (const found of await casesOf(id))
            for (const role of ['warehouse', 'finance', 'supervisor'] as const)
              await as('owner').refunds.decide({ ...command(), caseId: found.id, version: found.version, role, yes: true, reason: '' }).catch(refused) // prettier-ignore
        else await settle()
      }
      await settle()
      const sums = await served.core.database.read.get<{ sum: number }>(`select cast(coalesce(sum(p.amount),0) as bigint) as sum from refund_payouts p join refund_cases c on c.id = p.case_id where c.order_id=? and p.state in ('sent','paid')`, [id]) // prettier-ignore
      expect(Number(sums?.sum)).toBeLessThanOrEqual(45_000)
      expect(taobao.shop.refundedOf(external)).toBeLessThanOrEqual(45_000)
    }),
    { numRuns: 6 },
  )
}, 120_000)

const casesOf = async (orderId: number) =>
  (await as('owner').refunds.ofOrder({ orderId })).rows.filter((one) => one.state === 'deciding')
function refused(error: unknown): void {
  if ((error as { code?: string }).code !== 'REFUSED') throw error as Error
}
