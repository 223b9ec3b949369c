import { expect, test } from 'vitest'
import type { OrderFilter, OrderRow } from '../../../core/rpc/api'
import { belongs } from './belongs'
import { mergeRows, type Page } from './merge-rows'
import { columnFilter } from './sort-order'

const row = (id: number, dueAt: number | null, more: Partial<OrderRow> = {}) =>
  ({ id, version: 1, state: 'to-ship', shopId: 's1', dueAt, memo: '', hold: null, ...more }) as OrderRow
const page = (rows: OrderRow[], nextCursor: string | null = null): Page => ({ rows, nextCursor })
const ids = (list: { pages: readonly Page[] } | undefined) =>
  list?.pages.map(({ rows }) => rows.map(({ id }) => id))

const TO_SHIP = columnFilter([], 'to-ship')
const urgent = { pages: [page([row(5, 100), row(4, 200)], '200.4'), page([row(9, 300), row(8, null)])] }

test('a new order stands where its time puts it; where no clock runs, at the end', () => {
  expect(ids(mergeRows(urgent, TO_SHIP, [row(7, 150)]))).toEqual([
    [5, 7, 4],
    [9, 8],
  ])
  expect(ids(mergeRows(urgent, TO_SHIP, [row(7, 200)]))).toEqual([
    [5, 4],
    [7, 9, 8],
  ])
  expect(ids(mergeRows(urgent, TO_SHIP, [row(7, null)]))).toEqual([
    [5, 4],
    [9, 7, 8],
  ])
  expect(ids(mergeRows(urgent, TO_SHIP, [row(10, null), row(1, 1)]))).toEqual([
    [1, 5, 4],
    [9, 8, 10],
  ])
})

test('an order moves to its new place, and leaves the list that it belongs to no more', () => {
  expect(ids(mergeRows(urgent, TO_SHIP, [row(9, 50, { version: 2 })]))).toEqual([[9, 5, 4], [8]])
  expect(ids(mergeRows(urgent, TO_SHIP, [row(5, 100, { version: 2, state: 'shipped' })]))).toEqual([
    [4],
    [9, 8],
  ])
  // The cursor stays true though its order is gone.
  const left = mergeRows(urgent, TO_SHIP, [row(4, 200, { version: 2, state: 'closed' })])
  expect(ids(left && mergeRows(left, TO_SHIP, [row(3, 200)]))).toEqual([
    [5, 3],
    [9, 8],
  ])
})

test('what stands behind the part that was read is left to core', () => {
  const open = { pages: [page([row(5, 100), row(4, 200)], '200.4')] }
  expect(mergeRows(open, TO_SHIP, [row(7, 201)])).toBe(open)
  expect(ids(mergeRows(open, TO_SHIP, [row(5, 900, { version: 2 })]))).toEqual([[4]])
})

test('newest first without a state', () => {
  const newest = { pages: [page([row(9, 1), row(7, 1)], '0.7'), page([row(5, 1)])] }
  expect(ids(mergeRows(newest, [], [row(8, 900), row(10, 5), row(1, 1)]))).toEqual([
    [10, 9, 8, 7],
    [5, 1],
  ])
  expect(ids(mergeRows(newest, [], [row(7, 1, { version: 2, state: 'closed' })]))).toEqual([[9, 7], [5]])
})

test('orders that do not concern the list, and older news, leave the very same list', () => {
  expect(mergeRows(urgent, TO_SHIP, [row(70, 1, { state: 'to-pay' })])).toBe(urgent)
  expect(mergeRows(urgent, TO_SHIP, [row(5, 900, { version: 0 })])).toBe(urgent)
  const merged = mergeRows(urgent, TO_SHIP, [row(7, 150)])
  expect(merged?.pages[1]).toBe(urgent.pages[1])
})

test('a search, and a field that this person may not see, must be asked for', () => {
  const search: OrderFilter = [{ field: 'text', op: 'contains', value: '4337' }]
  expect(mergeRows(urgent, search, [row(5, 100, { version: 2 })])).toBeUndefined()
  const dear: OrderFilter = [{ field: 'total', op: 'atLeast', value: 5 }]
  expect(mergeRows(urgent, dear, [row(5, 100, { version: 2 })])).toBeUndefined()
  // Unless another sentence of the filter already shuts it out.
  expect(belongs([...dear, { field: 'state', op: 'is', values: ['done'] }], row(5, 100))).toBe(false)
})

test('every sentence of a filter, as core reads it', () => {
  const one = row(5, 100, { shopId: 's2', memo: '急', buyerNote: '', hold: 'risk', short: 0, createdAt: 50, totalMinor: 7 }) // prettier-ignore
  const says = (clause: OrderFilter[number]) => belongs([clause], one)
  expect(says({ field: 'state', op: 'isNot', values: ['to-ship'] })).toBe(false)
  expect(says({ field: 'shop', op: 'is', values: ['s1', 's2'] })).toBe(true)
  expect(says({ field: 'shop', op: 'isNot', values: ['s2'] })).toBe(false)
  expect(says({ field: 'memo', op: 'any' })).toBe(true)
  expect(says({ field: 'buyerNote', op: 'none' })).toBe(true)
  expect(says({ field: 'hold', op: 'none' })).toBe(false)
  expect(says({ field: 'short', op: 'any' })).toBe(false)
  expect(says({ field: 'created', op: 'before', value: 50 })).toBe(true)
  expect(says({ field: 'created', op: 'after', value: 51 })).toBe(false)
  expect(says({ field: 'due', op: 'before', value: 99 })).toBe(false)
  expect(says({ field: 'due', op: 'after', value: 100 })).toBe(true)
  expect(belongs([{ field: 'due', op: 'before', value: 9_999 }], row(1, null))).toBe(false)
  expect(says({ field: 'total', op: 'atMost', value: 7 })).toBe(true)
  expect(says({ field: 'text', op: 'contains', value: ' ' })).toBe(true)
})
