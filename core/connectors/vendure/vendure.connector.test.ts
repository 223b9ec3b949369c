import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { OutsideFailure, Refusal, minor, type Clock } from '../../kernel'
import { plainHttp } from '../../testing/plain-http'
import type { ConnectorTools, RawPage, ShopConnection } from '../connector'
import type { OrderObservation } from '../observation'
import type { SimOrder, Simulator } from '../simulator'
import { startVendureSimulator, vendure } from '.'
import { webhookHmac } from './vendure.sign'

const START = Date.UTC(2026, 10, 20)
const HOUR_MS = 3_600_000
const EVERYTHING = { from: 0, to: START + 48 * HOUR_MS }
const clock: Clock = { now: () => START + 24 * HOUR_MS, sleep: () => Promise.resolve() }

let simulator: Simulator | undefined
afterEach(async () => {
  await simulator?.[Symbol.asyncDispose]()
  simulator = undefined
})

async function aShop(settings?: Record<string, string>, http: ConnectorTools['http'] = plainHttp(clock)) {
  simulator = await startVendureSimulator({ now: clock.now })
  const account = { id: 's1', origin: simulator.origin, settings: settings ?? simulator.settings }
  return { simulator, shop: simulator.shop, connection: vendure.open(account, { clock, http }) }
}

