import { afterEach, beforeEach, expect, test } from 'vitest'
import { minor, systemClock } from '../../kernel'
import { aSale } from '../../testing/a-sale'
import { plainHttp } from '../../testing/plain-http'
import type { Shipment, ShopConnection } from '../connector'
import type { Simulator } from '../simulator'
import { startVendureSimulator, vendure } from '.'

const AT = Date.UTC(2026, 0, 2)
let simulator: Simulator
let connection: ShopConnection
beforeEach(async () => {
  simulator = await startVendureSimulator({ now: () => AT })
  const account = { id: 's1', origin: simulator.origin, settings: simulator.settings }
  connection = vendure.open(account, { clock: systemClock, http: plainHttp(systemClock) })
})
afterEach(() => simulator[Symbol.asyncDispose]())

async function sold(quantity = 2) {
  const lines = [{ sku: 'BOWL', title: '碗', quantity, unitPriceMinor: minor(4_900) }]
  const id = simulator.shop.place(aSale({ createdAt: AT, lines }))
  simulator.shop.pay(id, AT)
  const page = await connection.readOrder(id)
  const [read] = page ? connection.understand(page).orders : []
  return { id, line: read?.observation.groups.lines?.[0]?.externalId ?? '' }
}
type Sold = Awaited<ReturnType<typeof sold>>
const parcel = ({ id, line }: Sold, waybill: string, quantity: number): Shipment => ({
  key: `key-${waybill}`, externalId: id, courier: 'YTO', courierName: { zh: '圆通', en: 'YTO' }, waybill, completes: false,
  lines: [{ lineExternalId: line, quantity, completes: false }],
}) // prettier-ignore

test('some pieces leave, then the rest; said twice, each parcel stands there once', async () => {
  const order = await sold(3)
  const [first, rest] = [parcel(order, 'YT1', 1), parcel(order, 'YT2', 2)]
  expect(await connection.findShipment?.(first)).toBe(false)
  for (const one of [first, first, rest, rest]) await connection.ship?.(one)
  expect(await connection.findShipment?.(first)).toBe(true)
  expect(simulator.shop.parcelsOf(order.id)).toEqual([
    { courier: '圆通', waybill: 'YT1', lines: [{ line: 0, quantity: 1 }] },
    { courier: '圆通', waybill: 'YT2', lines: [{ line: 0, quantity: 2 }] },
  ])
  expect(simulator.shop.standing(order.id)).toBe('shipped')
})

// The real store counts pieces before it looks at states: it has one and the same word for all of these.
test.each([
  ['cancelled', (id: string) => simulator.shop.cancel(id, AT)],
  ['shipped', (id: string) => simulator.shop.ship(id, AT, { courier: '中通', waybill: 'ZT1' })],
  ['shipped in part', (id: string) => simulator.shop.ship(id, AT, { courier: '中通', waybill: 'ZT1', lines: [{ line: 0, quantity: 1 }] })],
])('what is %s at the store already is refused in plain words and leaves nothing behind', async (_, meanwhile) => {
  const order = await sold()
  meanwhile(order.id)
  const before = simulator.shop.parcelsOf(order.id)
  await expect(connection.ship?.(parcel(order, 'YT1', 2))).rejects.toMatchObject({
    code: 'platform-refused',
    data: {
      code: 'ITEMS_ALREADY_FULFILLED_ERROR',
      message: expect.stringMatching(/^店里已经发走或取消.*shipped or cancelled at the store already 「One or more/) as string,
    },
  })
  expect(simulator.shop.parcelsOf(order.id)).toEqual(before)
}) // prettier-ignore
