import fc from 'fast-check'
import { historyStep } from '../audit'
import { randomBytes } from 'node:crypto'
import { doctor, type Tx } from '../database'
import {
  adjustStock,
  cancelTransfer,
  countStock,
  endHold,
  holdStock,
  mapSku,
  planWaiting,
  receiveGoods,
  receiveOrders,
  receiveTransfer,
  sendTransfer,
  type Adjusting,
} from '../flows'
import { StockBook } from '../inventory'
import { Refusal, SecretBox } from '../kernel'
import { countersStep, DEFAULT_TIME_OUTS, searchStep } from '../orders'
import { aLine, anOrder } from './an-order'
import { coreDatabase, type TestDatabase } from './core-database'

export const SKUS = ['A', 'B'] as const
export const WAREHOUSES = ['w1', 'w2', 'w3'] as const
/** What the shop calls goods: a code of its own beside ours. */
const CODES = [...SKUS, 'x'] as const
const actor = { who: 'test', from: 'test' }

/** An order as the platform stands on it: what the next observation will say. */
interface SoldOrder {
  readonly externalId: string
  readonly codes: readonly string[]
  readonly quantity: number
  shipped: number
  cancelled: number
  refunded: boolean
  version: number
}

/** Three warehouses, a shop, and everything that ever happens to goods. `orders` is what the platform knows. */
export interface StockWorld extends AsyncDisposable {
  readonly database: TestDatabase
  readonly orders: SoldOrder[]
  /** The platform tells us how an order stands now. */
  tell(order: SoldOrder): Promise<void>
  /** Does something in one transaction; a refusal is an answer, and must leave nothing behind. */
  act<T>(body: (tx: Tx) => Promise<T>): Promise<T | Refusal>
}

/** One thing that happens to goods. Other rooms add theirs: an arbitrary that makes a step. */
export type StockStep = (world: StockWorld) => Promise<unknown>

