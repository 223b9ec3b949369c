import { createRequire } from 'node:module'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { minor, systemClock, type Clock, type OutsideFailure } from '../../kernel'
import { plainHttp } from '../../testing/plain-http'
import type { Http, RawPage, ShopConnection } from '../connector'
import type { SimOrder, Simulator } from '../simulator'
import { taobao } from './taobao.connector'
import { toTopTime } from './taobao.time'
import { startTaobaoSimulator } from './taobao.simulator'

const START = Date.UTC(2026, 0, 2)
let now = START
// Waiting is not slept through; what stood still goes on standing still.
const clock: Clock = { ...systemClock, now: () => now, sleep: async () => {} }
let simulator: Simulator
beforeEach(async () => {
  now = START
  simulator = await startTaobaoSimulator({ now: () => now, callsPerSecond: 100_000 })
})
afterEach(() => simulator[Symbol.asyncDispose]())

const anOrder = (change: Partial<SimOrder> = {}): SimOrder => ({
  createdAt: now, buyer: '周小明', phone: '13800001234', province: '浙江省', city: '杭州市', district: '余杭区', street: '文一路1号',
  freightMinor: minor(600), discountMinor: minor(251),
  lines: [
    { sku: 'A', title: '碗', quantity: 2, unitPriceMinor: minor(3333) },
    { sku: 'B', title: '碟', variant: '颜色:白', quantity: 1, unitPriceMinor: minor(999) },
  ],
  ...change,
}) // prettier-ignore

function connect({
  settings = {},
  http = plainHttp(clock),
  origin = simulator.origin,
}: { settings?: Record<string, string>; http?: Http; origin?: string } = {}) {
  return taobao.open({ id: 's1', origin, settings: { ...simulator.settings, ...settings } }, { clock, http })
}
async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const page of pages) all.push(page)
  return all
}
const namedIn = (shop: ShopConnection, pages: readonly RawPage[]) => {
  const all = pages.map((page) => shop.understand(page))
  expect(all.flatMap((one) => one.unreadable)).toEqual([])
  return new Set(
    all.flatMap((one) => [...one.orders.map((order) => order.observation.externalId), ...one.rereads]),
  )
}
const failureOf = (work: Promise<unknown>): Promise<OutsideFailure> =>
  work.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => error as OutsideFailure,
  )
async function readOrder(shop: ShopConnection, id: string) {
  const page = await shop.readOrder(id)
  return page && shop.understand(page).orders[0]?.observation
}

test.each(['md5', 'hmac', 'hmac-sha256'])('an order from birth to refund, signed with %s', async (method) => {
  const shop = connect({ settings: { sign_method: method } })
  const id = simulator.shop.place(anOrder())
  expect((await readOrder(shop, id))?.groups.status?.paidAt).toBeNull()
  simulator.shop.pay(id, (now += 1000))
  simulator.shop.ship(id, (now += 1000), {
    courier: '中通快递',
    waybill: 'ZT1',
    lines: [{ line: 0, quantity: 2 }],
  })
  const partly = await readOrder(shop, id)
  expect(partly?.groups.lines?.map((line) => line.shippedQuantity)).toEqual([2, 0])
  expect(partly?.groups.parcels).toMatchObject([
    { waybill: 'ZT1', courier: '中通快递', lines: [{ quantity: 2 }] },
  ])
  simulator.shop.ship(id, (now += 1000), { courier: '中通快递', waybill: 'ZT2' })
  simulator.shop.complete(id, (now += 1000))
  const refund = simulator.shop.requestRefund(id, (now += 1000), {
    kind: 'return',
    amountMinor: minor(500),
    reason: '有瑕疵',
    line: 1,
  })
  const asked = await readOrder(shop, id)
  expect(asked?.groups.refunds).toMatchObject([
    { externalId: refund, state: 'requested', kind: 'return', amountMinor: 500, reason: '有瑕疵' },
  ])
  simulator.shop.payRefund(refund, (now += 1000))
  const ended = await readOrder(shop, id)
  expect(ended?.groups.money).toEqual({
    currency: 'CNY', goodsMinor: 7665, discountMinor: 251, freightMinor: 600, totalMinor: 8014, refundedMinor: 500,
  }) // prettier-ignore
  const lines = ended?.groups.lines ?? []
  expect(
    lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor - line.discountMinor, 600),
  ).toBe(8014)
  expect(lines.map((line) => [line.shippedQuantity, line.cancelledQuantity, line.refundedMinor])).toEqual([
    [2, 0, 0],
    [1, 0, 500],
  ])
})

