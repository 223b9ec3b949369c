import { expect, test } from 'vitest'
import type { ReadDb } from '../database'
import { frameReader } from './feed-rows'

/** A database that answers every question with one order. */
function oneOrder() {
  const asked: string[] = []
  const row = { id: 7, version: 3, shop_id: 's1', shop_name: '店', platform: 'vendure', number: '7', external_id: '7', state: 'to-ship', platform_state: 'x', flags: '', currency: 'CNY', total: 900, refunded: 0, buyer: '周', first_title: '灯', first_quantity: 1, pieces: 1, line_count: 1, memo: '', buyer_note: '', created_at: 1, short: 0, modified_at: 1 } // prettier-ignore
  const all = (sql: string) => {
    asked.push(sql)
    return Promise.resolve([row])
  }
  return { asked, read: { all } as unknown as ReadDb }
}
const announced = (count: number, reload = false) => ({
  epoch: 'e',
  sequence: 1,
  reload,
  changes: Array.from({ length: count }, (_, n) => ({ entity: 'order', id: String(n) })),
})
test('the orders of a frame are read once, whoever follows', async () => {
  const { asked, read } = oneOrder()
  const frameOf = frameReader(read)
  const one = announced(1)
  const [first, second] = await Promise.all([frameOf(one), frameOf(one)])
  expect(asked).toHaveLength(1)
  expect(second).toBe(first)
  expect(first).toMatchObject({ ...one, orders: [{ id: 7, version: 3, totalMinor: 900 }] })
})

test('a frame of many orders, or one that says «everything», carries none; one of other news needs no reading', async () => {
  const { asked, read } = oneOrder()
  const frameOf = frameReader(read)
  expect((await frameOf(announced(51))).orders).toBeNull()
  expect((await frameOf(announced(0, true))).orders).toBeNull()
  expect((await frameOf({ ...announced(0), changes: [{ entity: 'sync', id: 's1' }] })).orders).toEqual([]) // prettier-ignore
  expect(asked).toEqual([])
})
