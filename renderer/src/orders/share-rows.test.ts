import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { OrderRow } from '../../../core/rpc/api'
import { shareRows } from './share-rows'

const row = (id: number, memo = '') => ({ id, memo, version: 1 }) as OrderRow
const list = (...rows: OrderRow[]) => ({ pages: [{ rows, nextCursor: null }], pageParams: [null] })

test('a new order on top leaves the rows below it the objects they were; a changed one is a new one', () => {
  const before = list(row(1), row(2))
  // Read anew, every row is another object.
  const after = shareRows(before, list(row(3), row(1), row(2, 'call first')))
  const [first, second, third] = after.pages[0]!.rows
  expect([first?.id, third?.memo]).toEqual([3, 'call first'])
  expect(second).toBe(before.pages[0]!.rows[0])
  expect(third).not.toBe(before.pages[0]!.rows[1])
})

test('read anew with nothing changed it is the same list: what stands in for a list meanwhile must not move the page', () => {
  const before = list(row(1), row(2))
  expect(shareRows(before, list(row(1), row(2)))).toBe(before)
})

test('put into the cache, rows keep being the same objects', () => {
  const queries = new QueryClient()
  const [first, second] = [row(1), row(2)]
  queries.setQueryDefaults(['orders'], { structuralSharing: (a, b) => shareRows(a as never, b as never) })
  queries.setQueryData(['orders'], list(first))
  queries.setQueryData(['orders'], list(second, first))
  expect(queries.getQueryData<ReturnType<typeof list>>(['orders'])?.pages[0]?.rows[1]).toBe(first)
})
