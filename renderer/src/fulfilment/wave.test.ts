import { expect, test } from 'vitest'
import type { PickOrderView } from '../../../core/rpc/api'
import { stopsOf } from './wave'

const line = (sku: string | null, quantity: number, title = 'x') => ({
  externalId: `${sku}${quantity}`, sku, title, variant: null, pictureUrl: null, quantity, reserved: quantity,
}) // prettier-ignore
const order = (id: number, lines: PickOrderView['lines']): PickOrderView => ({
  id, number: String(id), shopName: '', platform: '', dueAt: null, receiver: null, phone: null, address: null, buyerNote: '', warehouse: null, lines,
}) // prettier-ignore

test('each kind of goods is one stop, in the order of the codes, shared over the slots', () => {
  const stops = stopsOf([
    order(1, [line('B', 2), line('A', 1)]),
    order(2, [line('B', 1), line('B', 3), line(null, 1, '无码')]),
  ])
  expect(stops.map(({ key, quantity, slots }) => [key, quantity, slots])).toEqual([
    ['A', 1, [{ slot: 1, quantity: 1 }]],
    ['B', 6, [{ slot: 1, quantity: 2 }, { slot: 2, quantity: 4 }]],
    ['无码 ', 1, [{ slot: 2, quantity: 1 }]],
  ]) // prettier-ignore
})
