import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Simulator } from '../connectors'
import { startShopifySimulator } from '../connectors/shopify'
import { startTaobaoSimulator } from '../connectors/taobao'
import { startVendureSimulator } from '../connectors/vendure'
import { countStock } from '../flows'
import {
  confirmPush,
  fingerprintOf,
  noteTold,
  releaseHeldPushes,
  untoldStock,
  wantedStock,
} from '../inventory'
import { Disposables, minor } from '../kernel'
import { aSale } from '../testing/a-sale'
import { aServedCore, type ServedCore } from '../testing/a-served-core'

const actor = { who: 'test', from: 'test' }
const STARTS = {
  taobao: startTaobaoSimulator,
  shopify: startShopifySimulator,
  vendure: startVendureSimulator,
}
let ends: Disposables
let served: ServedCore
beforeEach(async () => {
  ends = new Disposables()
  served = ends.add(await aServedCore())
})
afterEach(() => ends[Symbol.asyncDispose]())

const count = (...cells: readonly (readonly [sku: string, onHand: number])[]) =>
  served.core.database.withTx(
    actor,
    (tx) =>
    countStock(tx, cells.map(([sku, onHand]) => ({ sku, warehouseId: 'w1', onHand, reason: 'test' }))), // prettier-ignore
  )

/** A shop whose buyers bought one piece of A, B and C each; A and B are counted. */
async function aShopOf(platform: keyof typeof STARTS): Promise<{ simulator: Simulator; shopId: string }> {
  const simulator = ends.add(await STARTS[platform]({}))
  const { id: shopId } = await served.bind(platform, simulator, Date.now() - 3_600_000)
  for (const sku of ['A', 'B', 'C']) {
    const lines = [{ sku, title: `货 ${sku}`, quantity: 1, unitPriceMinor: minor(100) }]
    simulator.shop.pay(
      simulator.shop.place(aSale({ createdAt: Date.now() - 60_000, lines })),
      Date.now() - 30_000,
    )
  }
  await served.core.sync.once([shopId], () => served.core.jobs.idle())
  await count(['A', 10], ['B', 20])
  return { simulator, shopId }
}
async function switchOn(shopId: string, buffer = 2): Promise<void> {
  await served.core.database.withTx(actor, async (tx) =>
    confirmPush(tx, {
      shopId,
      buffer,
      fingerprint: fingerprintOf(await wantedStock(tx, { shopId, buffer })),
    }),
  )
}
/** The tests tell by themselves: a job beside them would tell in the middle. */
const byHand = () => served.core.database.withTx(actor, (tx) => tx.run(`delete from jobs where kind = 'tell-stock'`)) // prettier-ignore
const tell = (shopId: string) => served.core.sync.tellStock({ subject: shopId, signal: new AbortController().signal }) // prettier-ignore

describe.each(['taobao', 'shopify', 'vendure'] as const)('%s', (platform) => {
  test('is told nothing before the owner has seen the list, then what is available less the buffer; what was never counted never', async () => {
    const { simulator, shopId } = await aShopOf(platform)
    await tell(shopId)
    expect(['A', 'B', 'C'].map((sku) => simulator.shop.stockOf(sku))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    await switchOn(shopId)
    await byHand()
    await tell(shopId)
    expect(['A', 'B', 'C'].map((sku) => simulator.shop.stockOf(sku))).toEqual([7, 17, undefined])
    await count(['A', 1])
    await byHand()
    await tell(shopId)
    expect(simulator.shop.stockOf('A')).toBe(0)
    const connection = await served.core.sync.connectionOf(shopId)
    expect([...((await connection?.readStock?.(['A', 'B'])) ?? [])].sort()).toEqual([['A', 0], ['B', 17]]) // prettier-ignore
  })

  test('answers 500 and then takes it; one code that it does not know keeps the others of the batch from nothing', async () => {
    const { simulator, shopId } = await aShopOf(platform)
    await switchOn(shopId)
    await byHand()
    simulator.faults.goneSkus = ['A']
    simulator.faults.failNext = 1
    for (let attempt = 1; attempt <= 3; attempt += 1)
      if (await tell(shopId).then(() => true, () => false)) break // prettier-ignore
    expect(simulator.shop.stockOf('B')).toBe(17)
    expect(await served.core.database.read.all('select platform_sku, problem from shop_stock where problem is not null')).toEqual([
      { platform_sku: 'A', problem: expect.any(String) as string },
    ]) // prettier-ignore
    // Refused is not asked for again until its figure changes.
    simulator.faults.goneSkus = []
    await tell(shopId)
    expect(simulator.shop.stockOf('A')).toBeUndefined()
    await count(['A', 5])
    await byHand()
    await tell(shopId)
    expect(simulator.shop.stockOf('A')).toBe(2)
  })
})

test('another list than the one that was seen is not confirmed', async () => {
  const { shopId } = await aShopOf('vendure')
  const { database } = served.core
  const fingerprint = fingerprintOf(await wantedStock(database.read, { shopId, buffer: 0 }))
  await count(['C', 4])
  await expect(database.withTx(actor, (tx) => confirmPush(tx, { shopId, buffer: 0, fingerprint }))).rejects.toMatchObject({ code: 'push-list-changed' }) // prettier-ignore
})

test('an answer that comes late does not overwrite a later one', async () => {
  const { shopId } = await aShopOf('vendure')
  await switchOn(shopId, 0)
  const { database } = served.core
  const early = (await untoldStock(database.read, shopId, 50)).find((line) => line.platformSku === 'A')
  await count(['A', 3])
  const late = (await untoldStock(database.read, shopId, 50)).find((line) => line.platformSku === 'A')
  for (const line of [late, early])
    if (line) await database.withTx(actor, (tx) => noteTold(tx, shopId, { ...line, problem: null }))
  expect(await database.read.all(`select told_quantity from shop_stock where platform_sku = 'A'`)).toEqual([{ told_quantity: 2 }]) // prettier-ignore
  expect((await untoldStock(database.read, shopId, 50)).map((line) => line.platformSku)).toEqual(['B'])
})

test('after a restore nothing is told until the shop was read again; then everything is', async () => {
  const { simulator, shopId } = await aShopOf('vendure')
  await switchOn(shopId, 0)
  await tell(shopId)
  const { database } = served.core
  const restoredAt = Date.now()
  await database.withTx(actor, (tx) => tx.run(`update stock_pushes set state = 'held', held_since = ? where shop_id = ?`, [restoredAt, shopId])) // prettier-ignore
  await count(['A', 4])
  await tell(shopId)
  expect(await database.withTx(actor, releaseHeldPushes)).toEqual([])
  expect(simulator.shop.stockOf('A')).toBe(9)
  await database.withTx(actor, (tx) => tx.run('update shop_sync set watermark = ? where shop_id = ?', [restoredAt + 1, shopId])) // prettier-ignore
  expect(await database.withTx(actor, releaseHeldPushes)).toEqual([shopId])
  await tell(shopId)
  expect([simulator.shop.stockOf('A'), simulator.shop.stockOf('B')]).toEqual([3, 19])
})
