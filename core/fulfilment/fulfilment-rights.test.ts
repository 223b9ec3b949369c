import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { NOBODY, type Caller } from '../auth'
import type { Simulator } from '../connectors'
import { startTaobaoSimulator } from '../connectors/taobao'
import { receiveOrders } from '../flows'
import { minor, type Role } from '../kernel'
import { DEFAULT_TIME_OUTS } from '../orders'
import { router } from '../rpc'
import { aLine, anOrder, noLog } from '../testing'
import { aServedCore, type ServedCore } from '../testing/a-served-core'

let served: ServedCore
let taobao: Simulator
/** Each test has an order and a waybill of its own. */
let orderId: number
let externalId: string
let waybill: string
let turn = 0
let take: (externalId: string) => Promise<number>
let commands = 0
const PRICE = 777_123

beforeAll(async () => {
  served = await aServedCore()
  const { database, box } = served.core
  taobao = await startTaobaoSimulator()
  const { id: shopId } = await served.bind('taobao', taobao)
  const intake = { box, timeOuts: DEFAULT_TIME_OUTS, shopId, skuOf: (code: string | null) => code }
  take = (name) =>
    database.withTx({ who: 'test', from: 'test' }, async (tx) => {
      const order = anOrder({ externalId: name, groups: { lines: [aLine({ unitPriceMinor: minor(PRICE) })] } }) // prettier-ignore
      await receiveOrders(tx, intake, { source: 'pull', kind: 'orders', asOf: tx.now }, [order])
      return (await tx.get<{ id: number }>('select id from orders where external_id=?', [name]))!.id
    })
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await taobao[Symbol.asyncDispose]()
})
beforeEach(async () => {
  turn++
  externalId = `42038155217730643${turn + 10}`
  waybill = `YT89000000000${turn + 10}`
  orderId = await take(externalId)
})

function as(role: Role | undefined) {
  const caller: Caller = role
    ? {
        signedIn: true,
        personId: role,
        name: role === 'owner' ? '掌柜' : '小李',
        roles: [role],
        from: 'test',
      }
    : NOBODY
  return createRouterClient(router(served.core.rpc), { context: { caller, log: noLog } })
}
const cmd = () => ({ commandId: `command-${++commands}` })
const confirm: ('untracked' | 'short')[] = ['untracked', 'short']
const parcels = () => [{ courier: 'YTO', waybill, lines: null }]
const row = () => ({ line: 2, number: externalId, waybill, courier: '' })
const changes = (role: Role | undefined) => {
  const { fulfilment } = as(role)
  return [
    fulfilment.ship({ ...cmd(), orderId, parcels: parcels(), confirm }),
    fulfilment.bulk({ ...cmd(), rows: [row()], confirm }),
    fulfilment.retry({ ...cmd(), shipmentId: 1, courier: 'YTO', waybill, confirm }),
    fulfilment.readSheet({ name: 'a.csv', base64: Buffer.from('订单号,运单号\n1,2\n').toString('base64') }),
  ]
}
const shipments = () =>
  served.core.database.read.all<{ who: string }>('select who from shipments where order_id=?', [orderId])
const toldBy = () =>
  served.core.database.read.all(`select who from history where kind = 'order.shipped' and entity_id=?`, [
    String(orderId),
  ])

describe('a parcel is sent', () => {
  test.each(['warehouse', 'sales', 'supervisor'] as const)('by %s, in their own name', async (role) => {
    const { parcels: sent } = await as(role).fulfilment.ship({
      ...cmd(),
      orderId,
      parcels: parcels(),
      confirm,
    })
    expect(sent).toMatchObject([{ waybill, who: '小李' }])
    expect(await toldBy()).toEqual([{ who: '小李' }])
  })

  test('by the owner for the warehouse, and history says so', async () => {
    await as('owner').fulfilment.bulk({ ...cmd(), rows: [row()], confirm })
    expect(await shipments()).toEqual([{ who: '掌柜 代仓库' }])
    expect(await toldBy()).toEqual([{ who: '掌柜 代仓库' }])
  })

  test.each([
    ['finance', 'FORBIDDEN'],
    ['support', 'FORBIDDEN'],
    [undefined, 'UNAUTHENTICATED'],
  ] as const)('never by %s: %s', async (role, code) => {
    for (const one of await Promise.allSettled(changes(role)))
      expect(one).toMatchObject({ status: 'rejected', reason: { code } })
    expect(await shipments()).toEqual([])
  })

  test('a stranger reads nothing of what is to be sent either', async () => {
    const { fulfilment } = as(undefined)
    const reads = [
      fulfilment.options({ orderId }),
      fulfilment.parcels({ orderId }),
      fulfilment.check({ orderId, parcels: parcels() }),
      fulfilment.preview({ rows: [row()] }),
      fulfilment.picking({ orderIds: null, limit: 5 }),
    ]
    for (const one of await Promise.allSettled(reads))
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'UNAUTHENTICATED' } })
  })
})

