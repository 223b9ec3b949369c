import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { historyStep } from '../audit'
import type { LineFacts, ParcelFacts, UnderstoodOrder } from '../connectors'
import { doctor, type Tx } from '../database'
import { setTold, shipmentsOf, type Confirmation, type CourierCode } from '../fulfilment'
import { SecretBox } from '../kernel'
import { countersStep, DEFAULT_TIME_OUTS, loadOrders, searchStep } from '../orders'
import { aLine, anOrder, coreDatabase, type TestDatabase } from '../testing'
import { countStock, receiveOrders, refuseShipment, shipAgain, shipOrder } from './index'

const actor = { who: 'test', from: 'test' }
const box = new SecretBox(randomBytes(32))
const intake = { box, timeOuts: DEFAULT_TIME_OUTS, shopId: 's1', skuOf: (code: string | null) => code }
const SKU = 'LL-MUG-320-MW'
let database: TestDatabase

async function fresh(): Promise<TestDatabase> {
  const made = await coreDatabase({ lastSteps: [countersStep, searchStep, historyStep] })
  await made.withTx(actor, async (tx) => {
    await tx.run(
      `insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values ('s1','taobao','栗里家居','http://x',?,'',1)`,
      [new Uint8Array(1)],
    )
    await tx.run(`insert into warehouses (id,name,position) values ('w1','杭州仓',1)`)
  })
  return made
}
beforeEach(async () => {
  database = await fresh()
})
afterEach(() => database[Symbol.asyncDispose]())

const inTx = <T>(body: (tx: Tx) => Promise<T>) => database.withTx(actor, body)
const receive = (...orders: UnderstoodOrder[]) =>
  inTx((tx) => receiveOrders(tx, intake, { source: 'pull', kind: 'test', asOf: Date.now() }, orders))
const stock = (onHand: number, sku = SKU) =>
  inTx((tx) => countStock(tx, [{ sku, warehouseId: 'w1', onHand, reason: '盘点' }]))
const orderOf = async (externalId = anOrder().observation.externalId) => {
  const order = (await inTx((tx) => loadOrders(tx, 's1', [externalId]))).get(externalId)
  if (!order) throw new Error(`no order ${externalId}`)
  return order
}
const level = (sku = SKU) =>
  database.read.get<{ on_hand: number; reserved: number }>(
    'select on_hand, reserved from stock_levels where sku=?',
    [sku],
  )
const parcel = (waybill = 'SF1023574470215', quantity?: number, courier: CourierCode = 'SF') => ({
  courier,
  waybill,
  lines: quantity === undefined ? null : [{ lineExternalId: 'l1', quantity }],
})
async function ship(parcels = [parcel()], confirm: readonly Confirmation[] = [], externalId?: string) {
  const { id } = await orderOf(externalId)
  return inTx((tx) => shipOrder(tx, DEFAULT_TIME_OUTS, { orderId: id, parcels, confirm }))
}
const healthy = async () =>
  expect((await doctor(database)).findings.filter((finding) => !finding.ok)).toEqual([])

/** The order as the platform tells it at a later time. */
function seen(
  version: number,
  given: Partial<LineFacts>,
  parcels: readonly ParcelFacts[] = [],
): UnderstoodOrder {
  const at = anOrder().observation.version + version * 1000
  return anOrder({ version: at, asOf: at, groups: { lines: [aLine(given)], parcels } })
}
const theirs = (waybill: string, quantity: number): ParcelFacts => ({
  externalId: waybill, courier: '顺丰速运', waybill, shippedAt: 1, deliveredAt: null, lines: [{ lineExternalId: 'l1', quantity }],
}) // prettier-ignore

