import { expect, test } from 'vitest'
import { aLine } from '../testing/an-order'
import { piecesNamed } from './named-pieces'

const line = (externalId: string, sku: string, quantity: number, shippedQuantity = 0) => ({
  ...aLine({ externalId, sku, quantity, shippedQuantity }),
  aheadQuantity: 0,
})
const order = { lines: [line('11', 'BOWL', 3, 1), line('12', 'CUP', 2), line('13', 'BOWL', 4)] }

test('a code that stands in two lines takes what waits of the first, then of the next', () => {
  expect(piecesNamed(order, [{ name: 'BOWL', quantity: 3 }])).toEqual([
    { lineExternalId: '11', quantity: 2 },
    { lineExternalId: '13', quantity: 1 },
  ])
})

test("the platform's own id of a line means that line alone", () => {
  expect(piecesNamed(order, [{ name: '13', quantity: 1 }, { name: 'CUP', quantity: 2 }])).toEqual([
    { lineExternalId: '13', quantity: 1 },
    { lineExternalId: '12', quantity: 2 },
  ]) // prettier-ignore
})

test('more than waits is not cut down in silence; what the order does not have is refused', () => {
  expect(piecesNamed(order, [{ name: 'CUP', quantity: 9 }])).toEqual([{ lineExternalId: '12', quantity: 9 }])
  expect(() => piecesNamed(order, [{ name: 'POT', quantity: 1 }])).toThrow(
    expect.objectContaining({ code: 'no-such-line', data: { line: 'POT' } }),
  )
})
