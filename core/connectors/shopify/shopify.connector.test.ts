import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { OutsideFailure, Refusal, minor } from '../../kernel'
import { plainHttp } from '../../testing/plain-http'
import type { OrderObservation } from '../observation'
import { shopify } from '.'
import {
  all,
  anOrder,
  aShop,
  closeShop,
  EVERYTHING,
  HOUR_MS,
  latest,
  START,
  stillClock,
} from '../../testing/shopify-shop'

afterEach(closeShop)

describe('reading', () => {
  test('an order from placed to returned', async () => {
    const { shop, connection } = await aShop()
    const id = shop.place(anOrder({ buyerNote: 'gift' }))
    const read = async () => latest(connection, [(await connection.readOrder(id))!]).get(id)!
    expect((await read()).groups).toMatchObject({
      status: { platformState: 'PENDING/UNFULFILLED', paidAt: null, completedAt: null },
      money: {
        currency: 'USD',
        goodsMinor: 9900,
        discountMinor: 100,
        freightMinor: 500,
        totalMinor: 10_300,
        refundedMinor: 0,
      },
      lines: [{ sku: 'SKU-1', quantity: 3, shippedQuantity: 0, cancelledQuantity: 0, discountMinor: 100 }],
      buyerNote: { text: 'gift' },
      address: { receiver: '周明', city: '杭州市' },
    })
    shop.pay(id, START + 1000)
    shop.ship(id, START + 2000, { courier: 'SF Express', waybill: 'SF1', lines: [{ line: 0, quantity: 2 }] })
    expect((await read()).groups).toMatchObject({
      status: { platformState: 'PAID/PARTIALLY_FULFILLED', paidAt: START + 1000 },
      lines: [{ shippedQuantity: 2, cancelledQuantity: 0 }],
      parcels: [{ courier: 'SF Express', waybill: 'SF1', lines: [{ quantity: 2 }] }],
    })
    shop.ship(id, START + 3000, { courier: 'SF Express', waybill: 'SF2' })
    shop.complete(id, START + 4000)
    const back = shop.requestRefund(id, START + 5000, {
      kind: 'return',
      amountMinor: minor(3300),
      reason: 'too small',
      line: 0,
    })
    expect((await read()).groups).toMatchObject({
      status: { platformState: 'PAID/FULFILLED', completedAt: START + 4000 },
      refunds: [{ externalId: back, state: 'requested', kind: 'return', reason: 'too small' }],
    })
    shop.payRefund(back, START + 6000)
    expect((await read()).groups).toMatchObject({
      money: { totalMinor: 10_300, refundedMinor: 3300 },
      lines: [{ quantity: 3, shippedQuantity: 3, cancelledQuantity: 0, refundedMinor: 3300 }],
      refunds: [{ externalId: back, state: 'paid', amountMinor: 3300 }],
    })
  })

  test('money alone: agreed while the transaction is pending, then paid', async () => {
    const { shop, connection } = await aShop()
    const id = shop.place(anOrder())
    shop.pay(id, START + 1000)
    const refund = shop.requestRefund(id, START + 2000, {
      kind: 'money',
      amountMinor: minor(250),
      reason: 'late',
    })
    const read = async () => latest(connection, [(await connection.readOrder(id))!]).get(id)!.groups
    expect(await read()).toMatchObject({
      refunds: [{ externalId: refund, state: 'agreed', amountMinor: 250 }],
    })
    shop.payRefund(refund, START + 3000)
    expect(await read()).toMatchObject({
      money: { totalMinor: 10_300, refundedMinor: 250 },
      refunds: [{ state: 'paid', amountMinor: 250, kind: 'money' }],
    })
  })

  test('yen have no decimals', async () => {
    const { shop, connection } = await aShop()
    const id = shop.place(anOrder({ currency: 'JPY' }))
    const order = latest(connection, [(await connection.readOrder(id))!]).get(id)!
    expect(order.groups.money).toMatchObject({ currency: 'JPY', totalMinor: 10_300 })
  })

  test('an order with more of everything than one answer holds loses nothing', async () => {
    const { shop, connection } = await aShop()
    const lines = Array.from({ length: 230 }, (_, i) => ({
      sku: `S${i}`,
      title: `T${i}`,
      quantity: 2,
      unitPriceMinor: minor(100),
    }))
    const id = shop.place(anOrder({ lines }))
    shop.place(anOrder())
    shop.pay(id, START + 1000)
    const half = lines.map((_, line) => ({ line, quantity: 1 }))
    shop.ship(id, START + 2000, { courier: 'SF', waybill: 'W0', lines: half })
    for (let line = 0; line < 60; line++)
      shop.ship(id, START + 3000, { courier: 'SF', waybill: `W${line + 1}`, lines: [{ line, quantity: 1 }] })
    for (let i = 0; i < 7; i++)
      shop.payRefund(
        shop.requestRefund(id, START + 4000 + i, { kind: 'money', amountMinor: minor(10 + i), reason: '' }),
        START + 5000,
      )
    const found = latest(connection, await all(connection.readWindow(EVERYTHING)))
    const { groups } = found.get(id)!
    expect(found.size).toBe(2)
    expect(new Set(groups.lines?.map((line) => line.sku)).size).toBe(230)
    expect(groups.lines?.map((line) => line.shippedQuantity)).toEqual(lines.map((_, i) => (i < 60 ? 2 : 1)))
    expect(groups.parcels).toHaveLength(61)
    expect(groups.refunds).toHaveLength(7)
  })

  test('an address abroad is abroad', async () => {
    const { shop, connection } = await aShop()
    const id = shop.place(anOrder({ phone: '+1 415 555 0100', province: 'Texas', city: 'Austin' }))
    const order = latest(connection, [(await connection.readOrder(id))!]).get(id)!
    expect(order.groups.address).toMatchObject({ country: 'US', city: 'Austin' })
  })

  test('an unknown order is undefined', async () => {
    const { connection } = await aShop()
    expect(await connection.readOrder('gid://shopify/Order/1')).toBeUndefined()
  })

  test('whatever moves while we page, windows with overlap end with every order as it is', async () => {
    const move = fc.record({
      order: fc.nat(14),
      what: fc.constantFrom('pay', 'ship', 'memo', 'place'),
      page: fc.nat(5),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 20 }), async (moves) => {
        const { shop, connection, clock, simulator } = await aShop()
        for (let i = 0; i < 15; i++) shop.place(anOrder({ createdAt: START + i * 1000 }))
        const seen = new Map<string, OrderObservation>()
        let at = START + HOUR_MS
        const readTo = async (from: number, to: number, mutate: boolean) => {
          let page = 0
          for await (const raw of connection.readWindow({ from, to })) {
            for (const [id, order] of latest(connection, [raw]))
              if (order.version >= (seen.get(id)?.version ?? 0)) seen.set(id, order)
            for (const { order, what } of mutate ? moves.filter((one) => one.page === page) : []) {
              const id = shop.ids()[order]!
              at += 700
              if (what === 'pay') shop.pay(id, at)
              if (what === 'ship') shop.ship(id, at, { courier: 'SF', waybill: `W${at}` })
              if (what === 'memo') shop.memo(id, at, `note ${at}`)
              if (what === 'place') shop.place(anOrder({ createdAt: at }))
            }
            page++
          }
        }
        const edge = START + HOUR_MS + 5000
        await readTo(START, edge, true)
        clock.set(Math.max(clock.now(), at))
        await readTo(edge - 120_000, at + HOUR_MS, false)
        expect([...seen.keys()].sort()).toEqual([...shop.ids()].sort())
        for (const id of shop.ids()) expect(seen.get(id)!.groups.buyerNote?.text).toBe(shop.memoOf(id))
        await simulator[Symbol.asyncDispose]()
      }),
      { numRuns: 12 },
    )
  })
})