describe('a parcel leaves', () => {
  test('goods, order, parcel, history and the word to the platform are one transaction', async () => {
    await stock(5)
    await receive(anOrder())
    const [row] = await ship()
    expect(row).toMatchObject({ ordinal: 1, state: 'telling', waybill: 'SF1023574470215' })
    expect(await level()).toEqual({ on_hand: 3, reserved: 0 })
    const order = await orderOf()
    expect(order).toMatchObject({ state: 'shipped', version: 2 })
    expect(order.parcels).toMatchObject([{ externalId: 'ours:1', waybill: 'SF1023574470215' }])
    expect(await database.read.all('select kind, subject, key from jobs')).toEqual([
      { kind: 'ship', subject: `order:${order.id}`, key: `ship:${row?.key}:1` },
    ])
    expect(await database.read.all(`select kind from history where entity = 'order' order by seq`)).toEqual([
      { kind: 'order.received' },
      { kind: 'order.shipped' },
    ])
    await healthy()
  })

  test('some pieces leave, the rest waits', async () => {
    await stock(5)
    await receive(anOrder())
    await ship([parcel('SF1023574470215', 1)])
    expect(await orderOf()).toMatchObject({ state: 'to-ship' })
    expect(await level()).toEqual({ on_hand: 4, reserved: 1 })
    await ship([parcel('SF2000601520988', 1)])
    expect(await orderOf()).toMatchObject({ state: 'shipped' })
    expect(await level()).toEqual({ on_hand: 3, reserved: 0 })
    await healthy()
  })

  test('several parcels at once', async () => {
    await stock(5)
    await receive(anOrder())
    const rows = await ship([parcel('SF1023574470215', 1), parcel('YT8962646785389', 1, 'YTO')])
    expect(rows.map(({ ordinal, lines }) => [ordinal, lines[0]?.consumed])).toEqual([[1, 1], [2, 1]]) // prettier-ignore
    expect(await level()).toEqual({ on_hand: 3, reserved: 0 })
    await healthy()
  })
})

