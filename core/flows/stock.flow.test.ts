import { afterEach, beforeEach, expect, test } from 'vitest'
import { doctor } from '../database'
import { Refusal } from '../kernel'
import { aStockWorld, type StockWorld } from '../testing/stock-life'
import { adjustStock, cancelTransfer, countStock, endHold, holdStock, mapSku, receiveGoods, receiveTransfer, sendTransfer } from './index' // prettier-ignore

let world: StockWorld
beforeEach(async () => {
  world = await aStockWorld()
})
afterEach(async () => {
  // Whatever was done or refused: the books agree.
  const { findings } = await doctor(world.database)
  expect(findings.filter((one) => !one.ok)).toEqual([])
  await world[Symbol.asyncDispose]()
})

const count = (sku: string, warehouseId: string, onHand: number, version?: number) =>
  world.act((tx) => countStock(tx, [{ sku, warehouseId, onHand, reason: 'test', ...(version === undefined ? {} : { version }) }])) // prettier-ignore
async function sold(code: string, quantity: number) {
  const order = { externalId: `o${world.orders.length}`, codes: [code], quantity, shipped: 0, cancelled: 0, refunded: false, version: 0 } // prettier-ignore
  world.orders.push(order)
  await world.tell(order)
  return order
}
const level = (sku: string, warehouseId: string) =>
  world.database.read.get<Record<string, number>>(
    'select on_hand, reserved, in_transit, damaged, version from stock_levels where sku = ? and warehouse_id = ?',
    [sku, warehouseId],
  )
const covers = () =>
  world.database.read.all(
    `select o.external_id as id, l.reserved, l.short, o.short as told from consignment_lines l join consignments c on c.id = l.consignment_id
     join orders o on o.id = c.order_id order by o.external_id`,
  )
const codeOf = (answer: unknown) => (answer instanceof Refusal ? answer.code : answer)

test('two stations count the same cell: the second is told that it moved, and nothing of its sheet is taken', async () => {
  await count('A', 'w1', 5)
  const seen = (await level('A', 'w1'))?.['version']
  await count('A', 'w1', 7, seen)
  const late = await world.act((tx) =>
    countStock(tx, [
      { sku: 'B', warehouseId: 'w1', onHand: 3, reason: '' },
      { sku: 'A', warehouseId: 'w1', onHand: 6, reason: '', version: seen ?? 0 },
    ]),
  )
  expect(late).toMatchObject({ code: 'counted-meanwhile', data: { sku: 'A', onHand: 7 } })
  expect(await level('A', 'w1')).toMatchObject({ on_hand: 7 })
  expect(await level('B', 'w1')).toBeUndefined()
})

test('promises do not disturb a counter: an order that arrives meanwhile leaves the version as it was', async () => {
  await count('A', 'w1', 5)
  const seen = (await level('A', 'w1'))?.['version']
  await sold('A', 2)
  expect(await count('A', 'w1', 6, seen)).toMatchObject({ differing: 1 })
})

test('a count below what is promised: the newest orders become short, the oldest keeps its pieces', async () => {
  await count('A', 'w1', 6)
  for (const quantity of [2, 2, 2]) await sold('A', quantity)
  expect(await count('A', 'w1', 3)).toMatchObject({ shortOrders: [expect.anything(), expect.anything()] })
  expect(await covers()).toEqual([
    { id: 'o0', reserved: 2, short: 0, told: 0 },
    { id: 'o1', reserved: 1, short: 1, told: 1 },
    { id: 'o2', reserved: 0, short: 2, told: 2 },
  ])
  await count('A', 'w1', 6)
  expect(await covers()).toEqual(['o0', 'o1', 'o2'].map((id) => ({ id, reserved: 2, short: 0, told: 0 })))
})

test('a cancelled order gives its pieces to the oldest that waits', async () => {
  await count('A', 'w1', 2)
  const first = await sold('A', 2)
  await sold('A', 2)
  await world.tell(Object.assign(first, { refunded: true }))
  expect(await covers()).toEqual([
    { id: 'o0', reserved: 0, short: 0, told: 0 },
    { id: 'o1', reserved: 2, short: 0, told: 0 },
  ])
})

test('stock that would go below zero is refused with the figures', async () => {
  await count('A', 'w1', 3)
  const adjust = (what: 'lost' | 'damage' | 'mend' | 'scrap', quantity: number) =>
    world.act((tx) => adjustStock(tx, { sku: 'A', warehouseId: 'w1', what, quantity, reason: 'x' }))
  expect(await adjust('lost', 4)).toMatchObject({ code: 'stock-below-zero', data: { there: 3, quantity: 4 } })
  expect(codeOf(await adjust('scrap', 1))).toBe('stock-below-zero')
  await adjust('damage', 2)
  expect(await level('A', 'w1')).toMatchObject({ on_hand: 1, damaged: 2 })
  await adjust('mend', 1)
  await adjust('scrap', 1)
  expect(await level('A', 'w1')).toMatchObject({ on_hand: 2, damaged: 0 })
})

