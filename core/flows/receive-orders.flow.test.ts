import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, afterEach, expect, test } from 'vitest'
import { historyStep } from '../audit'
import type { UnderstoodOrder } from '../connectors'
import { minor, SecretBox, Unreadable } from '../kernel'
import { countersStep, searchStep, DEFAULT_TIME_OUTS, loadOrders, pageOfOrders, countOrders } from '../orders'
import { aLine, anOrder, coreDatabase, type TestDatabase } from '../testing'
import { countStock, receiveOrders } from './index'

const actor = { who: 'test', from: 'test' }
const box = new SecretBox(randomBytes(32))
const intake = { box, timeOuts: DEFAULT_TIME_OUTS, shopId: 's1' }
let database: TestDatabase

beforeEach(async () => {
  database = await coreDatabase({ lastSteps: [countersStep, searchStep, historyStep] })
  await database.withTx(actor, async (tx) => {
    await tx.run(
      `insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values ('s1','taobao','栗里家居','http://x',?,'',1)`,
      [new Uint8Array(1)],
    )
    await tx.run(`insert into warehouses (id,name,position) values ('w1','杭州仓',1)`)
  })
})
afterEach(() => database[Symbol.asyncDispose]())

const receive = (orders: readonly UnderstoodOrder[], source: 'pull' | 'push' = 'pull') =>
  database.withTx(actor, (tx) =>
    receiveOrders(tx, intake, { source, kind: 'test', asOf: Date.now() }, orders),
  )

test('an order becomes a row, lines, a consignment, a count, a search entry and one history entry', async () => {
  expect(await receive([anOrder()])).toMatchObject({ created: 1, failed: [] })
  const page = await pageOfOrders(
    database.read,
    [{ field: 'state', op: 'is', values: ['to-ship'] }],
    null,
    10,
  )
  expect(page.rows).toMatchObject([
    { externalId: '4203815521773064337', state: 'to-ship', totalMinor: 9800, pieces: 2 },
  ])
  expect((await countOrders(database.read, database.slow, [], false)).groups).toEqual([
    { state: 'to-ship', currency: 'CNY', count: 1, totalMinor: 9800 },
  ])
  expect(await database.read.all('select kind from history')).toEqual([{ kind: 'order.received' }])
  for (const text of ['4337', '马克', 'ctmk', '2046', '381552', 'LL-MUG'])
    expect(
      (await pageOfOrders(database.read, [{ field: 'text', op: 'contains', value: text }], null, 10)).rows,
      text,
    ).toHaveLength(1)
  for (const text of ['4338', '马杯', 'zzz', '1382046'])
    expect(
      (await pageOfOrders(database.read, [{ field: 'text', op: 'contains', value: text }], null, 10)).rows,
      text,
    ).toHaveLength(0)
})

test('a repeat changes nothing and is counted', async () => {
  await receive([anOrder()])
  expect(await receive([anOrder()])).toMatchObject({ created: 0, changed: 0, absorbed: 1 })
  expect(await database.read.all('select repeats from inbox_parts')).toEqual([{ repeats: 1 }])
  expect(await database.read.all('select version from orders')).toEqual([{ version: 1 }])
})

test('a stale page changes nothing, a thin event erases nothing, the newer sweep repairs', async () => {
  const first = anOrder()
  const { version, asOf } = first.observation
  await receive([first])
  const status = {
    platformState: 'TRADE_CLOSED',
    paidAt: null,
    completedAt: null,
    cancelledAt: 5,
    hold: null,
    shipBy: null,
  }
  await receive([
    { ...first, observation: { ...first.observation, version: version - 1, groups: { status } } },
  ])
  await receive([
    {
      ...first,
      observation: {
        ...first.observation,
        version: version + 1,
        groups: { memo: { text: '加急', flag: 1 } },
      },
    },
  ])
  const [one] = [
    ...(await database.withTx(actor, (tx) => loadOrders(tx, 's1', ['4203815521773064337']))).values(),
  ]
  expect(one).toMatchObject({ state: 'to-ship', memo: '加急', buyer: { name: '周**' } })
  await receive([
    {
      ...first,
      observation: {
        ...first.observation,
        version,
        asOf: asOf + 5,
        groups: { lines: [aLine({ shippedQuantity: 2 })] },
      },
    },
  ])
  const [two] = [
    ...(await database.withTx(actor, (tx) => loadOrders(tx, 's1', ['4203815521773064337']))).values(),
  ]
  expect(two).toMatchObject({ state: 'shipped' })
})