describe('what may not leave', () => {
  const refusal = (code: string, data: object = {}) =>
    expect.objectContaining({ code, data: expect.objectContaining(data) as unknown }) as unknown

  test('unpaid, on hold, closed, in a refund, nothing left', async () => {
    await stock(100)
    const status = (given: object) => ({
      platformState: 'X', paidAt: 1, completedAt: null, cancelledAt: null, hold: null, shipBy: null, ...given,
    }) // prettier-ignore
    const refund = { externalId: 'r1', lineExternalId: 'l1', state: 'requested', platformState: 'X', kind: 'money', amountMinor: 1, reason: null, createdAt: 1 } // prettier-ignore
    const cases: [string, object][] = [
      ['order-unpaid', { status: status({ paidAt: null }) }],
      ['order-on-hold', { status: status({ hold: 'risk' }) }],
      ['order-closed', { status: status({ cancelledAt: 2 }) }],
      ['line-in-refund', { refunds: [refund] }],
      ['order-in-refund', { refunds: [{ ...refund, lineExternalId: null }] }],
      ['nothing-to-ship', { lines: [aLine({ shippedQuantity: 2 })] }],
    ]
    for (const [n, [code, groups]] of cases.entries()) {
      await receive(anOrder({ externalId: `o${n}`, groups }))
      await expect(ship([parcel()], [], `o${n}`), code).rejects.toEqual(refusal(code))
    }
    expect(await level()).toMatchObject({ on_hand: 100 })
    expect(await database.read.all('select id from shipments')).toEqual([])
  })

  test('to be paid at the door: leaves unpaid', async () => {
    await stock(5)
    await receive(anOrder({ groups: { status: { platformState: 'COD', paidAt: null, payLater: true, completedAt: null, cancelledAt: null, hold: null, shipBy: null } } })) // prettier-ignore
    expect(await ship()).toHaveLength(1)
  })

  test('more than waits, a strange line, no pieces at all', async () => {
    await stock(5)
    await receive(anOrder())
    await expect(ship([parcel('SF1023574470215', 3)])).rejects.toEqual(
      refusal('more-than-waits', { left: 2 }),
    )
    await expect(ship([parcel('SF1023574470215', 1), parcel('SF2000601520988', 2)])).rejects.toEqual(refusal('more-than-waits')) // prettier-ignore
    await expect(ship([{ ...parcel(), lines: [{ lineExternalId: 'x', quantity: 1 }] }])).rejects.toEqual(refusal('no-such-line')) // prettier-ignore
    await expect(ship([parcel('SF1023574470215', 0)])).rejects.toEqual(refusal('nothing-chosen'))
  })

  test('a short line not in silence; said yes to, on hand stays at zero and history records it', async () => {
    await stock(1)
    await receive(anOrder())
    await expect(ship()).rejects.toEqual(refusal('line-short', { lines: `${SKU} ×1`, confirm: 'short' }))
    await ship([parcel()], ['short'])
    expect(await level()).toEqual({ on_hand: 0, reserved: 0 })
    const entry = await database.read.get<{ changes_json: string }>(`select changes_json from history where kind='order.shipped'`) // prettier-ignore
    expect(entry?.changes_json).toContain('["confirmed",null,"short"]')
    await healthy()
  })

  test('an untracked line not in silence; said yes to, the ledger is not touched', async () => {
    await receive(anOrder())
    await expect(ship()).rejects.toEqual(refusal('line-untracked', { confirm: 'untracked' }))
    await expect(ship([parcel()], ['short'])).rejects.toEqual(refusal('line-untracked'))
    await ship([parcel()], ['untracked'])
    expect(await database.read.all('select id from stock_moves')).toEqual([])
    await healthy()
  })

  test('a waybill that another buyer’s order already has; of the same buyer only on a yes', async () => {
    await stock(100)
    const buyer = (id: string) => ({ buyer: { name: '周**', platformId: id }, address: { receiver: id, phone: id, province: null, city: null, district: null, street: id, postcode: null, country: null } }) // prettier-ignore
    for (const [id, of] of [['o1', 'b1'], ['o2', 'b2'], ['o3', 'b1']] as const) await receive(anOrder({ externalId: id, groups: buyer(of) })) // prettier-ignore
    await ship([parcel()], [], 'o1')
    await expect(ship([parcel(' sf1023574470215')], ['merged'], 'o2')).rejects.toEqual(refusal('waybill-of-another-order', { number: 'o1' })) // prettier-ignore
    await expect(ship([parcel()], [], 'o3')).rejects.toEqual(refusal('waybill-of-same-buyer', { number: 'o1', confirm: 'merged' })) // prettier-ignore
    expect(await ship([parcel()], ['merged'], 'o3')).toHaveLength(1)
  })

  test('a waybill twice on one order', async () => {
    await stock(100)
    await receive(anOrder())
    await expect(ship([parcel('SF1023574470215', 1), parcel('SF1023574470215', 1)])).rejects.toEqual(refusal('waybill-on-this-order')) // prettier-ignore
    await ship([parcel('SF1023574470215', 1)])
    await expect(ship([parcel('SF1023574470215', 1)])).rejects.toEqual(refusal('waybill-on-this-order'))
  })

  test('a product code under the scanner, a wrong check digit, another courier’s number ask', async () => {
    await stock(100)
    await receive(anOrder())
    await expect(ship([parcel('6901234567892')])).rejects.toEqual(refusal('waybill-something-else', { confirm: 'waybill' })) // prettier-ignore
    await expect(ship([parcel('EA123456784CN', undefined, 'EMS')])).rejects.toEqual(refusal('waybill-check-digit')) // prettier-ignore
    await expect(ship([parcel('YT8962646785389')])).rejects.toEqual(refusal('waybill-other-courier'))
    expect(await ship([parcel('YT8962646785389')], ['waybill'])).toHaveLength(1)
  })
})

describe('the platform says no', () => {
  test('the parcel keeps its words and the goods come back in the same transaction', async () => {
    await stock(5)
    await receive(anOrder())
    const [row] = await ship()
    await inTx((tx) =>
      refuseShipment(tx, DEFAULT_TIME_OUTS, { id: row?.id ?? 0, code: 'B04', message: '不收' }),
    )
    const order = await orderOf()
    expect(order).toMatchObject({ state: 'to-ship', parcels: [] })
    expect(await level()).toEqual({ on_hand: 5, reserved: 2 })
    expect(await shipmentsOf(database.read, order.id)).toMatchObject([{ state: 'refused', reason: '不收' }])
    await healthy()
    const again = await inTx((tx) => shipAgain(tx, DEFAULT_TIME_OUTS, { id: row?.id ?? 0, courier: 'YTO', waybill: 'YT8962646785389', confirm: [] })) // prettier-ignore
    expect(again).toMatchObject({ ordinal: 1, tries: 2, state: 'telling', key: row?.key })
    expect(await level()).toEqual({ on_hand: 3, reserved: 0 })
    await healthy()
  })

  test('a word that comes twice, or after the parcel was told, changes nothing', async () => {
    await stock(5)
    await receive(anOrder())
    const [row] = await ship()
    const refuse = () => inTx((tx) => refuseShipment(tx, DEFAULT_TIME_OUTS, { id: row?.id ?? 0, code: 'x', message: 'x' })) // prettier-ignore
    await refuse()
    await refuse()
    expect(await level()).toEqual({ on_hand: 5, reserved: 2 })
  })
})