test('a paid order that is cancelled is refunded whole, its lines cancelled', async () => {
  const shop = connect()
  const id = simulator.shop.place(anOrder())
  simulator.shop.pay(id, now)
  simulator.shop.cancel(id, now)
  const groups = (await readOrder(shop, id))?.groups
  expect(groups?.status?.cancelledAt).toBe(now)
  expect(groups?.money).toMatchObject({ totalMinor: 8014, refundedMinor: 8014, discountMinor: 251 })
  expect(groups?.refunds).toMatchObject([{ lineExternalId: null, state: 'paid', amountMinor: 8014 }])
  expect(groups?.lines?.map((line) => line.cancelledQuantity)).toEqual([2, 1])
  expect(groups?.lines?.reduce((sum, line) => sum + line.refundedMinor, 0)).toBe(8014)
})

test('pages are read backwards, one call where one page holds all', async () => {
  for (let index = 0; index < 120; index++) simulator.shop.place(anOrder({ createdAt: now + index * 1000 }))
  now += 3_600_000
  const asked: string[] = []
  const line = plainHttp(clock)
  const http: Http = {
    ...line,
    send: (request) => {
      const form = new URLSearchParams(request.body)
      if (form.get('method')?.includes('increment')) asked.push(form.get('page_no') ?? '')
      return line.send(request)
    },
  }
  const shop = connect({ http })
  expect(namedIn(shop, await collect(shop.readWindow({ from: START, to: START + 3_600_000 }))).size).toBe(120)
  // The last one: the newest second, for itself.
  expect(asked).toEqual(['1', '3', '2', '1', '1'])
  asked.length = 0
  await collect(shop.readWindow({ from: START + 90_000, to: START + 100_000 }))
  expect(asked).toEqual(['1'])
})

test('no order is missed, however trades move between the pages', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 40, max: 170 }),
      fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 12 }),
      async (count, moves) => {
        await using sim = await startTaobaoSimulator({ now: () => now, callsPerSecond: 100_000 })
        const from = now
        for (let index = 0; index < count; index++) sim.shop.place(anOrder({ createdAt: (now += 7000) }))
        const to = now
        const left = [...moves]
        const line = plainHttp(clock)
        const http: Http = {
          ...line,
          async send(request) {
            const response = await line.send(request)
            const [pick, late] = left.shift() ?? []
            const id = pick === undefined ? undefined : sim.shop.ids()[pick % count]
            // Half of the moves leave the window, half go to its very front.
            if (id !== undefined) sim.shop.memo(id, late ? (now += 5000) : to, 'x')
            return response
          },
        }
        const shop = taobao.open({ id: 's1', origin: sim.origin, settings: sim.settings }, { clock, http })
        const first = namedIn(shop, await collect(shop.readWindow({ from, to })))
        // What moves during the second reading belongs to a third.
        left.length = 0
        now += 5000
        const next = namedIn(
          shop,
          await collect(shop.readWindow({ from: to - taobao.manners.overlapMs, to: now })),
        )
        expect(new Set([...first, ...next]).size).toBe(count)
      },
    ),
    { numRuns: 25 },
  )
})

test('the longest window that we ask for is within the platform’s one day, and the boundary seconds are in', async () => {
  const shop = connect()
  const window = { from: START + 1, to: START + 1 + taobao.manners.maxWindowMs }
  const ids = [window.from, window.to].map((createdAt) => simulator.shop.place(anOrder({ createdAt })))
  now = window.to
  expect(namedIn(shop, await collect(shop.readWindow(window)))).toEqual(new Set(ids))
  const long = collect(shop.readWindow({ from: START, to: START + 86_400_000 }))
  expect(await failureOf(long)).toMatchObject({
    retryable: false,
    platformCode: expect.stringMatching(/^41:/) as string,
  })
})

test('a refund that moved without its trade names the order', async () => {
  const shop = connect()
  const id = simulator.shop.place(anOrder())
  simulator.shop.pay(id, now)
  const refund = simulator.shop.requestRefund(id, now + 10_000, {
    kind: 'money',
    amountMinor: minor(1),
    reason: '差价',
  })
  simulator.shop.payRefund(refund, now + 20_000)
  simulator.shop.memo(id, now + 90_000, '晚')
  now += 120_000
  expect(namedIn(shop, await collect(shop.readWindow({ from: START + 15_000, to: START + 30_000 })))).toEqual(
    new Set([id]),
  )
})

