import { createRouterClient } from '@orpc/server'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ownerFrom, type Caller } from '../auth'
import { buildCore, type Core } from '../build-core'
import { joinPractice } from '../join-practice'
import { router } from '../rpc'
import { noLog } from '../testing'

let folder: string
let core: Core
let shops: AsyncDisposable
let calls = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
  core = await buildCore({ folder, practice: true, log: noLog })
  shops = await joinPractice(core, 'http://127.0.0.1:9')
  await core.sync.start()
  await vi.waitFor(async () => expect(await shipped()).toBeGreaterThan(100), {
    timeout: 60_000,
    interval: 200,
  })
})
afterAll(async () => {
  await shops[Symbol.asyncDispose]()
  await core[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const client = (caller: Caller = ownerFrom('test')) =>
  createRouterClient(router(core.rpc), { context: { caller, log: noLog } })
const commandId = () => `practice-command-${++calls}`
const shipped = async () =>
  Number((await core.database.read.get<{ n: number }>(`select count(*) as n from orders o join shops s on s.id = o.shop_id where s.platform = 'taobao' and o.state = 'shipped'`))?.n) // prettier-ignore
interface CaseDb { id: number; order_id: number; kind: string; state: string; amount: number; shop_id: string; external_id: string; parcel_waybill: string | null } // prettier-ignore
let since = 0
/** Cases of requests that were made in this test, the smaller first. */
const asked = () =>
  core.database.read.all<CaseDb>(
    `select c.id, c.order_id, c.kind, c.state, c.amount, c.parcel_waybill, o.shop_id, o.external_id from refund_cases c join orders o on o.id = c.order_id
     join order_refunds r on r.order_id = c.order_id and r.external_id = c.external_id where r.created_at >= ? and r.reason in ('物流太慢', '与描述不符') order by c.amount`,
    [since],
  )
const paidAt = (row: CaseDb | undefined) => row && core.rpc.playing.get(row.shop_id)?.refundedOf(row.external_id) // prettier-ignore

describe('what the practice shops bring', () => {
  test('two buyers ask: a little is paid once by itself, much waits for warehouse and finance', async () => {
    since = Math.floor(Date.now() / 1000) * 1000
    expect(await client().practice.bringRequests({ commandId: commandId() })).toEqual({ asked: 2 })
    await expect.poll(asked).toHaveLength(2)
    const [little, much] = await asked()
    await expect.poll(async () => (await asked())[0]?.state).toBe('paid')
    expect(paidAt(little)).toBe(little?.amount)
    expect(much).toMatchObject({ kind: 'return', state: 'deciding' })
    expect(paidAt(much)).toBe(0)
  })

  test('a return that was agreed to is handed in before its slip comes, and then paid once', async () => {
    const much = (await asked())[1]!
    const { row } = await client().refunds.open({ id: much.id })
    await client().refunds.decide({ commandId: commandId(), caseId: row.id, version: row.version, role: 'finance', yes: true, reason: '' }) // prettier-ignore
    const refund = async () =>
      (await core.database.read.get<{ id: string; state: string }>('select external_id as id, state from order_refunds where order_id = ?', [much.order_id])) // prettier-ignore
    await expect.poll(async () => (await refund())?.state).toBe('agreed')
    expect((await client().practice.bringSlips({ commandId: commandId() })).taken).toBeGreaterThan(1)
    expect(core.rpc.playing.get(much.shop_id)?.awaitsGoods((await refund())?.id ?? '')).toBe(false)
    await expect.poll(async () => (await asked())[1]?.parcel_waybill).toBeTruthy()
    const now = (await client().refunds.open({ id: much.id })).row
    await client().refunds.decide({ commandId: commandId(), caseId: now.id, version: now.version, role: 'warehouse', yes: true, reason: '' }) // prettier-ignore
    await expect.poll(async () => (await asked())[1]?.state).toBe('paid')
    expect(paidAt(much)).toBe(much.amount)
  })

  test('numbers of practice parcels are recognised without a doubt, each its own', async () => {
    const { waybills } = await client().practice.waybills({ count: 60 })
    expect(new Set(waybills).size).toBe(60)
    for (const waybill of waybills) {
      const found = await client().fulfilment.recognise({ waybill, courier: null })
      expect([waybill, found.doubt, found.courier]).toEqual([waybill, null, expect.any(String)])
    }
  })

  test('a packer cannot make buyers ask for money', async () => {
    const packer: Caller = { ...ownerFrom('test'), personId: 'p9', name: '小李', roles: ['warehouse'] }
    await expect(client(packer).practice.bringRequests({ commandId: commandId() })).rejects.toMatchObject({ code: 'FORBIDDEN' }) // prettier-ignore
  })
})