export async function aStockWorld(): Promise<StockWorld> {
  const database = await coreDatabase({ lastSteps: [countersStep, searchStep, historyStep] })
  const intake = { box: new SecretBox(randomBytes(32)), timeOuts: DEFAULT_TIME_OUTS, shopId: 's1' }
  await database.withTx(actor, async (tx) => {
    await tx.run(
      `insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values ('s1','taobao','栗里家居','http://x',?,'',1)`,
      [new Uint8Array(1)],
    )
    for (const [n, id] of WAREHOUSES.entries())
      await tx.run('insert into warehouses (id, name, position) values (?, ?, ?)', [id, `仓 ${id}`, n + 1])
  })
  return {
    database,
    orders: [],
    async tell(order) {
      order.version += 1
      const lines = order.codes.map((sku, n) => aLine({ externalId: `l${n}`, sku, quantity: order.quantity, shippedQuantity: order.shipped, cancelledQuantity: order.cancelled })) // prettier-ignore
      const one = anOrder({ externalId: order.externalId, groups: { lines, ...(order.refunded ? { status: CLOSED } : {}) } }) // prettier-ignore
      const { observation } = one
      const createdAt = observation.createdAt + 1_000 * Number(order.externalId.slice(1))
      const moved = { ...observation, createdAt, version: observation.version + order.version, asOf: observation.asOf + order.version } // prettier-ignore
      await database.withTx(actor, (tx) =>
        receiveOrders(tx, intake, { source: 'pull', kind: 'test', asOf: moved.asOf }, [
          { ...one, observation: moved },
        ]),
      )
    },
    async act(body) {
      try {
        return await database.withTx(actor, body)
      } catch (error) {
        if (error instanceof Refusal) return error
        throw error
      }
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

const CLOSED = { platformState: 'TRADE_CLOSED', paidAt: null, completedAt: null, cancelledAt: 5, hold: null, shipBy: null } // prettier-ignore

const sku = fc.constantFrom(...SKUS)
const warehouse = fc.constantFrom(...WAREHOUSES)
const some = fc.integer({ min: 1, max: 4 })
const two = fc.shuffledSubarray([...WAREHOUSES], { minLength: 2, maxLength: 2 })
const step = <T>(of: fc.Arbitrary<T>, run: (world: StockWorld, given: T) => Promise<unknown>) =>
  of.map((given): StockStep => Object.assign((world: StockWorld) => run(world, given), { toString: () => JSON.stringify(given) })) // prettier-ignore

const UNDER_WAY = `select t.id, t.version, l.sku from transfers t join transfer_lines l on l.transfer_id = t.id where t.state = 'open' order by t.id, l.sku`

/** One of what the screen would show. */
async function pickOf<T>(world: StockWorld, pick: number, sql: string): Promise<T | undefined> {
  const rows = await world.database.read.all<T>(sql)
  return rows[pick % Math.max(1, rows.length)]
}

/** Everything that this room and the platforms do to goods, by name. */
export const STOCK_STEPS: Readonly<Record<string, fc.Arbitrary<StockStep>>> = {
  sell: step(
    fc.record({ codes: fc.uniqueArray(fc.constantFrom(...CODES), { minLength: 1, maxLength: 2 }), quantity: fc.integer({ min: 1, max: 4 }) }),
    async (world, { codes, quantity }) => {
      const order = { externalId: `o${world.orders.length}`, codes, quantity, shipped: 0, cancelled: 0, refunded: false, version: 0 }
      world.orders.push(order)
      await world.tell(order)
    },
  ),
  'platform ships': step(fc.nat(), async (world, pick) => {
    const order = world.orders[pick % Math.max(1, world.orders.length)]
    if (!order || order.refunded || order.shipped + order.cancelled >= order.quantity) return
    order.shipped += 1
    await world.tell(order)
  }),
  'line is cancelled': step(fc.nat(), async (world, pick) => {
    const order = world.orders[pick % Math.max(1, world.orders.length)]
    if (!order || order.refunded || order.shipped + order.cancelled >= order.quantity) return
    order.cancelled += 1
    await world.tell(order)
  }),
  'order is closed': step(fc.nat(), async (world, pick) => {
    const order = world.orders[pick % Math.max(1, world.orders.length)]
    if (!order || order.refunded) return
    order.refunded = true
    await world.tell(order)
  }),
  'goods come back': step(fc.record({ sku, warehouseId: warehouse, good: fc.nat(3), damaged: fc.nat(2) }), (world, back) =>
    world.act(async (tx) => {
      const book = await StockBook.open(tx)
      await book.load([back.sku])
      book.move({ sku: back.sku, warehouseId: back.warehouseId, kind: 'return', onHand: back.good, damaged: back.damaged, reserved: 0, orderId: null, reason: null })
      await book.flush()
      await planWaiting(tx, book.freed)
    }),
  ),
  receive: step(fc.record({ sku, warehouseId: warehouse, quantity: some, damaged: fc.nat(2) }), (world, given) =>
    world.act((tx) => receiveGoods(tx, { warehouseId: given.warehouseId, reference: 'r', lines: [given] })),
  ),
  adjust: step(
    fc.record({ sku, warehouseId: warehouse, quantity: some, what: fc.constantFrom<Adjusting>('found', 'lost', 'damage', 'mend', 'scrap') }),
    (world, given) => world.act((tx) => adjustStock(tx, { ...given, reason: 'test' })),
  ),
  count: step(fc.uniqueArray(fc.record({ sku, warehouseId: warehouse, onHand: fc.nat(8) }), { minLength: 1, maxLength: 4, selector: (one) => one.sku + one.warehouseId }), (world, lines) =>
    world.act((tx) => countStock(tx, lines.map((line) => ({ ...line, reason: 'test' })))),
  ),
  send: step(fc.record({ two, lines: fc.array(fc.record({ sku, quantity: some }), { minLength: 1, maxLength: 2 }) }), (world, { two: [fromId = '', toId = ''], lines }) =>
    world.act((tx) => sendTransfer(tx, { fromId, toId, lines, note: '' })),
  ),
  'transfer arrives': step(fc.record({ pick: fc.nat(), quantity: fc.integer({ min: 1, max: 3 }) }), async (world, { pick, quantity }) => {
    const open = await pickOf<{ id: number; version: number; sku: string }>(world, pick, UNDER_WAY)
    if (open) await world.act((tx) => receiveTransfer(tx, { ...open, lines: [{ sku: open.sku, quantity }] }))
  }),
  'rest of transfer comes back': step(fc.nat(), async (world, pick) => {
    const open = await pickOf<{ id: number; version: number }>(world, pick, UNDER_WAY)
    if (open) await world.act((tx) => cancelTransfer(tx, open))
  }),
  hold: step(fc.record({ sku, quantity: some }), (world, given) => world.act((tx) => holdStock(tx, { ...given, note: '' }))),
  'hold ends': step(fc.record({ pick: fc.nat(), handedOver: fc.boolean() }), async (world, { pick, handedOver }) => {
    const hold = await pickOf<{ id: number }>(world, pick, 'select id from stock_holds order by id desc limit 3')
    if (hold) await world.act((tx) => endHold(tx, { id: hold.id, handedOver }))
  }),
  map: step(fc.record({ platformSku: fc.constantFrom(...CODES), sku: fc.option(sku) }), (world, given) =>
    world.act((tx) => mapSku(tx, { shopId: 's1', ...given })),
  ),
} // prettier-ignore

/** What the doctor finds: levels against moves, promises, transfers, counters. Nothing of it would heal by itself. */
export async function stockIlls(world: StockWorld): Promise<string[]> {
  const { findings } = await doctor(world.database)
  return findings.flatMap(({ check, ok, detail }) => (ok ? [] : [`${check}: ${detail}`]))
}

/** Orders that wait though pieces lie free: in their warehouse or, where they hold nothing yet, in any. There must be none. */
export async function idleGoods(world: StockWorld): Promise<unknown[]> {
  return world.database.read.all(
    `select l.consignment_id, l.sku from consignment_lines l join consignments c on c.id = l.consignment_id
     join stock_levels s on s.sku = l.sku where l.short > 0 and s.on_hand - s.reserved > 0 and (s.warehouse_id = c.warehouse_id
       or not exists (select 1 from consignment_lines o where o.consignment_id = c.id and o.reserved > 0))`,
  )
}