test('messages name orders, are confirmed, and come again when they are not', async () => {
  const shop = connect()
  simulator.faults.doubleShare = 1
  const id = simulator.shop.place(anOrder())
  const lost = await shop.fetchMessages?.()
  expect(lost?.pages.map((page) => shop.understand(page).rereads)).toEqual([[id]])
  expect((await shop.fetchMessages?.())?.pages).toEqual([])
  now += 6 * 60_000
  const again = await shop.fetchMessages?.()
  expect(again?.pages).toHaveLength(1)
  await again?.confirm()
  now += 6 * 60_000
  expect((await shop.fetchMessages?.())?.pages).toEqual([])
})

test('the memo arrives, and an empty one clears it', async () => {
  const shop = connect()
  const id = simulator.shop.place(anOrder())
  await shop.writeMemo?.(id, '加急发顺丰')
  expect([simulator.shop.memoOf(id), (await readOrder(shop, id))?.groups.memo?.text]).toEqual([
    '加急发顺丰',
    '加急发顺丰',
  ])
  await shop.writeMemo?.(id, '')
  expect([simulator.shop.memoOf(id), (await readOrder(shop, id))?.groups.memo?.text]).toEqual(['', ''])
  await expect(shop.writeMemo?.(id, '长'.repeat(334))).rejects.toMatchObject({ code: 'memo-too-long' })
})

test('sweep passes over what the platform does not know', async () => {
  const shop = connect()
  const id = simulator.shop.place(anOrder())
  expect(await shop.readOrder('1')).toBeUndefined()
  expect(namedIn(shop, await collect(shop.sweep(['1', id], false)))).toEqual(new Set([id]))
})

test('every refusal has its own treatment', async () => {
  const read = (shop = connect()) => failureOf(collect(shop.readWindow({ from: START, to: START + 1000 })))
  const told: unknown[] = []
  simulator.faults.throttleNext = 8
  const http = { ...plainHttp(clock), throttled: (ms?: number) => void told.push(ms) }
  expect(await read(connect({ http }))).toMatchObject({
    throttled: true,
    retryable: true,
    retryAfterMs: 1000,
  })
  expect(told).toEqual(Array(8).fill(1500))
  simulator.faults.failNext = 8
  expect(await read()).toMatchObject({ retryable: true, throttled: false, needsKeys: false })
  expect(await read(connect({ settings: { app_secret: 'wrong' } }))).toMatchObject({
    needsKeys: true,
    platformCode: '25',
  })
  expect(await read(connect({ settings: { app_key: '1' } }))).toMatchObject({ needsKeys: true })
  simulator.faults.keysExpired = true
  const expired = await read()
  expect(expired).toMatchObject({ needsKeys: true, retryable: false, platformCode: '27:invalid-sessionkey' })
  expect(expired.message).not.toContain(simulator.settings['session'])
  simulator.faults.keysExpired = false
  simulator.faults.skewMs = 11 * 60_000
  expect(await read()).toMatchObject({ retryable: false, platformCode: '31' })
  simulator.faults.outage = true
  expect(await read()).toMatchObject({ retryable: true })
})

test.each([
  [502, '<html>bad gateway</html>', 'http-502'],
  [200, '<html>please log in to the hotel</html>', 'truncated-json'],
  [200, '{"trades_sold_increment_get_response":{"total_', 'truncated-json'],
])('HTTP %i %s is worth a retry', async (status, body, platformCode) => {
  const http: Http = {
    send: async () => ({ status, headers: {}, body, sentAt: now }),
    throttled: () => expect.unreachable(),
  }
  expect(await failureOf(collect(connect({ http }).readWindow({ from: START, to: START })))).toMatchObject({
    retryable: true,
    platformCode,
  })
})

test('a day’s calls used up wait for midnight in China', async () => {
  const body =
    '{"error_response":{"code":7,"msg":"App Call Limited","sub_code":"accesscontrol.limited-by-app-access-count"}}'
  const http: Http = {
    send: async () => ({ status: 200, headers: {}, body, sentAt: now }),
    throttled: () => {},
  }
  expect(await failureOf(connect({ http }).platformNow())).toMatchObject({
    throttled: true,
    retryAfterMs: 16 * 3_600_000,
  })
})

