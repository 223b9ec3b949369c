import { afterEach, expect, test } from 'vitest'
import type { RawPage } from '../connector'
import {
  all,
  anOrder,
  aShop,
  closeShop,
  EVERYTHING,
  HOUR_MS,
  latest,
  START,
} from '../../testing/shopify-shop'

afterEach(closeShop)

test('sweep reads the named orders, the wide one also those nobody named', async () => {
  const { shop, connection } = await aShop()
  const ids = Array.from({ length: 9 }, (_, i) => shop.place(anOrder({ createdAt: START + i * 1000 })))
  const named = latest(
    connection,
    await all(connection.sweep([...ids.slice(0, 5), 'gid://shopify/Order/1'], false)),
  )
  expect([...named.keys()].sort()).toEqual(ids.slice(0, 5).sort())
  const unseen = latest(connection, await all(connection.sweep([], true)))
  expect([...unseen.keys()].sort()).toEqual(ids.slice(5).sort())
})

test('a sweep right after the reading only looks: what stands as it was read is not read again', async () => {
  const { shop, connection } = await aShop()
  const ids = Array.from({ length: 9 }, (_, i) => shop.place(anOrder({ createdAt: START + i * 1000 })))
  await all(connection.readWindow(EVERYTHING))
  expect(await all(connection.sweep(ids, true))).toEqual([])
  shop.pay(ids[3]!, START + HOUR_MS)
  expect([...latest(connection, await all(connection.sweep(ids, true))).keys()]).toEqual([ids[3]])
})

test('the wide sweep finds a closed order that no event told of', async () => {
  const { shop, connection, clock } = await aShop()
  const id = shop.place(anOrder())
  shop.pay(id, START + 1000)
  shop.ship(id, START + 2000, { courier: 'SF', waybill: 'SF1' })
  shop.complete(id, START + 4000)
  clock.set(START + HOUR_MS)
  expect([...latest(connection, await all(connection.sweep([], true))).keys()]).toEqual([id])
})

test('an order that is changed while the window up to now is read is still met in it', async () => {
  const { shop, connection, clock } = await aShop()
  const ids = Array.from({ length: 15 }, (_, i) => shop.place(anOrder({ createdAt: START + i * 1000 })))
  const now = await connection.platformNow()
  const pages: RawPage[] = []
  for await (const page of connection.readWindow({ from: START, to: now + 1000 })) {
    pages.push(page)
    if (pages.length > 1) continue
    clock.set(now + 20_000)
    shop.memo(ids[14]!, now + 20_000, 'moved')
  }
  const found = latest(connection, pages)
  expect(found.size).toBe(15)
  expect(found.get(ids[14]!)?.groups.buyerNote?.text).toBe('moved')
})
