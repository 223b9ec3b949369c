import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { receiveOrders } from '../flows'
import { SecretBox } from '../kernel'
import { countersStep, DEFAULT_TIME_OUTS, searchStep } from '../orders'
import { historyStep } from '../audit'
import { anObservation, anOrder, coreDatabase } from '../testing'
import { aNumber, aReading } from '../testing/a-reading'
import { matchSlip } from './match-slip'
import { OrderIndex } from './order-index'
import { ordersForSlip, slipOrders } from './orders-for-slips.store'
import { bringKeysUp } from './slip-keys.store'

const actor = { who: 'test', from: 'test' }
const box = new SecretBox(randomBytes(32))
/** Few different numbers and phones, so that neighbours abound. */
const NUMBERS = ['4203815521773064337', '4203815521773064338', '4203815521773164337', '4203899921773064337', '290412380001', '251120-123456789012345', '20381', '4203815521773064'] // prettier-ignore
const PHONES = ['13800002046', '13800002047', '138****2046', '15911112222']

test('asked by keys, a slip meets the same verdict as against all orders in memory', async () => {
  await using database = await coreDatabase({ lastSteps: [countersStep, searchStep, historyStep] })
  await database.withTx(actor, async (tx) => {
    await tx.run(
      `insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values ('s1','taobao','x','x',?,'',1)`,
      [new Uint8Array(1)],
    )
    await tx.run(`insert into warehouses (id,name,position) values ('w1','杭州仓',1)`)
    const intake = { box, timeOuts: DEFAULT_TIME_OUTS, shopId: 's1', skuOf: () => null }
    const orders = NUMBERS.map((externalId, n) => {
      const address = { ...anObservation().groups.address!, phone: PHONES[n % PHONES.length]! }
      return anOrder({ externalId, groups: { address } })
    })
    await receiveOrders(tx, intake, { source: 'pull', kind: 'test', asOf: tx.now }, orders)
  })
  await bringKeysUp(database)
  const ids = await database.read.all<{ id: number }>('select id from orders')
  const all = await slipOrders(
    database.read,
    ids.map(({ id }) => id),
  )
  expect(all).toHaveLength(NUMBERS.length)
  const index = new OrderIndex(all)

  const misread = fc
    .tuple(
      fc.constantFrom(...NUMBERS),
      fc.array(fc.tuple(fc.nat(18), fc.constantFrom('0', '8', '', '77')), { maxLength: 3 }),
    )
    .map(([number, slips]) =>
      slips.reduce((text, [at, sign]) => text.slice(0, at) + sign + text.slice(at + 1), number),
    ) // prettier-ignore
    .filter((text) => text.length >= 5)
  const runOn = fc.constantFrom(...NUMBERS).map((number) => `12${number}3456`)
  const reading = fc
    .record({
      first: fc.oneof(misread, runOn),
      second: fc.option(misread, { nil: undefined }),
      label: fc.constantFrom('order', 'number', undefined),
      phone: fc.option(fc.constantFrom(...PHONES), { nil: undefined }),
      amount: fc.option(fc.constantFrom(9800, 12), { nil: undefined }),
    })
    .map(({ first, second, label, phone, amount }) => {
      const plain = (text: string) => text.replaceAll('-', '')
      const others = second === undefined || plain(second) === plain(first) ? [] : [plain(second)]
      return aReading({
        numbers: [aNumber(plain(first), label, ...others)],
        ...(phone === undefined ? {} : { phone }),
        ...(amount === undefined ? {} : { amount }),
      })
    })
  await fc.assert(
    fc.asyncProperty(reading, async (one) => {
      const asked = matchSlip(one, await ordersForSlip(database.read, one))
      const whole = matchSlip(one, index.candidatesOf(one))
      const against = matchSlip(one, all)
      expect({ orderId: asked.orderId, basis: asked.basis }).toEqual({ orderId: whole.orderId, basis: whole.basis }) // prettier-ignore
      // Never decided by itself where all orders together would not have been.
      if (asked.orderId !== null) expect(against.orderId).toBe(asked.orderId)
    }),
    { numRuns: 120 },
  )
})

test('keys follow an order that changes, and walk on from where they stood', async () => {
  await using database = await coreDatabase({ lastSteps: [countersStep, searchStep, historyStep] })
  const intake = { box, timeOuts: DEFAULT_TIME_OUTS, shopId: 's1', skuOf: () => null }
  const receive = (phone: string, version: number) =>
    database.withTx(actor, (tx) => {
      const address = { ...anObservation().groups.address!, phone }
      const order = anOrder({ version, asOf: version, groups: { address } })
      return receiveOrders(tx, intake, { source: 'pull', kind: 'test', asOf: tx.now }, [order])
    })
  await database.withTx(actor, async (tx) => {
    await tx.run(
      `insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values ('s1','taobao','x','x',?,'',1)`,
      [new Uint8Array(1)],
    )
    await tx.run(`insert into warehouses (id,name,position) values ('w1','杭州仓',1)`)
  })
  const found = async (phone: string) => {
    await bringKeysUp(database)
    return (await ordersForSlip(database.read, aReading({ phone }))).length
  }
  const later = Date.UTC(2026, 10, 21)
  await receive('138****2046', later)
  expect([await found('13800002046'), await found('15911112222')]).toEqual([1, 0])
  await receive('15911112222', later + 1_000)
  expect([await found('13800002046'), await found('15911112222')]).toEqual([0, 1])
})