test('the shop test says a sentence per step', async () => {
  const steps = async (shop: ShopConnection) =>
    (await collect(shop.test())).map((step) => `${step.step} ${step.ok ? 'ok' : (step.advice ?? '')}`)
  expect(await steps(connect())).toEqual(['network ok', 'clock ok', 'keys ok', 'orders-readable ok'])
  expect(await steps(connect({ settings: { app_secret: 'wrong' } }))).toEqual([
    'network ok',
    'clock ok',
    'keys check-app-secret',
  ])
  simulator.faults.keysExpired = true
  expect(await steps(connect())).toEqual(['network ok', 'clock ok', 'keys renew-session'])
  simulator.faults.skewMs = -11 * 60_000
  expect(await steps(connect())).toEqual(['network ok', 'clock set-clock'])
  simulator.faults.outage = true
  // An address of one's own may be what is wrong; the platform's cannot.
  expect(await steps(connect())).toEqual(['network check-network'])
  const nothingThere = { ...plainHttp(clock), send: async () => ({ status: 404, headers: {}, body: '<html>', sentAt: 0 }) } // prettier-ignore
  expect(await steps(connect({ http: nothingThere }))).toEqual(['network check-address'])
  expect(await steps(connect({ http: nothingThere, origin: taobao.defaultOrigin ?? '' }))).toEqual(['network check-connection']) // prettier-ignore
})

test('an app without the order permission is told apart from wrong keys', async () => {
  const line = plainHttp(clock)
  const body =
    '{"error_response":{"code":11,"msg":"Insufficient isv permissions","sub_code":"isv.permission-api-package-limit"}}'
  const http: Http = {
    ...line,
    send: async (request) =>
      request.body?.includes('increment')
        ? { status: 200, headers: {}, body, sentAt: now }
        : line.send(request),
  }
  const steps = await collect(connect({ http }).test())
  expect(steps.at(-1)).toMatchObject({ step: 'orders-readable', ok: false, advice: 'ask-order-permission' })
})

test('the platform’s now is its own, and missing keys are refused at once', async () => {
  simulator.faults.skewMs = 90_000
  expect(await connect().platformNow()).toBe(START + 90_000)
  expect(() => connect({ settings: { session: '' } })).toThrow(
    expect.objectContaining({ code: 'setting-missing' }) as Error,
  )
})

interface TopClient {
  execute(method: string, params: Record<string, string>): Promise<Record<string, unknown>>
}
test('the published client gets along with the practice platform', async () => {
  await using real = await startTaobaoSimulator()
  const { default: TopClient } = createRequire(import.meta.url)('node-taobao-topclient') as {
    default: new (options: Record<string, string>) => TopClient
  }
  const id = real.shop.place(anOrder({ createdAt: Date.now() }))
  const { app_key: appkey = '', app_secret: appsecret = '', session = '' } = real.settings
  const client = new TopClient({ appkey, appsecret, REST_URL: `${real.origin}/router/rest` })
  // The client stamps with the machine's own zone: the practice clock follows it here.
  real.faults.skewMs = -new Date().getTimezoneOffset() * 60_000 - 8 * 3_600_000
  const trade = await client.execute('taobao.trade.fullinfo.get', {
    session,
    tid: id,
    fields: 'tid_str,payment',
  })
  expect(trade).toMatchObject({ trade: { tid_str: id, payment: '80.14' } })
  expect(Object.keys(trade['trade'] as object)).toEqual(['tid_str', 'payment'])
  const list = {
    session,
    fields: 'tid',
    start_modified: toTopTime(Date.now() - 60_000),
    end_modified: toTopTime(Date.now() + 60_000),
  }
  const counted = await client.execute('taobao.trades.sold.increment.get', list)
  expect([counted['total_results'], 'has_next' in counted]).toEqual([1, false])
  const flagged = await client.execute('taobao.trades.sold.increment.get', { ...list, use_has_next: 'true' })
  expect([flagged['has_next'], 'total_results' in flagged]).toEqual([false, false])
  await expect(client.execute('taobao.time.get', { sign_method: 'hmac' })).rejects.toMatchObject({ code: 25 })
})

test('XML is what a caller gets who forgets the format; too many calls are banned', async () => {
  const plain = await fetch(`${simulator.origin}/router/rest?method=taobao.time.get`)
  expect(await plain.text()).toContain('<error_response><code>28</code>')
  await using strict = await startTaobaoSimulator({ now: () => now, callsPerSecond: 3 })
  const shop = taobao.open(
    { id: 's1', origin: strict.origin, settings: strict.settings },
    { clock, http: plainHttp(clock) },
  )
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => shop.platformNow()))
  expect(
    answers.some((answer) => answer.status === 'rejected' && (answer.reason as OutsideFailure).throttled),
  ).toBe(true)
})
