import { describe, expect, test } from 'vitest'
import { minor, Refusal, systemClock } from '../kernel'
import { plainHttp } from '../testing/plain-http'
import { aSale } from '../testing/a-sale'
import { aFaultProxy, type Fault } from '../testing/fault-proxy'
import type { Connector, Shipment, Simulator } from '.'
import { shopify, startShopifySimulator } from './shopify'
import { startTaobaoSimulator, taobao } from './taobao'
import { startVendureSimulator, vendure } from './vendure'

const PLATFORMS: [Connector, (options: object) => Promise<Simulator>][] = [
  [taobao, startTaobaoSimulator],
  [shopify, startShopifySimulator],
  [vendure, startVendureSimulator],
]

async function aShop([connector, start]: (typeof PLATFORMS)[number], fault?: Fault) {
  const ends = new AsyncDisposableStack()
  const simulator = ends.use(await start({}))
  const proxy = ends.use(
    await aFaultProxy({
      target: simulator.origin,
      seed: 1,
      shares: fault ? { [fault]: 1 } : {},
      timeoutMs: 20,
    }),
  )
  proxy.calm = true
  const connection = connector.open(
    { id: 's1', origin: proxy.origin, settings: simulator.settings },
    { clock: systemClock, http: plainHttp(systemClock) },
  )
  const at = Date.now() - 60_000
  const lines = [
    { sku: 'A', title: '杯', quantity: 3, unitPriceMinor: minor(100) },
    { sku: 'B', title: '碗', quantity: 1, unitPriceMinor: minor(200) },
  ]
  const id = simulator.shop.place(aSale({ createdAt: at, lines }))
  simulator.shop.pay(id, at + 1000)
  /** The order as we read it: lines in their order at the shop. */
  const seen = async () => {
    const page = await connection.readOrder(id)
    const [order] = page ? connection.understand(page).orders : []
    if (!order) throw new Error('the order cannot be read')
    return order.observation.groups
  }
  const ids = ((await seen()).lines ?? []).toSorted((a, b) => (a.sku ?? '').localeCompare(b.sku ?? '')).map((line) => line.externalId) // prettier-ignore
  const shipment = (waybill: string, quantities: readonly number[], given: Partial<Shipment> = {}): Shipment => ({
    key: `k-${waybill}`, externalId: id, courier: 'YTO', courierName: { zh: '圆通', en: 'YTO' }, waybill, completes: false,
    lines: quantities.flatMap((quantity, n) => quantity > 0 ? [{ lineExternalId: ids[n] ?? '', quantity, completes: false }] : []),
    ...given,
  }) // prettier-ignore
  if (!connection.ship || !connection.findShipment) throw new Error('this platform takes shipments')
  const { ship, findShipment } = connection
  return {
    simulator,
    proxy,
    id,
    seen,
    shipment,
    ship,
    findShipment,
    [Symbol.asyncDispose]: () => ends.disposeAsync(),
  }
}

const refused = async (work: Promise<void>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Refusal)
  const { code, data } = error as Refusal
  expect(code).toBe('platform-refused')
  expect(String(data['message']).length).toBeGreaterThan(4)
  return String(data['code'])
}

