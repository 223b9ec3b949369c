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

export const SKUS = ['A', 'B', 'C'] as const
export const WAREHOUSES = ['w1', 'w2', 'w3'] as const
/** What the shop calls goods: two codes of its own beside ours. */
const CODES = [...SKUS, 'x1', 'x2'] as const
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
      const moved = { ...observation, version: observation.version + order.version, asOf: observation.asOf + order.version } // prettier-ignore
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
const some = fc.integer({ min: 1, max: 6 })
const step = <T>(of: fc.Arbitrary<T>, run: (world: StockWorld, given: T) => Promise<unknown>) =>
  of.map((given): StockStep => Object.assign((world: StockWorld) => run(world, given), { toString: () => JSON.stringify(given) })) // prettier-ignore

/** A transfer that is under way, as the screen would show it. */
async function anOpenTransfer(world: StockWorld, pick: number) {
  const rows = await world.database.read.all<{ id: number; version: number }>(
    `select id, version from transfers where state = 'open' order by id`,
  )
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
  count: step(fc.array(fc.record({ sku, warehouseId: warehouse, onHand: fc.nat(12) }), { minLength: 1, maxLength: 4 }), (world, lines) =>
    world.act((tx) => countStock(tx, lines.map((line) => ({ ...line, reason: 'test' })))),
  ),
  send: step(fc.record({ fromId: warehouse, toId: warehouse, lines: fc.array(fc.record({ sku, quantity: some }), { minLength: 1, maxLength: 2 }) }), (world, given) =>
    world.act((tx) => sendTransfer(tx, { ...given, note: '' })),
  ),
  'transfer arrives': step(fc.record({ pick: fc.nat(), sku, quantity: some }), async (world, given) => {
    const open = await anOpenTransfer(world, given.pick)
    if (open) await world.act((tx) => receiveTransfer(tx, { ...open, lines: [{ sku: given.sku, quantity: given.quantity }] }))
  }),
  'rest of transfer comes back': step(fc.nat(), async (world, pick) => {
    const open = await anOpenTransfer(world, pick)
    if (open) await world.act((tx) => cancelTransfer(tx, open))
  }),
  hold: step(fc.record({ sku, quantity: some }), (world, given) => world.act((tx) => holdStock(tx, { ...given, note: '' }))),
  'hold ends': step(fc.record({ pick: fc.nat(8), handedOver: fc.boolean() }), (world, given) =>
    world.act((tx) => endHold(tx, { id: given.pick + 1, handedOver: given.handedOver })),
  ),
  map: step(fc.record({ platformSku: fc.constantFrom(...CODES), sku: fc.option(sku) }), (world, given) =>
    world.act((tx) => mapSku(tx, { shopId: 's1', ...given })),
  ),
} // prettier-ignore

/** What must hold after every step, in words; empty when it does. */
export async function stockIlls(world: StockWorld): Promise<string[]> {
  const { findings } = await doctor(world.database)
  const ills = findings.filter((one) => !one.ok && one.check !== 'stuck-jobs')
  const below = await world.database.read.all(
    'select sku, warehouse_id from stock_levels where on_hand < 0 or reserved < 0 or in_transit < 0 or damaged < 0 or reserved > on_hand',
  )
  return [...ills.map((one) => `${one.check}: ${one.detail}`), ...below.map((row) => `below zero: ${JSON.stringify(row)}`)] // prettier-ignore
}

/** Orders that wait though the pieces lie free in their warehouse (or, holding nothing, in any): there must be none. */
export async function idleGoods(world: StockWorld): Promise<unknown[]> {
  return world.database.read.all(
    `select l.consignment_id, l.sku from consignment_lines l join consignments c on c.id = l.consignment_id
     join stock_levels s on s.sku = l.sku and s.warehouse_id = c.warehouse_id
     where l.short > 0 and s.on_hand - s.reserved > 0`,
  )
}
