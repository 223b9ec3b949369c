import { expect } from 'vitest'
import { minor, type Clock } from '../kernel'
import { plainHttp } from './plain-http'
import type { RawPage, ShopConnection, Understood } from '../connectors/connector'
import type { OrderObservation } from '../connectors/observation'
import type { SimOrder, Simulator } from '../connectors/simulator'
import { shopify, startShopifySimulator } from '../connectors/shopify'

export const START = Date.UTC(2026, 10, 20)
export const HOUR_MS = 3_600_000

/** A clock that only moves when somebody sleeps: waiting is proved without waiting. */
export function stillClock(): Clock & { slept: number; set(ms: number): void } {
  let now = START + 24 * HOUR_MS
  const clock = {
    slept: 0,
    now: () => now,
    set: (ms: number) => void (now = ms),
    sleep: (ms: number) => {
      now += ms
      clock.slept += ms
      return Promise.resolve()
    },
  }
  return clock
}

let simulator: Simulator | undefined
/** Ends the shop of the test that just ran. */
export async function closeShop(): Promise<void> {
  await simulator?.[Symbol.asyncDispose]()
  simulator = undefined
}

export async function aShop(settings?: Record<string, string>) {
  const clock = stillClock()
  simulator = await startShopifySimulator({ now: clock.now })
  const account = { id: 's1', origin: simulator.origin, settings: settings ?? simulator.settings }
  const connection = shopify.open(account, { clock, http: plainHttp(clock) })
  return { clock, simulator, shop: simulator.shop, connection }
}

export function anOrder(over: Partial<SimOrder> = {}): SimOrder {
  return {
    createdAt: START,
    buyer: '周明',
    phone: '13800000000',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    street: '文三路 1 号',
    freightMinor: minor(500),
    discountMinor: minor(100),
    lines: [{ sku: 'SKU-1', title: 'Tray', variant: 'M', quantity: 3, unitPriceMinor: minor(3300) }],
    ...over,
  }
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

export function latest(connection: ShopConnection, pages: readonly RawPage[]): Map<string, OrderObservation> {
  const found = new Map<string, OrderObservation>()
  for (const { orders, unreadable } of pages.map((page): Understood => connection.understand(page))) {
    expect(unreadable).toEqual([])
    for (const { observation } of orders) found.set(observation.externalId, observation)
  }
  return found
}

export const EVERYTHING = { from: START - HOUR_MS, to: START + 48 * HOUR_MS }