test('one order that cannot be read takes nothing of its neighbours along', async () => {
  const thin = anOrder({ externalId: '2' })
  const bad = { ...thin, observation: { ...thin.observation, groups: {} } }
  const result = await receive([anOrder({ externalId: '1' }), bad, anOrder({ externalId: '3' })])
  expect(result).toMatchObject({ created: 2, failed: [{ code: 'missing-field' }] })
  expect(new Unreadable('a', 'b')).toBeInstanceOf(Error)
})

test('stock: reserved up to what is there, the rest is short, shipping consumes, cancelling gives back', async () => {
  await database.withTx(actor, (tx) =>
    countStock(tx, [{ sku: 'LL-MUG-320-MW', warehouseId: 'w1', onHand: 3, reason: 'count' }]),
  )
  await receive([anOrder({ externalId: '1' }), anOrder({ externalId: '2' })])
  const cover = () =>
    database.read.all('select reserved, short, untracked from consignment_lines order by consignment_id')
  expect((await cover()).reduce<number>((sum, line) => sum + Number(line['reserved']), 0)).toBe(3)
  expect((await cover()).reduce<number>((sum, line) => sum + Number(line['short']), 0)).toBe(1)
  const shipped = anOrder({ externalId: '1', groups: { lines: [aLine({ shippedQuantity: 2 })] } })
  await receive([
    { ...shipped, observation: { ...shipped.observation, version: shipped.observation.version + 1 } },
  ])
  expect(await database.read.all('select on_hand, reserved from stock_levels')).toEqual([
    expect.objectContaining({ on_hand: expect.any(Number) as number }),
  ])
  const level = await database.read.get<{ on_hand: number; reserved: number }>(
    'select on_hand, reserved from stock_levels',
  )
  const moves = await database.read.get<{ on_hand: number; reserved: number }>(
    'select sum(on_hand) as on_hand, sum(reserved) as reserved from stock_moves',
  )
  expect({ on_hand: Number(moves?.on_hand), reserved: Number(moves?.reserved) }).toEqual(level)
})

test(
  'whatever order observations arrive in, the newest of each group stands and the counters agree',
  { timeout: 60_000 },
  async () => {
    let name = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ version: fc.nat(5), shipped: fc.nat(2), refunded: fc.constantFrom(0, 9800, 100) }),
          { minLength: 1, maxLength: 6 },
        ),
        async (steps) => {
          const externalId = `p${(name += 1)}`
          const seen = steps.map(({ version, shipped, refunded }, n) => {
            const order = anOrder({
              externalId,
              groups: {
                lines: [aLine({ shippedQuantity: shipped })],
                money: {
                  currency: 'CNY',
                  goodsMinor: minor(9800),
                  discountMinor: minor(0),
                  freightMinor: minor(0),
                  totalMinor: minor(9800),
                  refundedMinor: minor(refunded),
                },
              },
            })
            return {
              ...order,
              observation: {
                ...order.observation,
                version: 1_800_000_000_000 + version,
                asOf: 1_800_000_000_000 + n,
              },
            }
          })
          for (const order of seen) await receive([order])
          const newest = seen.reduce((best, one) =>
            one.observation.version >= best.observation.version ? one : best,
          )
          const order = (await database.withTx(actor, (tx) => loadOrders(tx, 's1', [externalId]))).get(
            externalId,
          )
          expect(order?.refundedMinor).toBe(newest.observation.groups.money?.refundedMinor)
          expect(order?.lines[0]?.shippedQuantity).toBe(newest.observation.groups.lines?.[0]?.shippedQuantity)
        },
      ),
      { numRuns: 40 },
    )
    const recount = await database.read.all(
      'select state, count(*) as count, sum(total) as total from orders group by state order by state',
    )
    const kept = await database.read.all(
      'select state, sum(count) as count, sum(total) as total from order_counters group by state having sum(count) > 0 order by state',
    )
    expect(kept.map((row) => ({ ...row, count: Number(row['count']), total: Number(row['total']) }))).toEqual(
      recount.map((row) => ({ ...row, count: Number(row['count']), total: Number(row['total']) })),
    )
  },
)

test('cash on delivery is owed before it is paid: it is to ship and reserves, and no payment is invented', async () => {
  const status = { platformState: 'WAIT_SELLER_SEND_GOODS', paidAt: null, payLater: true, completedAt: null, cancelledAt: null, hold: null, shipBy: null } // prettier-ignore
  await database.withTx(actor, (tx) =>
    countStock(tx, [{ sku: 'LL-MUG-320-MW', warehouseId: 'w1', onHand: 5, reason: 'test' }]),
  )
  await receive([anOrder({ groups: { status } })])
  expect(await database.read.all('select state, paid_at, flags from orders')).toEqual([
    { state: 'to-ship', paid_at: null, flags: 'pay-later' },
  ])
  expect(await database.read.all('select reserved from stock_levels')).toEqual([{ reserved: 2 }])
})
