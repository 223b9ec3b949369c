import { afterEach, beforeEach, expect, test } from 'vitest'
import { minor, systemClock, type Clock } from '../../kernel'
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

function connect({ http = plainHttp(clock), at = clock }: { http?: Http; at?: Clock } = {}) {
  return taobao.open(
    { id: 's1', origin: simulator.origin, settings: simulator.settings },
    { clock: at, http },
  )
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

test('what passes by itself is waited for inside the call: a ban for as long as it lasts', async () => {
  const slept: number[] = []
  const at: Clock = { ...clock, sleep: async (ms) => void slept.push(ms) }
  const shop = connect({ at })
  const id = simulator.shop.place(anOrder())
  simulator.faults.throttleNext = 2
  expect(await shop.readOrder(id)).toBeDefined()
  expect(slept).toEqual([1500, 1500])
  simulator.faults.failNext = 3
  expect(await shop.readOrder(id)).toBeDefined()
  expect(slept.slice(2)).toEqual([250, 500, 1000])
})

/** The practice platform for an app that may not call some of its methods. */
const without = (...names: string[]): Http => {
  const line = plainHttp(clock)
  const body = '{"error_response":{"code":22,"msg":"Invalid method"}}'
  return {
    ...line,
    send: async (request) =>
      names.includes(new URLSearchParams(request.body).get('method') ?? '')
        ? { status: 200, headers: {}, body, sentAt: now }
        : line.send(request),
  }
}

test('an app without messages has none, and pulls all the same', async () => {
  const shop = connect({ http: without('taobao.tmc.messages.consume') })
  expect((await shop.fetchMessages?.())?.pages).toEqual([])
})

test.each([9 * 60_000, -9 * 60_000])(
  'a platform whose clock is %i ms off and is never told is read as far around as it can be off',
  async (skewMs) => {
    simulator.faults.skewMs = skewMs
    const shop = connect({ http: without('taobao.time.get') })
    const start = await shop.platformNow()
    expect(start).toBe(START)
    const id = simulator.shop.place(anOrder({ createdAt: START + skewMs }))
    const window = { from: start - taobao.manners.overlapMs, to: start + 1000 }
    expect(namedIn(shop, await collect(shop.readWindow(window)))).toEqual(new Set([id]))
    await collect(shop.readWindow({ from: start - taobao.manners.maxWindowMs, to: start }))
  },
)

test('a refused window into the future is asked for up to now', async () => {
  const line = without('taobao.time.get')
  const http: Http = {
    ...line,
    send: async (request) => {
      const end = new URLSearchParams(request.body).get('end_modified')
      const body =
        '{"error_response":{"code":41,"msg":"Invalid arguments","sub_code":"isv.invalid-parameter"}}'
      return end && end > toTopTime(now)
        ? { status: 200, headers: {}, body, sentAt: now }
        : line.send(request)
    },
  }
  const shop = connect({ http })
  const id = simulator.shop.place(anOrder())
  const to = (await shop.platformNow()) + 1000
  expect(namedIn(shop, await collect(shop.readWindow({ from: START - 5000, to })))).toEqual(new Set([id]))
})

test('a trade comes with the earlier refunds of its lines, which it does not name itself', async () => {
  const shop = connect()
  const id = simulator.shop.place(anOrder())
  simulator.shop.pay(id, now)
  const ask = (amount: number) =>
    simulator.shop.requestRefund(id, (now += 1000), { kind: 'money', amountMinor: minor(amount), reason: '差价', line: 1 }) // prettier-ignore
  const first = ask(100)
  simulator.shop.payRefund(first, (now += 1000))
  const second = ask(200)
  const pages = await collect(shop.readWindow({ from: START, to: now }))
  const orders = pages.flatMap((page) => shop.understand(page).orders)
  expect(orders.at(-1)?.observation).toMatchObject({
    refundsInPart: true,
    groups: {
      money: { totalMinor: 8014, refundedMinor: 100 },
      refunds: [
        { externalId: first, state: 'paid', amountMinor: 100 },
        { externalId: second, state: 'requested', amountMinor: 200 },
      ],
    },
  })
  expect(orders.at(-1)?.observation.groups.lines?.map((line) => line.refundedMinor)).toEqual([0, 100])
})

test('a wide sweep finds a trade that the platform showed late', async () => {
  const shop = connect()
  const id = simulator.shop.place(anOrder({ createdAt: (now -= 6 * 3_600_000) }))
  now = START
  expect(await collect(shop.sweep([], false))).toEqual([])
  expect(namedIn(shop, await collect(shop.sweep([], true)))).toEqual(new Set([id]))
})