function anOrder(over: Partial<SimOrder> = {}): SimOrder {
  return {
    createdAt: START,
    buyer: '李娜',
    phone: '13810000003',
    province: '四川',
    city: '成都市',
    district: '武侯区',
    street: '测试路35号',
    freightMinor: minor(800),
    discountMinor: minor(100),
    lines: [
      { sku: 'SKU-1', title: '茶盘', variant: 'M', quantity: 3, unitPriceMinor: minor(3300) },
      { sku: '', title: '茶杯', quantity: 1, unitPriceMinor: minor(990) },
    ],
    ...over,
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

function latest(connection: ShopConnection, pages: readonly RawPage[]): Map<string, OrderObservation> {
  const found = new Map<string, OrderObservation>()
  for (const { orders, unreadable } of pages.map((page) => connection.understand(page))) {
    expect(unreadable).toEqual([])
    for (const { observation } of orders) found.set(observation.externalId, observation)
  }
  return found
}

async function one(connection: ShopConnection, id: string): Promise<OrderObservation> {
  const page = await connection.readOrder(id)
  const order = page && latest(connection, [page]).get(id)
  if (!order) throw new Error(`order ${id} cannot be read`)
  return order
}

describe('one order', () => {
  test('from placed to refunded; each step makes the groups it touches newer', async () => {
    const { shop, connection } = await aShop()
    const id = shop.place(anOrder())
    expect(await one(connection, id)).toMatchObject({
      createdAt: START,
      groups: { status: { platformState: 'ArrangingPayment', paidAt: null }, lines: [{ quantity: 3 }, {}] },
    })
    shop.pay(id, START + 1000)
    const paid = await one(connection, id)
    expect(paid).toMatchObject({
      externalId: id,
      createdAt: START + 1000,
      groups: {
        status: { platformState: 'PaymentSettled', paidAt: START + 1000, completedAt: null, hold: null },
        money: {
          currency: 'CNY',
          goodsMinor: 10_890,
          discountMinor: 100,
          freightMinor: 800,
          totalMinor: 11_590,
        },
        buyer: { name: '李娜' },
        address: { receiver: '李娜', city: '成都市', street: '武侯区测试路35号' },
        lines: [
          { sku: 'SKU-1', title: '茶盘', variant: 'M', quantity: 3, shippedQuantity: 0, discountMinor: 90 },
          { sku: null, title: '茶杯', variant: null, quantity: 1, discountMinor: 10 },
        ],
      },
    })
    expect(paid.groups.memo).toBeUndefined()

    shop.ship(id, START + 2000, { courier: '顺丰速运', waybill: 'SF1', lines: [{ line: 0, quantity: 2 }] })
    const partly = await one(connection, id)
    expect(partly.version).toBe(paid.version)
    expect(partly.groupVersions).toMatchObject({
      lines: START + 2000,
      parcels: START + 2000,
      status: START + 2000,
    })
    expect(partly.groups).toMatchObject({
      status: { platformState: 'PartiallyShipped' },
      lines: [{ shippedQuantity: 2 }, { shippedQuantity: 0 }],
      parcels: [{ courier: '顺丰速运', waybill: 'SF1', shippedAt: START + 2000, lines: [{ quantity: 2 }] }],
    })
    shop.ship(id, START + 3000, { courier: '中通快递', waybill: 'ZT1' })
    shop.complete(id, START + 4000)
    const refund = shop.requestRefund(id, START + 5000, { kind: 'money', amountMinor: minor(700), reason: '破损', line: 0 }) // prettier-ignore
    expect((await one(connection, id)).groups).toMatchObject({
      status: { platformState: 'Delivered', completedAt: START + 4000 },
      money: { refundedMinor: 0 },
      refunds: [{ externalId: refund, state: 'agreed', amountMinor: 700, reason: '破损' }],
    })
    shop.payRefund(refund, START + 6000)
    const ended = await one(connection, id)
    expect(ended.groupVersions?.money).toBe(START + 6000)
    expect(ended.groups).toMatchObject({
      money: { totalMinor: 11_590, refundedMinor: 700 },
      lines: [{ refundedMinor: 700 }, { refundedMinor: 0 }],
      refunds: [{ state: 'paid', platformState: 'Settled' }],
    })
  })

  test('a cancelled order keeps what it was worth', async () => {
    const { shop, connection } = await aShop()
    const id = shop.place(anOrder())
    shop.pay(id, START + 1000)
    shop.cancel(id, START + 2000)
    expect((await one(connection, id)).groups).toMatchObject({
      status: { platformState: 'Cancelled', cancelledAt: START + 2000 },
      money: { goodsMinor: 10_890, discountMinor: 100, freightMinor: 800, totalMinor: 11_590 },
      lines: [
        { quantity: 3, cancelledQuantity: 3 },
        { quantity: 1, cancelledQuantity: 1 },
      ],
    })
  })

  test('the memo is one private note of ours, however often it is told', async () => {
    const { shop, connection, simulator } = await aShop()
    const id = shop.place(anOrder())
    shop.memo(id, START, '店里自己的备注')
    await connection.writeMemo?.(id, '加急')
    await connection.writeMemo?.(id, '加急')
    expect(simulator.calls.get('ZhangguiAddNote')).toBe(1)
    expect(simulator.calls.get('ZhangguiUpdateNote')).toBeUndefined()
    await connection.writeMemo?.(id, '明天发')
    expect(shop.memoOf(id)).toBe('明天发')
    expect(simulator.calls.get('ZhangguiAddNote')).toBe(1)
    await connection.writeMemo?.(id, '')
    expect(shop.memoOf(id)).toBe('店里自己的备注')
  })

  test('an unknown order is undefined', async () => {
    const { connection } = await aShop()
    expect(await connection.readOrder('404')).toBeUndefined()
  })
})

describe('seeing everything', () => {
  test('window, sweep and events together end with every order as a full re-read has it', async () => {
    const { shop, connection, simulator } = await aShop()
    const seen = new Map<string, OrderObservation>()
    const take = (pages: readonly RawPage[]) =>
      latest(connection, pages).forEach((order, id) => seen.set(id, order))
    const bells: RawPage[] = []
    const listener = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const headers = Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k, String(v)]))
        const push = connection.acceptPush?.({ headers, body: Buffer.concat(chunks), receivedAt: START })
        if (push) bells.push(push.page)
        response.end()
      })
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    // 250 orders within one millisecond: more than two pages that no cursor can tell apart.
    const ids = Array.from({ length: 250 }, (_, i) => shop.place(anOrder({ createdAt: START + (i % 2) })))
    for (const id of ids.slice(0, 240)) shop.pay(id, START + HOUR_MS)
    take(await all(connection.readWindow(EVERYTHING)))
    expect(seen.size).toBe(240)

    // None of these moves `updatedAt`; their events are lost.
    for (const id of ids.slice(0, 60))
      shop.ship(id, START + 2 * HOUR_MS, { courier: 'SF', waybill: `SF${id}` })
    for (const id of ids.slice(0, 20)) shop.complete(id, START + 3 * HOUR_MS)
    const before = await all(connection.readWindow({ from: START + HOUR_MS + 1, to: EVERYTHING.to }))
    expect(before).toEqual([])
    take(await all(connection.sweep([...seen.keys()], false)))
    expect(seen.size).toBe(250)

    // Money of orders that have ended: the wide sweep, and the event.
    const [delivered = '', cancelled = ''] = [ids[0], ids[100]]
    shop.cancel(cancelled, START + 3 * HOUR_MS)
    for (const id of [delivered, cancelled]) shop.payRefund(shop.requestRefund(id, START + 4 * HOUR_MS, { kind: 'money', amountMinor: minor(50), reason: '' }), START + 5 * HOUR_MS) // prettier-ignore
    take(await all(connection.sweep([], true)))
    expect([delivered, cancelled].map((id) => seen.get(id)?.groups.money?.refundedMinor)).toEqual([50, 50])

    simulator.faults.doubleShare = 1
    shop.pushTo(`http://127.0.0.1:${(listener.address() as AddressInfo).port}/hooks/s1`)
    shop.payRefund(shop.requestRefund(delivered, START + 6 * HOUR_MS, { kind: 'money', amountMinor: minor(7), reason: '' }), START + 6 * HOUR_MS) // prettier-ignore
    await expect.poll(() => bells.length).toBe(4)
    expect(bells.map((page) => connection.understand(page).rereads)).toEqual(Array(4).fill([delivered]))
    seen.set(delivered, await one(connection, delivered))

    for (const id of ids)
      expect({ ...seen.get(id), asOf: 0 }).toEqual({ ...(await one(connection, id)), asOf: 0 })
    listener.closeAllConnections()
    listener.close()
  })

  test('a window is half open', async () => {
    const { shop, connection } = await aShop()
    for (const at of [1000, 2000, 3000]) shop.pay(shop.place(anOrder()), START + at)
    const found = latest(
      connection,
      await all(connection.readWindow({ from: START + 1000, to: START + 3000 })),
    )
    expect([...found.values()].map((order) => order.version)).toEqual([START + 1000, START + 2000])
  })
})

