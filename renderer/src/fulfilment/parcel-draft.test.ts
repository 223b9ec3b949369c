import { expect, test } from 'vitest'
import { nextDraft, piecesOf, restOf } from './parcel-draft'

const lines = [
  { externalId: 'a', left: 3 },
  { externalId: 'b', left: 1 },
]

test('the first parcel takes all that waits, a further one what the others leave', () => {
  const first = nextDraft(lines, [])
  expect(first.quantities).toEqual({ a: 3, b: 1 })
  const part = { ...first, quantities: { a: 1, b: 1 } }
  const second = nextDraft(lines, [part])
  expect(second).toMatchObject({ key: 2, quantities: { a: 2, b: 0 } })
  expect(piecesOf(second)).toBe(2)
  expect(restOf(lines[0]!, [part, second])).toBe(0)
})
