import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTaobaoSimulator } from '../connectors/taobao'
import type { Simulator } from '../connectors'
import { doctor } from '../database'
import { letGoOfStuck, tryStuckAgain } from '../jobs'
import { keepMemoHere } from '../orders'
import { openOrder } from '../orders/open-order.store'
import { setMemo } from '../orders/set-memo'
import { addShop } from '../shops'
import { aSale } from '../testing/a-sale'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { listStuck } from './stuck-view.store'

const actor = { who: '掌柜', from: 'test' }
let simulator: Simulator
let served: ServedCore
let external: string
let id: number

beforeEach(async () => {
  simulator = await startTaobaoSimulator()
  served = await aServedCore()
  const at = Date.now() - 60_000
  const { origin: url, settings } = simulator
  // Read back from yesterday only: the first reading is not what is tested here.
  const given = { platform: 'taobao', name: 'taobao 店', url, settings, since: at - 86_400_000 }
  const shop = await served.core.database.withTx(actor, (tx) => addShop(tx, served.core.box, given))
  external = simulator.shop.place(aSale({ createdAt: at }))
  simulator.shop.pay(external, at)
  await served.core.sync.once([shop.id], () => served.core.jobs.idle())
  id = Number((await served.core.database.read.get<{ id: number }>('select id from orders'))?.id)
})
afterEach(async () => {
  await served[Symbol.asyncDispose]()
  await simulator[Symbol.asyncDispose]()
})

const opened = () => openOrder(served.core.database.read, served.core.box, id)
const stuck = () => listStuck(served.core.database.read)
async function write(memo: string): Promise<void> {
  const { version } = (await opened()).row
  await served.core.database.withTx(actor, (tx) =>
    setMemo(tx, { commandId: `command-${memo.length}`, id, version, memo, tellPlatform: true }),
  )
  served.core.jobs.wake()
  await served.core.jobs.idle()
}

test('a memo that the platform refuses for good says so, and why, and stands before a person', async () => {
  simulator.faults.keysExpired = true
  await write('加急')
  expect(await opened()).toMatchObject({ memoPending: true, memoTold: false })
  expect((await opened()).memoRefused).toMatch(/「.+」/)
  const [job] = await stuck()
  expect(job).toMatchObject({ kind: 'memo', orderId: id, platform: 'taobao', shopName: 'taobao 店' })
  expect(job?.orderNumber).toBe((await opened()).row.number)

  simulator.faults.keysExpired = false
  await served.core.database.withTx(actor, (tx) => tryStuckAgain(tx, { id: Number(job?.id) }))
  served.core.jobs.wake()
  await served.core.jobs.idle()
  expect(await opened()).toMatchObject({ memoPending: false, memoTold: true, memoRefused: null })
  expect(simulator.shop.memoOf(external)).toBe('加急')
  expect(await stuck()).toEqual([])
})

test('a memo too long for the platform is not tried thrice; a shorter one takes its place', async () => {
  await write('长'.repeat(400))
  expect((await opened()).memoRefused).toBe('memo-too-long')
  await write('短')
  expect(await opened()).toMatchObject({ memoPending: false, memoTold: true, memoRefused: null })
  expect(await stuck()).toEqual([])
  expect((await doctor(served.core.database)).ok).toBe(true)
})

test('let go of, the memo stays here only and doctor is clean', async () => {
  await write('长'.repeat(400))
  await served.core.database.withTx(actor, async (tx) => {
    const job = await letGoOfStuck(tx, { id: Number((await stuck())[0]?.id) })
    await keepMemoHere(tx, job?.payload as { orderId: number; commandId: string })
  })
  expect(await opened()).toMatchObject({ memoPending: false, memoTold: false, memoRefused: null })
  expect((await opened()).row.memo).toHaveLength(400)
  expect((await doctor(served.core.database)).ok).toBe(true)
})

test('«first order» is not claimed where the platform names no buyer', async () => {
  expect((await opened()).buyerOrders).toBe(0)
  await served.core.database.withTx(actor, (tx) => tx.run('update orders set buyer_key=null'))
  expect((await opened()).buyerOrders).toBeNull()
})

test('a memo that came from the platform is there: nobody says that it is kept here only', async () => {
  simulator.shop.memo(external, Date.now(), '卖家后台写的')
  await served.core.sync.once([(await opened()).row.shopId], () => served.core.jobs.idle())
  expect(await opened()).toMatchObject({ memoPending: false, memoTold: true, row: { memo: '卖家后台写的' } })
})