describe.each(PLATFORMS.map((one) => [one[0].platform, one] as const))('%s', (_name, platform) => {
  test('parts and several parcels, shown by the ordinary reading', async () => {
    await using shop = await aShop(platform)
    const first = shop.shipment('YT8962646785389', [2, 0])
    expect(await shop.findShipment(first)).toBe(false)
    await shop.ship(first)
    expect(await shop.findShipment(first)).toBe(true)
    expect(await shop.findShipment(shop.shipment('YT0000000000001', [1, 0]))).toBe(false)
    const second = shop.shipment('YT8962646785390', [1, 1], { completes: true })
    await shop.ship(second)
    expect(await shop.findShipment(second)).toBe(true)
    const { lines, parcels } = await shop.seen()
    expect(lines?.every((line) => line.shippedQuantity === line.quantity)).toBe(true)
    expect(parcels?.map(({ waybill }) => waybill)).toContain('YT8962646785390')
    expect(shop.simulator.shop.parcelsOf(shop.id)).toMatchObject([
      { waybill: 'YT8962646785389', lines: [{ line: 0, quantity: 2 }] },
      { waybill: 'YT8962646785390', lines: [{ line: 0, quantity: 1 }, { line: 1, quantity: 1 }] },
    ]) // prettier-ignore
  })

  test('a no comes in the platform’s words: too many, unpaid, cancelled, shipped already', async () => {
    await using shop = await aShop(platform)
    await refused(shop.ship(shop.shipment('YT1', [4, 0])))
    expect(shop.simulator.shop.parcelsOf(shop.id)).toEqual([])
    await shop.ship(shop.shipment('YT2', [3, 1], { completes: true }))
    await refused(shop.ship(shop.shipment('YT3', [1, 0])))
    await using other = await aShop(platform)
    other.simulator.shop.cancel(other.id, Date.now())
    await refused(other.ship(other.shipment('YT4', [1, 0])))
    await refused(shop.ship(shop.shipment('YT5', [1, 0], { externalId: platform[0].platform === 'shopify' ? 'gid://shopify/Order/1' : '99' }))) // prettier-ignore
  })

  test.each(['lost', 'timeout', 'cut'] as const)(
    '%s: an answer that is lost is a failure to be asked about, sent once',
    async (fault) => {
      await using shop = await aShop(platform, fault)
      const shipment = shop.shipment('YT8962646785389', [3, 1], { completes: true })
      // Only the telling itself is struck: what is asked before it passes.
      let strike = false
      const tells = /ascp|fulfillmentCreate|MoveFulfillment/
      await using between = await aFaultProxy({
      target: shop.simulator.origin, seed: 1, shares: { [fault]: 1 }, timeoutMs: 20, strikes: ({ body }) => strike && tells.test(body),
    }) // prettier-ignore
      const connection = platform[0].open(
        { id: 's1', origin: between.origin, settings: shop.simulator.settings },
        { clock: systemClock, http: plainHttp(systemClock) },
      )
      strike = true
      await expect(connection.ship?.(shipment)).rejects.toMatchObject({
        name: 'OutsideFailure',
        retryable: true,
      })
      strike = false
      expect(await connection.findShipment?.(shipment)).toBe(true)
      expect(shop.simulator.shop.parcelsOf(shop.id)).toHaveLength(1)
    },
  )
})

test('taobao: a courier that is not on the platform’s list, a line in a refund', async () => {
  await using shop = await aShop(PLATFORMS[0]!)
  const abroad = { courier: 'UPS', courierName: { zh: 'UPS', en: 'UPS' } }
  expect(await refused(shop.ship(shop.shipment('1Z5R89390357567127', [1, 0], abroad)))).toBe(
    'unknown-company',
  )
  shop.simulator.shop.requestRefund(shop.id, Date.now(), { kind: 'money', amountMinor: minor(200), reason: '不要了', line: 1 }) // prettier-ignore
  expect(await refused(shop.ship(shop.shipment('YT1', [0, 1])))).toContain('B06')
  await shop.ship(shop.shipment('YT2', [3, 0], { courier: 'JT', courierName: { zh: '极兔', en: 'J&T' } }))
  expect(shop.simulator.shop.parcelsOf(shop.id)[0]?.courier).toBe('极兔速递')
})

test('vendure: a fulfilment that was made and not moved is moved on, not made again', async () => {
  await using shop = await aShop(PLATFORMS[2]!)
  let strike = true
  await using between = await aFaultProxy({
    target: shop.simulator.origin, seed: 1, shares: { error: 1 }, strikes: ({ body }) => strike && body.includes('MoveFulfillment'),
  }) // prettier-ignore
  const connection = vendure.open(
    { id: 's1', origin: between.origin, settings: shop.simulator.settings },
    { clock: systemClock, http: plainHttp(systemClock) },
  )
  const shipment = shop.shipment('YT8962646785389', [3, 1])
  await expect(connection.ship?.(shipment)).rejects.toMatchObject({ retryable: true })
  expect(await connection.findShipment?.(shipment)).toBe(false)
  strike = false
  await connection.ship?.(shipment)
  expect(await connection.findShipment?.(shipment)).toBe(true)
  expect(shop.simulator.shop.parcelsOf(shop.id)).toHaveLength(1)
})