test('lines of a sheet are judged as sending will judge them, those of an earlier message included', async () => {
  const { fulfilment } = as('warehouse')
  const problemsOf = async (input: Parameters<typeof fulfilment.preview>[0]) =>
    (await fulfilment.preview(input)).rows.map(({ problems }) =>
      problems.flatMap(({ code, confirm: by }) => (by === 'untracked' ? [] : `${code} ${by}`)),
    )
  const second = `${externalId}9`
  const secondId = await take(second)
  await served.core.database.withTx({ who: 'test', from: 'test' }, (tx) =>
    tx.run(`update orders set buyer_key='someone else', receiver='别人' where id=?`, [secondId]),
  )
  const other = { ...row(), line: 3, number: second }
  const twice = { ...row(), line: 4, waybill: `${waybill.slice(0, -2)}99` }
  expect(await problemsOf({ rows: [row(), other, twice] })).toEqual([[], ['waybill-twice-in-sheet null'], ['order-twice-in-sheet null']]) // prettier-ignore
  expect(await problemsOf({ rows: [twice], above: [{ line: 2, number: externalId, waybill, orderId }] })).toEqual([['order-twice-in-sheet null']]) // prettier-ignore
  // What the sheet's program rounded is named, the number that is whole is not.
  expect((await fulfilment.preview({ rows: [{ ...row(), waybill: '≈7.31E+12' }] })).rows[0]?.problems).toMatchObject([{ code: 'number-rounded', data: { number: '7.31E+12' } }]) // prettier-ignore
  // Which of the two is wrong nobody knows: the upper one is held back too, whichever message it came in.
  const held = [{ line: row().line, problem: { code: 'waybill-below-too', data: { number: second, line: 3 }, confirm: 'waybill' } }] // prettier-ignore
  expect(await fulfilment.preview({ rows: [row(), other] })).toMatchObject({ held })
  const above = [{ line: row().line, number: externalId, waybill, orderId }]
  expect(await fulfilment.preview({ rows: [other], above })).toMatchObject({ held })
  // A line that cannot leave takes nothing from those below.
  expect(await problemsOf({ rows: [{ ...row(), courier: '没有这家' }, twice] })).toEqual([['courier-unknown null'], []]) // prettier-ignore
  await served.core.database.withTx({ who: 'test', from: 'test' }, (tx) =>
    tx.run(`update orders set buyer_key=(select buyer_key from orders where id=?), receiver=(select receiver from orders where id=?) where id=?`, [orderId, orderId, secondId]),
  ) // prettier-ignore
  expect(await problemsOf({ rows: [row(), other] })).toEqual([[], ['waybill-of-same-buyer merged']])
})

test('a yes to a doubtful number counts for its own line', async () => {
  const { fulfilment } = as('warehouse')
  const odd = { line: 2, number: externalId, waybill: `1Z999AA1012345678${turn % 2 ? 5 : 6}`, courier: '' }
  const [asked] = (await fulfilment.bulk({ ...cmd(), rows: [odd], confirm })).rows
  expect(asked).toMatchObject({ done: false, problem: { code: 'waybill-check-digit' } })
  const [said] = (await fulfilment.bulk({ ...cmd(), rows: [{ ...odd, confirm: ['waybill'] }], confirm })).rows
  expect(said).toMatchObject({ done: true })
})

test('the warehouse sees what it packs and no money of it', async () => {
  const { fulfilment } = as('warehouse')
  const seen = JSON.stringify([
    await fulfilment.options({ orderId }),
    await fulfilment.picking({ orderIds: [orderId], limit: 5 }),
    await fulfilment.preview({ rows: [row()] }),
    await fulfilment.check({ orderId, parcels: parcels() }),
    await fulfilment.ship({ ...cmd(), orderId, parcels: parcels(), confirm }),
    await fulfilment.parcels({ orderId }),
  ])
  expect(seen).toContain('LL-MUG-320-MW')
  expect(seen).not.toMatch(new RegExp(`${PRICE}|9800|Minor|currency|price`, 'i'))
})

test('what the owner does of the work of others is written down for them', async () => {
  const owner = as('owner')
  await owner.orders.setMemo({ ...cmd(), id: orderId, version: 1, memo: '易碎' })
  await owner.inventory.receive({ ...cmd(), warehouseId: 'w1', reference: 'DN-1', lines: [{ sku: 'A', quantity: 3, damaged: 0 }] }) // prettier-ignore
  await owner.slips.send({ ...cmd(), name: 'a.jpg', source: 'drop', sizeBytes: 3, at: 0, piece: 'AAAA' })
  const { read } = served.core.database
  expect(await read.all(`select who from history where entity = 'order' and kind like '%memo%'`)).toEqual([{ who: '掌柜 代客服' }]) // prettier-ignore
  expect(await read.all('select who from stock_moves')).toEqual([{ who: '掌柜 代仓库' }])
  expect(await read.all('select sent_by from slips')).toEqual([{ sent_by: '掌柜 代仓库' }])
})
