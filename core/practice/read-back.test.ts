import { expect, test } from 'vitest'
import type { OrderGroups } from '../connectors'
import { shopify } from '../connectors/shopify'
import { taobao } from '../connectors/taobao'
import { vendure } from '../connectors/vendure'
import { boardStateOf } from '../orders'
import { fakeClock } from '../testing'
import { plainHttp } from '../testing/plain-http'
import { totalOf } from './basket'
import { DAY_MS, MINUTE_MS } from './life'
import { startPracticeShop } from './practice-shop'
import { PRACTICE_SHOPS } from './shop'
import { weekOf } from './week'

test.each([taobao, shopify, vendure])('a week at $platform reads back to the cent', async (connector) => {
  const clock = fakeClock()
  const now = clock.now()
  const { platform, manners } = connector
  await using practice = await startPracticeShop({ platform, orders: 60, seed: 4, clock })
  const account = { id: 's1', origin: practice.origin, settings: practice.settings }
  // A connector that is told to wait moves the time on itself.
  const impatient = { now: () => clock.now(), sleep: (ms: number) => clock.advance(ms) }
  const connection = connector.open(account, { clock: impatient, http: plainHttp(clock) })

  const read = new Map<string, OrderGroups>()
  for (let from = now - 8 * DAY_MS; from <= now; from += manners.maxWindowMs) {
    const to = Math.min(now + MINUTE_MS, from + manners.maxWindowMs)
    for await (const page of connection.readWindow({ from, to })) {
      const { orders, unreadable } = connection.understand(page)
      expect(unreadable).toEqual([])
      for (const { observation } of orders)
        read.set(observation.externalId, { ...read.get(observation.externalId), ...observation.groups })
    }
  }

  const shop = PRACTICE_SHOPS.find((one) => one.platform === platform)!
  const lives = Map.groupBy(weekOf({ shop, now, seed: 4, orders: 60 }).events, (event) => event.order)
  const placed = [...lives.values()].flatMap((life) => {
    const [first, second] = life
    // Vendure lists no order before its buyer has paid: until then it is a basket.
    const basket = platform === 'vendure' && (second?.at ?? now) > now
    return first?.kind === 'placed' && !basket ? first.placed : []
  })
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)
  const groups = [...read.values()]
  expect(new Set(read.keys())).toEqual(new Set(placed.map((order) => order.externalId)))
  expect(sum(groups.map((group) => group.money?.totalMinor ?? NaN))).toBe(sum(placed.map(totalOf)))
  const states = new Set(
    groups.map(({ status, money, lines = [], refunds = [] }) =>
      boardStateOf({
        ...status!,
        flags: [],
        totalMinor: money!.totalMinor,
        refundedMinor: money!.refundedMinor,
        lines,
        refunds,
      }),
    ),
  )
  for (const state of ['to-ship', 'shipped', 'done'] as const) expect(states).toContain(state)
  expect(states.has('to-pay')).toBe(platform !== 'vendure')
})