describe('webhooks', () => {
  test('only a signature over these very bytes is genuine', async () => {
    const { connection, simulator } = await aShop()
    const body = Buffer.from(JSON.stringify({ id: 'e1', topic: 'order.state', at: '2026-11-20T00:00:00.000Z', payload: { orderId: 7, code: 'X' } })) // prettier-ignore
    const good = webhookHmac(simulator.settings['webhook_secret'] ?? '', body)
    const push = (signature: string, bytes = body) =>
      connection.acceptPush?.({
        headers: { 'x-vendure-hmac-sha256': signature },
        body: bytes,
        receivedAt: START,
      })
    expect(push(good)).toMatchObject({
      deliveryId: 'e1',
      page: { kind: 'order.state', source: 'push', asOf: START },
    })
    expect(push('')).toBeUndefined()
    expect(push(webhookHmac('another', body))).toBeUndefined()
    expect(push(good, Buffer.concat([body, Buffer.from(' ')]))).toBeUndefined()
  })

  test('the signature of a fixed body', () => {
    // From `printf '{"id":"1"}' | openssl dgst -sha256 -hmac secret -binary | base64`.
    expect(webhookHmac('secret', Buffer.from('{"id":"1"}'))).toBe(
      'YUYUKizgFZ6EwHZ4geTsgLw5faYlJufRn3B5XreUYMA=',
    )
  })

  test('without a secret nothing is accepted; an event without an order asks for nothing', async () => {
    const { connection } = await aShop({ api_key: 'k' })
    const body = Buffer.from('{}')
    const headers = { 'x-vendure-hmac-sha256': webhookHmac('', body) }
    expect(connection.acceptPush?.({ headers, body, receivedAt: START })).toBeUndefined()
    const page = { source: 'push', kind: 'fulfillment.state', asOf: START, body: '{"id":"e","payload":{"fulfillmentId":3}}' } as const // prettier-ignore
    expect(connection.understand(page)).toEqual({ orders: [], rereads: [], unreadable: [] })
  })
})

