import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RawPage, ShopConnection } from '../connectors'
import { Disposables, OutsideFailure } from '../kernel'
import { fakeClock, noLog, type FakeClock } from '../testing'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { platforms } from '../shops'
import { ShopHttp } from './shop-http'
import { pullShop } from './shop-pull'

let ends: Disposables
let clock: FakeClock
let served: ServedCore
beforeEach(async () => {
  ends = new Disposables()
  clock = fakeClock()
  served = ends.add(await aServedCore({ clock }))
})
afterEach(() => ends[Symbol.asyncDispose]())

const failure = new OutsideFailure('messages are down', { retryable: true })
const page: RawPage = { source: 'push', kind: 'messages', asOf: 1, body: '{}' }

test.each([
  ['fetched', { fetchMessages: () => Promise.reject(failure) }, 0],
  [
    'confirmed',
    { fetchMessages: async () => ({ pages: [page], confirm: () => Promise.reject(failure) }) },
    1,
  ],
])('messages that cannot be %s do not keep the shop from being pulled', async (_what, trouble, kept) => {
  const { id: shopId } = await served.bind('vendure', { origin: 'http://127.0.0.1:9', settings: { api_key: 'k' } }) // prettier-ignore
  const connector = platforms.get('vendure')
  if (!connector) throw new Error('no such platform')
  let windows = 0
  const connection = {
    ...trouble,
    platformNow: async () => clock.now(),
    async *readWindow() {
      windows += 1
    },
    async *sweep() {
      // Nothing is open.
    },
    understand: () => ({ orders: [], unreadable: [], rereads: [] }),
  } as unknown as ShopConnection
  const { database, box } = served.core
  const pages = await pullShop(
    {
      database, box, log: noLog, shopId, connector, connection, http: new ShopHttp(clock, connector.manners),
      since: clock.now() - 3_600_000, signal: new AbortController().signal, stored: () => undefined,
    },
    true,
  ) // prettier-ignore
  expect([pages, windows > 0]).toEqual([kept, true])
  expect(await database.read.all('select shop_id from shop_sync where watermark is not null')).toEqual([
    { shop_id: shopId },
  ])
})