describe('the platform’s own view arrives', () => {
  test('of our parcel: the goods do not leave a second time', async () => {
    await stock(5)
    await receive(anOrder())
    await ship()
    await receive(seen(1, { shippedQuantity: 2 }, [theirs('SF1023574470215', 2)]))
    expect(await level()).toEqual({ on_hand: 3, reserved: 0 })
    const order = await orderOf()
    expect(order.lines[0]).toMatchObject({ shippedQuantity: 2, aheadQuantity: 0 })
    expect(order.parcels).toEqual([theirs('SF1023574470215', 2)])
    await healthy()
  })

  test('late and without our parcel: ours stays', async () => {
    await stock(5)
    await receive(anOrder())
    await ship()
    await receive(seen(1, { title: '粗陶马克杯 新' }))
    expect(await orderOf()).toMatchObject({ state: 'shipped', parcels: [{ externalId: 'ours:1' }] })
    expect(await level()).toEqual({ on_hand: 3, reserved: 0 })
    await healthy()
  })

  test('it counts a part only, as Taobao does of a line under way', async () => {
    await stock(5)
    await receive(anOrder({ groups: { lines: [aLine({ quantity: 5 })] } }))
    await ship([parcel('SF1023574470215', 3)])
    await receive(seen(1, { quantity: 5, shippedQuantity: 1 }, [theirs('SF1023574470215', 1)]))
    expect(await level()).toEqual({ on_hand: 2, reserved: 2 })
    await ship([parcel('SF2000601520988', 2)])
    await receive(seen(2, { quantity: 5, shippedQuantity: 5 }, [theirs('SF2000601520988', 5)]))
    expect(await level()).toEqual({ on_hand: 0, reserved: 0 })
    expect((await orderOf()).lines[0]).toMatchObject({ shippedQuantity: 5, aheadQuantity: 0 })
    await healthy()
  })

  test('a stranger’s parcel in between: each piece leaves once', async () => {
    await stock(5)
    await receive(anOrder())
    await ship([parcel('SF1023574470215', 1)])
    await receive(seen(1, { shippedQuantity: 1 }, [theirs('OTHER1', 1)]))
    await receive(seen(2, { shippedQuantity: 2 }, [theirs('OTHER1', 1), theirs('SF1023574470215', 1)]))
    expect(await level()).toEqual({ on_hand: 3, reserved: 0 })
    expect(await orderOf()).toMatchObject({ state: 'shipped' })
    await healthy()
  })

  test('a stranger shipped it first and ours is refused: one piece is out, not two', async () => {
    await stock(5)
    await receive(anOrder())
    const [row] = await ship()
    await receive(seen(1, { shippedQuantity: 2 }, [theirs('OTHER1', 2)]))
    await inTx((tx) => refuseShipment(tx, DEFAULT_TIME_OUTS, { id: row?.id ?? 0, code: 'B04', message: '已发货' })) // prettier-ignore
    expect(await level()).toEqual({ on_hand: 3, reserved: 0 })
    expect(await orderOf()).toMatchObject({ state: 'shipped', parcels: [{ waybill: 'OTHER1' }] })
    await healthy()
  })
})