describe('manners', () => {
  test('we wait before the bucket is empty: nothing is throttled', async () => {
    const { shop, connection, clock, simulator } = await aShop()
    for (let i = 0; i < 60; i++) shop.place(anOrder({ createdAt: START + i * 1000 }))
    expect(latest(connection, await all(connection.readWindow(EVERYTHING))).size).toBe(60)
    expect(simulator.calls.get('THROTTLED')).toBeUndefined()
    expect(simulator.calls.get('MAX_COST_EXCEEDED')).toBeUndefined()
    expect(clock.slept).toBeGreaterThan(0)
  })

  test('throttled answers are waited out', async () => {
    const { shop, connection, clock, simulator } = await aShop()
    shop.place(anOrder())
    simulator.faults.throttleNext = 3
    expect(latest(connection, await all(connection.readWindow(EVERYTHING))).size).toBe(1)
    expect(simulator.calls.get('THROTTLED')).toBe(3)
    expect(clock.slept).toBeGreaterThanOrEqual(300)
  })
})

describe('what goes wrong', () => {
  test('keys', async () => {
    const { connection, simulator } = await aShop()
    simulator.faults.keysExpired = true
    await expect(connection.platformNow()).rejects.toMatchObject({
      name: 'OutsideFailure',
      needsKeys: true,
      platformCode: '401',
    })
    expect(await all(connection.test())).toMatchObject([
      { step: 'network', ok: true },
      { step: 'keys', ok: false, advice: 'renew-keys' },
    ])
  })

  test.each(['timeout', 'ECONNREFUSED', 'network', 'CERT_HAS_EXPIRED'])(
    'a shop out of reach (%s) is no matter of keys',
    async (platformCode) => {
      const clock = stillClock()
      const send = () => Promise.reject(new OutsideFailure('cannot reach', { retryable: true, platformCode }))
      const http = { ...plainHttp(clock), send }
      const account = { id: 's1', origin: 'https://a.myshopify.com', settings: { access_token: 'x' } }
      expect(await all(shopify.open(account, { clock, http }).test())).toMatchObject([
        { step: 'network', ok: false, advice: 'check-network' },
      ])
    },
  )

  test('missing settings are refused before any call', () => {
    const tools = { clock: stillClock(), http: plainHttp(stillClock()) }
    expect(() =>
      shopify.open({ id: 's1', origin: 'https://a.myshopify.com', settings: { client_id: 'x' } }, tools),
    ).toThrow(Refusal)
  })

  test('a healthy shop passes every step; the token may come from the client credentials', async () => {
    const { simulator, clock } = await aShop()
    const { access_token: _fixed, ...granted } = simulator.settings
    const account = { id: 's1', origin: simulator.origin, settings: granted }
    const steps = await all(shopify.open(account, { clock, http: plainHttp(clock) }).test())
    expect(steps.map((step) => step.ok)).toEqual([true, true, true, true, true])
  })

  test('a hiccup is asked again; an outage and a lasting server error are told', async () => {
    const { connection, simulator } = await aShop()
    simulator.faults.failNext = 3
    expect(await connection.platformNow()).toBeGreaterThan(0)
    simulator.faults.failNext = 4
    await expect(connection.platformNow()).rejects.toMatchObject({ retryable: true, platformCode: '500' })
    simulator.faults.outage = true
    await expect(connection.platformNow()).rejects.toBeInstanceOf(OutsideFailure)
  })

  const page = async (change: (body: string) => string) => {
    const { shop, connection } = await aShop()
    shop.place(anOrder())
    shop.place(anOrder({ createdAt: START + 1000 }))
    const [raw] = await all(connection.readWindow(EVERYTHING))
    return connection.understand({ ...raw!, body: change(raw!.body) })
  }
  test('one unknown state or currency is kept aside, the other order goes on', async () => {
    const state = await page((body) => body.replace('"PENDING"', '"HALF_PAID"'))
    expect(state.unreadable).toMatchObject([
      { code: 'unknown-state', detail: 'displayFinancialStatus HALF_PAID' },
    ])
    expect(state.orders).toHaveLength(1)
    await closeShop()
    const currency = await page((body) => body.replace('"currencyCode":"USD"', '"currencyCode":"XTS"'))
    expect(currency.unreadable).toMatchObject([{ code: 'unknown-currency' }])
  })
  test('a truncated page is unreadable, not lost', async () => {
    expect((await page((body) => body.slice(0, 200))).unreadable).toMatchObject([{ code: 'truncated-json' }])
  })
  test('a refused optional field is left out, the orders still come', async () => {
    const { shop, clock, simulator } = await aShop()
    shop.place(anOrder())
    const http = plainHttp(clock)
    const strict: typeof http = {
      ...http,
      async send(request) {
        const denied = ['customer', 'discountAllocations'].find((field) =>
          request.body?.includes(`${field}{`),
        )
        if (!denied) return http.send(request)
        const errors = [
          {
            message: `Access denied for ${denied} field.`,
            extensions: { code: 'ACCESS_DENIED' },
            path: ['orders', denied],
          },
        ]
        return { status: 200, headers: {}, body: JSON.stringify({ errors, data: null }), sentAt: clock.now() }
      },
    }
    const account = { id: 's1', origin: simulator.origin, settings: simulator.settings }
    const connection = shopify.open(account, { clock, http: strict })
    const [order] = latest(connection, await all(connection.readWindow(EVERYTHING))).values()
    expect(order?.groups.lines).toMatchObject([{ discountMinor: 100 }])
  })
})

