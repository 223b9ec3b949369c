import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { countStock } from '../flows'
import type { Role } from '../kernel'
import { router } from '../rpc/router'
import { noLog } from '../testing'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { likeness, pairsOf } from './likeness'
import { suggest } from './suggest-sku.store'
import { supplyFor } from './supply'

const actor = { who: 'test', from: 'test' }
let served: ServedCore
beforeEach(async () => {
  served = await aServedCore()
  await served.core.database.withTx(actor, async (tx) => {
    await tx.run(`insert into warehouses (id, name, position) values ('w2', '义乌仓', 2)`)
    await countStock(tx, [{ sku: 'A', warehouseId: 'w1', onHand: 5, reason: 'test' }, { sku: 'A', warehouseId: 'w2', onHand: 50, reason: 'test' }]) // prettier-ignore
  })
})
afterEach(() => served[Symbol.asyncDispose]())

function as(role: Role) {
  const caller = { signedIn: true, personId: role, name: role, roles: [role], from: 'test' }
  return createRouterClient(router(served.core.rpc), { context: { caller, log: noLog } }).inventory
}
const ask = { text: '', show: 'all', cursor: null, limit: 10 } as const
const forbidden = { code: 'FORBIDDEN' }

test('sales and support see what can be promised, and nothing of what lies where', async () => {
  for (const role of ['sales', 'support'] as const) {
    const [row] = (await as(role).matrix(ask)).rows
    expect(row).toMatchObject({ sku: 'A', available: 55 })
    expect(Object.keys(row?.cells[0] ?? {}).sort()).toEqual(['available', 'warehouseId'])
    await expect(as(role).moves({ sku: 'A', warehouseId: 'w1', before: null })).rejects.toMatchObject(
      forbidden,
    )
    await expect(as(role).matrix({ ...ask, show: 'below' })).rejects.toMatchObject(forbidden)
    await expect(as(role).pushShops({})).rejects.toMatchObject(forbidden)
  }
})

test.each(['sales', 'support', 'finance'] as const)('%s moves no piece', async (role) => {
  const commandId = `command-of-${role}`
  const lines = [{ sku: 'A', quantity: 1 }]
  for (const attempt of [
    as(role).receive({
      commandId,
      warehouseId: 'w1',
      reference: '',
      lines: [{ sku: 'A', quantity: 1, damaged: 0 }],
    }),
    as(role).adjust({ commandId, sku: 'A', warehouseId: 'w1', what: 'lost', quantity: 1, reason: 'x' }),
    as(role).count({
      commandId,
      warehouseId: 'w1',
      lines: [{ sku: 'A', counted: 0, version: 1, reason: 'x' }],
    }),
    as(role).transfer({ commandId, fromId: 'w1', toId: 'w2', note: '', lines }),
    as(role).confirmPush({ commandId, shopId: 's1', buffer: 0, fingerprint: '' }),
  ])
    await expect(attempt).rejects.toMatchObject(forbidden)
})

test('a command whose answer was lost is done once', async () => {
  const input = { commandId: 'said-twice-1', warehouseId: 'w1', reference: 'R-1', lines: [{ sku: 'A', quantity: 3, damaged: 1 }] } // prettier-ignore
  expect(await as('warehouse').receive(input)).toEqual(await as('warehouse').receive(input))
  const [row] = (await as('warehouse').matrix(ask)).rows
  expect(row?.cells[0]).toMatchObject({ onHand: 7, damaged: 1 })
  await expect(as('warehouse').receive({ ...input, reference: 'R-2' })).rejects.toMatchObject({ data: { code: 'command-id-reused' } }) // prettier-ignore
})

test('below its safety line a cell names the neighbour that can spare, in the order of the warehouses', async () => {
  await as('warehouse').setSafety({ commandId: 'line-of-w1', sku: 'A', warehouseId: 'w1', pieces: 20 })
  const [row] = (await as('warehouse').matrix({ ...ask, show: 'below' })).rows
  expect(row?.cells[0]).toMatchObject({ safety: 20, supply: { warehouseId: 'w2', quantity: 15 } })
  expect(row?.cells[1]?.supply).toBeNull()
  const cell = (warehouseId: string, available: number, safety: number, inTransit = 0) => ({ warehouseId, available, inTransit, safety }) // prettier-ignore
  const cells = [cell('w1', 2, 10), cell('w2', 8, 6), cell('w3', 90, 0)]
  expect(supplyFor(cell('w1', 2, 10), cells)).toEqual({ warehouseId: 'w2', quantity: 2 })
  expect(supplyFor(cell('w1', 2, 10, 8), cells)).toBeNull()
})