describe('what goes wrong', () => {
  const page = async (change: (body: string) => string) => {
    const { shop, connection } = await aShop()
    for (const at of [1000, 2000]) shop.pay(shop.place(anOrder()), START + at)
    const [raw] = await all(connection.readWindow(EVERYTHING))
    if (!raw) throw new Error('the window is empty')
    return connection.understand({ ...raw, body: change(raw.body) })
  }

  test('an unknown state or currency is kept aside, the other order goes on', async () => {
    const state = await page((body) => body.replace('"PaymentSettled"', '"Lost"'))
    expect(state.unreadable).toMatchObject([{ externalId: '1', code: 'unknown-state', detail: 'state Lost' }])
    expect(state.orders).toHaveLength(1)
    await simulator?.[Symbol.asyncDispose]()
    const currency = await page((body) => body.replace('"CNY"', '"XTS"'))
    expect(currency.unreadable).toMatchObject([{ code: 'unknown-currency' }])
    expect(currency.orders).toHaveLength(1)
  })

  test('a truncated page is unreadable, not lost', async () => {
    expect((await page((body) => body.slice(0, 200))).unreadable).toMatchObject([{ code: 'truncated-json' }])
  })

  test('a truncated answer is asked for again by the caller', async () => {
    const http = plainHttp(clock)
    const cut = { ...http, send: async (request: Parameters<typeof http.send>[0]) => ({ ...(await http.send(request)), body: '{"da' }) } // prettier-ignore
    const { connection } = await aShop(undefined, cut)
    await expect(connection.readOrder('1')).rejects.toMatchObject({
      retryable: true,
      platformCode: 'truncated-json',
    })
  })

  test('keys, outage, throttling', async () => {
    const { connection, simulator } = await aShop()
    expect((await all(connection.test())).every((step) => step.ok)).toBe(true)
    expect(await connection.platformNow()).toBe(clock.now())
    simulator.faults.throttleNext = 1
    await expect(connection.readOrder('1')).rejects.toMatchObject({ throttled: true, retryAfterMs: 1000 })
    simulator.faults.failNext = 1
    await expect(connection.readOrder('1')).rejects.toMatchObject({ retryable: true, platformCode: '500' })
    simulator.faults.keysExpired = true
    await expect(connection.readOrder('1')).rejects.toMatchObject({
      needsKeys: true,
      platformCode: 'FORBIDDEN',
    })
    expect((await all(connection.test())).at(-1)).toMatchObject({
      step: 'keys',
      ok: false,
      advice: 'check-keys',
    })
    simulator.faults.outage = true
    await expect(connection.readOrder('1')).rejects.toMatchObject({ retryable: true })
  })

  test.each([
    [
      'nobody is there',
      async () =>
        Promise.reject(new OutsideFailure('cannot reach', { retryable: true, platformCode: 'ECONNREFUSED' })),
      'check-network',
    ],
    [
      'the server stumbles',
      async () => ({ status: 502, headers: {}, body: '', sentAt: START }),
      'check-network',
    ],
    [
      'another site says it has no such page',
      async () => ({ status: 404, headers: {}, body: 'no', sentAt: START }),
      'check-address',
    ],
    [
      'another site answers',
      async () => ({ status: 200, headers: {}, body: '<html>', sentAt: START }),
      'check-address',
    ],
  ])('%s: the advice is about that', async (_name, send, advice) => {
    const { connection } = await aShop(undefined, { ...plainHttp(clock), send })
    expect(await all(connection.test())).toMatchObject([{ step: 'network', ok: false, advice }])
  })

  test('missing keys are refused before any call', () => {
    const tools = { clock, http: plainHttp(clock) }
    const open = (settings: Record<string, string>) => () => vendure.open({ id: 's1', origin: 'http://127.0.0.1', settings }, tools) // prettier-ignore
    expect(open({ username: 'x' })).toThrow(Refusal)
    expect(open({})).toThrow(Refusal)
  })
})

describe('a login instead of a key', () => {
  const login = { username: 'practice', password: 'practice-password' }

  test('one login serves many calls; a refused session is renewed once', async () => {
    const http = plainHttp(clock)
    let refuse = 0
    const forgetful = {
      ...http,
      async send(request: Parameters<typeof http.send>[0]) {
        if (refuse === 0 || !request.headers?.['authorization']) return http.send(request)
        refuse--
        const body = '{"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}],"data":null}'
        return { status: 200, headers: {}, body, sentAt: START }
      },
    }
    const { connection, simulator } = await aShop(login, forgetful)
    await Promise.all([connection.readOrder('1'), connection.readOrder('2')])
    expect(simulator.calls.get('ZhangguiLogin')).toBe(1)
    refuse = 1
    expect(await connection.readOrder('1')).toBeUndefined()
    expect(simulator.calls.get('ZhangguiLogin')).toBe(2)
    expect((await all(connection.test())).map((step) => step.ok)).toEqual([true, true, true, true])
    refuse = 2
    await expect(connection.readOrder('1')).rejects.toMatchObject({ needsKeys: true })
  })

  test('a wrong password needs a person', async () => {
    const { connection } = await aShop({ ...login, password: 'wrong' })
    await expect(connection.readOrder('1')).rejects.toMatchObject({
      needsKeys: true,
      retryable: false,
      platformCode: 'INVALID_CREDENTIALS_ERROR',
    })
  })
})