describe('any interleaving', () => {
  const act = fc.oneof(
    fc.record({ kind: fc.constant('ours' as const), quantity: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('stranger' as const), quantity: fc.integer({ min: 1, max: 2 }) }),
    fc.record({ kind: fc.constantFrom('answer' as const, 'look' as const, 'stale' as const, 'count' as const) }),
    fc.record({ kind: fc.constant('drop' as const), quantity: fc.integer({ min: 1, max: 2 }) }),
    fc.record({ kind: fc.constant('close' as const) }),
  ) // prettier-ignore

  let plays = 0
  test('orders, cancels, our parcels and strangers’: the ledger holds, and each piece leaves once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 14 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 12 }),
        (acts, quantity, onHand) => play(acts, { quantity, onHand, name: `p${++plays}` }),
      ),
      { numRuns: Number(process.env['ZG_RUNS'] ?? 40) },
    )
  }, 300_000)

  type Act = { kind: string; quantity?: number }

  /** A platform of one order with its own truth; what it refuses, it refuses as the real ones do. */
  async function play(
    acts: readonly Act[],
    { quantity, onHand, name }: { quantity: number; onHand: number; name: string },
  ): Promise<void> {
    const truth = { shipped: 0, cancelled: 0, closed: false, parcels: [] as ParcelFacts[], version: 1 }
    const waiting: { id: number; quantity: number; waybill: string }[] = []
    let numbers = 0
    const view = () => {
      const at = anOrder().observation.version + ++truth.version * 1000
      const line = aLine({
        sku: name,
        quantity,
        shippedQuantity: truth.shipped,
        cancelledQuantity: truth.cancelled,
      })
      const status = { platformState: 'X', paidAt: 1, completedAt: null, cancelledAt: truth.closed ? 5 : null, hold: null, shipBy: null } // prettier-ignore
      return anOrder({
        externalId: name,
        version: at,
        asOf: at,
        groups: { lines: [line], parcels: [...truth.parcels], status },
      })
    }
    await stock(onHand, name)
    const first = view()
    await receive(first)
    const answerOne = async () => {
      const next = waiting.shift()
      if (!next) return
      const fits = !truth.closed && truth.shipped + truth.cancelled + next.quantity <= quantity
      if (!fits)
        return inTx((tx) => refuseShipment(tx, DEFAULT_TIME_OUTS, { id: next.id, code: 'no', message: '不收' })) // prettier-ignore
      truth.shipped += next.quantity
      truth.parcels.push(theirs(next.waybill, next.quantity))
      await inTx(async (tx) => {
        await setTold(tx, next.id)
        await tx.run(`update jobs set state='done' where subject like 'order:%'`)
      })
    }
    for (const { kind, quantity: pieces = 1 } of acts) {
      if (kind === 'ours') {
        const waybill = `W${name}N${++numbers}`
        try {
          const [row] = await ship([parcel(waybill, pieces)], ['short'], name)
          waiting.push({ id: row?.id ?? 0, quantity: pieces, waybill })
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'Refusal') throw error
        }
      } else if (
        kind === 'stranger' &&
        !truth.closed &&
        truth.shipped + truth.cancelled + pieces <= quantity
      ) {
        truth.shipped += pieces
        truth.parcels.push(theirs(`X${name}N${++numbers}`, pieces))
      } else if (kind === 'drop' && truth.shipped + truth.cancelled + pieces <= quantity)
        truth.cancelled += pieces
      else if (kind === 'close' && truth.shipped === 0) truth.closed = true
      else if (kind === 'answer') await answerOne()
      else if (kind === 'look') await receive(view())
      else if (kind === 'stale') await receive(first)
      else if (kind === 'count') {
        const { reserved = 0 } = (await level(name)) ?? {}
        await stock(Number(reserved) + pieces, name)
      }
      const now = await level(name)
      expect(Number(now?.on_hand)).toBeGreaterThanOrEqual(Number(now?.reserved))
    }
    while (waiting.length > 0) await answerOne()
    await receive(view())
    const order = await orderOf(name)
    expect(order.lines[0]).toMatchObject({ shippedQuantity: truth.shipped, aheadQuantity: 0 })
    const out = await database.read.get<{ n: number }>(`select coalesce(sum(on_hand),0) as n from stock_moves where kind='ship' and sku=?`, [name]) // prettier-ignore
    // What had to leave short left no ledger: never more than was sent, and all of it where stock sufficed.
    expect(0 - Number(out?.n)).toBeLessThanOrEqual(truth.shipped)
    if (onHand >= quantity && acts.every(({ kind }) => kind !== 'count'))
      expect(0 - Number(out?.n)).toBe(truth.shipped)
    expect(await ledgerFaults()).toEqual([])
  }

  async function ledgerFaults(): Promise<unknown[]> {
    const named = new Set([
      'stock-ledger',
      'stock-reserved',
      'consignment-sums',
      'order-counters',
      'lines-ahead',
    ])
    return (await doctor(database)).findings.filter(({ check, ok }) => named.has(check) && !ok)
  }
})
