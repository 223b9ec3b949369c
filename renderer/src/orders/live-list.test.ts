import { expect, test } from 'vitest'
import type { OrderRow } from '../../../core/rpc/api'
import { groupCards } from './group-cards'
import { heldRows } from './held-rows'
import { placeWords } from './place-words'
import { sumsByCurrency } from './selection'
import { columnFilter, isUrgentFirst } from './sort-order'

const MINUTE_MS = 60_000
const now = 1_764_000_000_000
const rows = (...ids: number[]) => ids.map((id) => ({ id }))
const toShip = (id: number, minutesLeft: number, hold: string | null = null) =>
  ({
    id,
    state: 'to-ship',
    dueAt: now + minutesLeft * MINUTE_MS,
    createdAt: now,
    lastShippedAt: null,
    hold,
  }) as OrderRow

test('at the top nothing waits; away from it new rows wait, paged and changed rows do not', () => {
  expect(heldRows(rows(9, 3, 2, 1), null).size).toBe(0)
  expect([...heldRows(rows(9, 8, 3, 2, 1), new Set([3, 2, 1]))]).toEqual([9, 8])
  expect(heldRows(rows(3, 2, 1, -1, -2), new Set([3, 2, 1])).size).toBe(0)
  // An order that left the list is gone at once, whatever waits.
  expect([...heldRows(rows(9, 3, 1), new Set([3, 2, 1]))]).toEqual([9])
})

test('to-ship stands in groups: late, near, later, on hold; each once and none lost', () => {
  const items = groupCards([toShip(1, -5), toShip(2, 39), toShip(3, 41), toShip(4, -9, 'risk')], true, now)
  expect(items.map((item) => (item.kind === 'group' ? `${item.name} ${item.count}` : item.order.id))).toEqual([
    'late 1', 1, 'near 1', 2, 'later 1', 3, 'held 1', 4,
  ]) // prettier-ignore
})

test('a group counts all its orders, also those not read yet', () => {
  const [group] = groupCards([toShip(1, 90)], true, now, { late: 0, near: 0, later: 412, held: 3 })
  expect(group).toMatchObject({ name: 'later', count: 412 })
})

test('only a filter that names one open state and searches no text is most urgent first', () => {
  expect(isUrgentFirst(columnFilter([{ field: 'memo', op: 'any' }], 'to-ship'))).toBe(true)
  expect(isUrgentFirst(columnFilter([], 'done'))).toBe(false)
  expect(isUrgentFirst([])).toBe(false)
  expect(isUrgentFirst([{ field: 'state', op: 'is', values: ['to-pay', 'to-ship'] }])).toBe(false)
  expect(isUrgentFirst([{ field: 'state', op: 'isNot', values: ['to-ship'] }])).toBe(false)
  expect(isUrgentFirst(columnFilter([{ field: 'text', op: 'contains', value: '4337' }], 'to-ship'))).toBe(
    false,
  )
})

test('currencies are never added together; yuan stands first', () => {
  const sums = sumsByCurrency([
    { currency: 'USD', totalMinor: 5800 },
    { currency: 'CNY', totalMinor: 100 },
    { currency: 'USD', totalMinor: 200 },
  ])
  expect(sums).toEqual([
    { currency: 'CNY', minor: 100 },
    { currency: 'USD', minor: 6000 },
  ])
})

test('places are said as people say them, and foreign names stay whole', () => {
  expect(placeWords('上海市', '徐汇区')).toBe('上海 徐汇')
  expect(placeWords('上海市', '浦东新区')).toBe('上海 浦东')
  expect(placeWords('嘉兴市', null)).toBe('嘉兴')
  expect(placeWords('昆山市', '千灯镇')).toBe('昆山 千灯镇')
  expect(placeWords('Minneapolis', 'MN')).toBe('Minneapolis MN')
  expect(placeWords(null, null)).toBe('')
})
