import { expect, test } from 'vitest'
import type { OrderFilter } from '../../core/rpc/api'
import { formatRoute, parseRoute, type Route } from './route'

const filter: OrderFilter = [
  { field: 'state', op: 'is', values: ['to-ship'] },
  { field: 'shop', op: 'isNot', values: ['s1', 's2'] },
  { field: 'text', op: 'contains', value: '黑胡桃 & 4337?#' },
  { field: 'memo', op: 'any' },
  { field: 'due', op: 'before', value: 1_764_000_000_000 },
  { field: 'total', op: 'atLeast', value: 500_000 },
]

test('a link leads back to the same page, view, filter, order and column', () => {
  const route: Route = { page: 'orders', view: 'board', filter, order: 42, column: 'to-ship' }
  expect(parseRoute(formatRoute(route))).toEqual(route)
  const table: Route = { page: 'orders', view: 'table', filter: [], order: null, column: null }
  expect(parseRoute(formatRoute(table))).toEqual(table)
})

test('an empty, unknown or cut link opens the board with no filter', () => {
  const home: Route = { page: 'orders', view: 'board', filter: [], order: null, column: null }
  for (const hash of [
    '',
    '#',
    '#/',
    '#/nowhere',
    '#/orders?view=pie',
    '#/orders?f=%5B%7B',
    '#/orders?f=null&order=-3',
    '#/orders?order=abc',
  ])
    expect(parseRoute(hash)).toEqual(home)
})

test('clauses that nobody can read are left out, the others hold', () => {
  const mixed = [
    1,
    null,
    { field: 'state', op: 'is', values: ['lost'] },
    { field: 'hold', op: 'maybe' },
    { field: 'weather' },
    { field: 'short', op: 'any' },
  ]
  expect(parseRoute(`#/orders?f=${encodeURIComponent(JSON.stringify(mixed))}`).filter).toEqual([
    { field: 'short', op: 'any' },
  ])
})