test('a shop that serves no `nodes` is swept one by one, with all fields', async () => {
  const { shop, clock, simulator } = await aShop()
  const id = shop.place(anOrder())
  const http = plainHttp(clock)
  const older: typeof http = {
    ...http,
    async send(request) {
      if (!request.body?.includes('nodes(ids')) return http.send(request)
      const errors = [
        {
          message: "Field 'nodes' doesn't exist on type 'QueryRoot'",
          extensions: { code: 'undefinedField' },
        },
      ]
      return { status: 200, headers: {}, body: JSON.stringify({ errors }), sentAt: clock.now() }
    },
  }
  const account = { id: 's1', origin: simulator.origin, settings: simulator.settings }
  const pages = await all(shopify.open(account, { clock, http: older }).sweep([id], false))
  expect(pages.map((page) => page.kind)).toEqual(['order'])
  expect(pages[0]?.body).toContain('discountAllocations')
})

test("the practice shop's pushes arrive signed, doubled when asked, and name their order", async () => {
  const { shop, simulator, connection } = await aShop()
  const topics: string[] = []
  const named = new Set<string>()
  const listener = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      const accepted = connection.acceptPush?.({ headers, body: Buffer.concat(chunks), receivedAt: START })
      topics.push(accepted?.page.kind ?? 'refused')
      for (const id of accepted ? connection.understand(accepted.page).rereads : []) named.add(id)
      response.end()
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  simulator.faults.doubleShare = 1
  shop.pushTo(`http://127.0.0.1:${(listener.address() as AddressInfo).port}/hooks/s1`)
  const id = shop.place(anOrder())
  await expect.poll(() => topics.length).toBe(4)
  simulator.faults.loseShare = 1
  shop.pay(id, START + 1000)
  expect(topics.sort()).toEqual(['orders/create', 'orders/create', 'orders/updated', 'orders/updated'])
  expect([...named]).toEqual([id])
  listener.closeAllConnections()
  listener.close()
})