test.each([-1, 1.5, Number.NaN, 1e12])('%s pieces are no quantity', async (quantity) => {
  expect(codeOf(await count('A', 'w1', quantity))).toBe('bad-quantity')
  const lines = [{ sku: 'A', quantity, damaged: 0 }]
  expect(codeOf(await world.act((tx) => receiveGoods(tx, { warehouseId: 'w1', reference: '', lines })))).toBe(
    'bad-quantity',
  )
  expect(await world.database.read.all('select * from stock_moves')).toEqual([])
})

test('a transfer: in transit, received in parts, never twice and never more than was sent; the rest comes back', async () => {
  await count('A', 'w1', 10)
  const sent = await world.act((tx) =>
    sendTransfer(tx, { fromId: 'w1', toId: 'w2', note: '', lines: [{ sku: 'A', quantity: 6 }] }),
  )
  const { id } = sent as { id: number }
  expect([await level('A', 'w1'), await level('A', 'w2')]).toMatchObject([{ on_hand: 4 }, { in_transit: 6 }])
  const receive = (version: number, quantity: number) =>
    world.act((tx) => receiveTransfer(tx, { id, version, lines: [{ sku: 'A', quantity }] }))
  expect(await receive(1, 7)).toMatchObject({
    code: 'transfer-more-than-sent',
    data: { arrived: 7, underWay: 6 },
  })
  expect(await receive(1, 4)).toEqual({ version: 2, done: false })
  expect(codeOf(await receive(1, 2))).toBe('edited-meanwhile')
  expect(codeOf(await receive(2, 3))).toBe('transfer-more-than-sent')
  expect(await world.act((tx) => cancelTransfer(tx, { id, version: 2 }))).toEqual({ version: 3 })
  expect(codeOf(await receive(3, 1))).toBe('transfer-closed')
  expect([await level('A', 'w1'), await level('A', 'w2')]).toMatchObject([
    { on_hand: 6, in_transit: 0 },
    { on_hand: 4, in_transit: 0 },
  ])
})

test('promised pieces do not leave with a transfer, and one bad line keeps the others at home', async () => {
  await count('A', 'w1', 3)
  await count('B', 'w1', 9)
  await sold('A', 2)
  const lines = [
    { sku: 'B', quantity: 1 },
    { sku: 'A', quantity: 2 },
  ]
  expect(
    await world.act((tx) => sendTransfer(tx, { fromId: 'w1', toId: 'w2', note: '', lines })),
  ).toMatchObject({
    code: 'not-enough-free',
    data: { sku: 'A', wanted: 2, free: 1, onHand: 3, reserved: 2 },
  })
  expect(await level('B', 'w1')).toMatchObject({ on_hand: 9 })
  expect(await world.database.read.all('select * from transfers')).toEqual([])
})

test('codes that were swapped lead to each other and no further', async () => {
  await count('A', 'w1', 5)
  await count('B', 'w1', 5)
  await sold('A', 2)
  for (const [platformSku, sku] of [
    ['A', 'B'],
    ['B', 'A'],
  ] as const)
    // prettier-ignore
    await world.act((tx) => mapSku(tx, { shopId: 's1', platformSku, sku }))
  expect([await level('A', 'w1'), await level('B', 'w1')]).toMatchObject([{ reserved: 0 }, { reserved: 2 }])
  await sold('B', 1)
  expect(await level('A', 'w1')).toMatchObject({ reserved: 1 })
})

test('a code is never mapped to goods that nobody counts', async () => {
  await sold('x', 1)
  const map = (sku: string) => world.act((tx) => mapSku(tx, { shopId: 's1', platformSku: 'x', sku }))
  expect(codeOf(await map('A'))).toBe('no-such-sku')
  await count('A', 'w1', 5)
  expect(await map('A')).toEqual({ planned: 1 })
  expect(await level('A', 'w1')).toMatchObject({ reserved: 1 })
})

test('a hold takes all or nothing from one warehouse, and ends once', async () => {
  await count('A', 'w1', 2)
  await count('A', 'w2', 3)
  const hold = (quantity: number) => world.act((tx) => holdStock(tx, { sku: 'A', quantity, note: '王姐' }))
  expect(codeOf(await hold(4))).toBe('not-enough-free-anywhere')
  expect(await hold(3)).toMatchObject({ warehouseId: 'w2' })
  const end = () => world.act((tx) => endHold(tx, { id: 1, handedOver: true }))
  await end()
  expect(codeOf(await end())).toBe('hold-ended')
  expect(await level('A', 'w2')).toMatchObject({ on_hand: 0, reserved: 0 })
})