test('suggestions: what another shop means by the code, the same code written otherwise, then a name that is alike', () => {
  const ours = [['LL-MUG-320', '粗陶马克杯 320ml 月白'], ['LL-BWL-7', '手捏面碗 7 寸 青灰']].map(([sku = '', title = '']) => ({ sku, title, pairs: pairsOf(title) })) // prettier-ignore
  const why = (platformSku: string, title: string, elsewhere: string[] = []) => suggest({ platformSku, title, variant: null }, ours, elsewhere).map((one) => `${one.why} ${one.sku}`) // prettier-ignore
  expect(why('ll mug 320', '不相干的东西')).toEqual(['same-code LL-MUG-320'])
  expect(why('x1', '月白粗陶马克杯320ml')).toEqual(['title LL-MUG-320'])
  expect(why('x1', '月白粗陶马克杯320ml', ['LL-BWL-7'])).toEqual(['other-shop LL-BWL-7', 'title LL-MUG-320'])
  expect(why('x1', '雪松香薰蜡烛')).toEqual([])
  expect(likeness(pairsOf(''), pairsOf('x'))).toBe(0)
})

test('the assistant lists what orders wait for, takes an answer, and does not repeat what was turned down', async () => {
  const { database } = served.core
  const { id: shopId } = await served.bind('vendure', {
    origin: 'http://127.0.0.1:9',
    settings: { api_key: 'k' },
  })
  await database.withTx(actor, async (tx) => {
    for (const [code, title] of [['A', '粗陶马克杯月白'], ['a.', '粗陶马克杯月白 大'], ['zz-1', '粗陶马克杯 月白']] as const) // prettier-ignore
      await tx.run('insert into shop_goods (shop_id, platform_sku, title, first_seen) values (?, ?, ?, 1)', [shopId, code, title]) // prettier-ignore
  })
  const codes = () => as('sales').codes({}).then(({ unmapped }) => unmapped.map((one) => [one.platformSku, one.suggestions.map((two) => two.sku)])) // prettier-ignore
  expect(await codes()).toEqual([['a.', ['A']], ['zz-1', ['A']]]) // prettier-ignore
  await as('sales').refuseSuggestion({ commandId: 'turned-down', shopId, platformSku: 'a.', sku: 'A' })
  await as('sales').mapCode({ commandId: 'taken-as-a', shopId, platformSku: 'zz-1', sku: 'A' })
  expect(await codes()).toEqual([['a.', []]])
})

test('goods are called by one listing, whole: the name of one with the variant of another would be neither', async () => {
  const { database } = served.core
  const { id: shopId } = await served.bind('vendure', { origin: 'http://127.0.0.1:9', settings: { api_key: 'k' } }) // prettier-ignore
  await database.withTx(actor, async (tx) => {
    for (const [code, title, variant] of [['A', '竹编收纳篮', '规格:大号'], ['POT-260', '大茶壶', '颜色:茶褐']] as const) // prettier-ignore
      await tx.run('insert into shop_goods (shop_id, platform_sku, title, variant, first_seen) values (?, ?, ?, ?, 1)', [shopId, code, title, variant]) // prettier-ignore
  })
  await as('sales').mapCode({ commandId: 'pot-is-basket', shopId, platformSku: 'POT-260', sku: 'A' })
  const { rows } = await as('sales').matrix({ text: '', show: 'all', cursor: null, limit: 200 })
  const called = rows.filter((row) => row.sku === 'A').map((row) => [row.title, row.variant])
  expect(called).toEqual([['竹编收纳篮', '规格:大号']])
})

test('what left on each of the last fourteen days, whole days back from now, on either database', async () => {
  const HOUR = 3_600_000
  const left = async (hoursAgo: number, pieces: number) => {
    await served.core.database.withTx(actor, async (tx) => {
      await tx.run(
        `insert into stock_moves (at, sku, warehouse_id, kind, on_hand, reserved, in_transit, damaged, who) values (?, 'A', 'w1', 'ship', ?, 0, 0, 0, 'test')`,
        [Date.now() - hoursAgo * HOUR, -pieces],
      )
    })
  }
  await left(1, 2)
  await left(20, 1)
  await left(36, 4)
  await left(13 * 24 + 12, 8)
  await left(14 * 24 + 12, 16)
  const [row] = (await as('warehouse').matrix(ask)).rows
  expect(row?.daily).toEqual([8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 3])
  expect(row?.daysKnown).toBe(14)
})

test('how many days a SKU has been in the ledger is told: a pace over fourteen days needs fourteen', async () => {
  const known = async () => (await as('warehouse').matrix(ask)).rows.map((row) => row.daysKnown)
  expect(await known()).toEqual([1])
  await served.core.database.withTx(actor, async (tx) => {
    await tx.run(
      `insert into stock_moves (at, sku, warehouse_id, kind, on_hand, reserved, in_transit, damaged, who) values (?, 'A', 'w1', 'receive', 1, 0, 0, 0, 'test')`,
      [Date.now() - 30 * 3_600_000],
    )
  })
  expect(await known()).toEqual([2])
})
