import { expect, test } from 'vitest'
import { moveCalled } from './move-called'

test('a transfer’s moves are called by what they do to the warehouse they stand at', () => {
  const called = (onHand: number, inTransit: number) =>
    moveCalled({ kind: 'transfer-out', onHand, inTransit })
  expect([called(-20, 0), called(0, 20)]).toEqual(['transfer-out', 'on-its-way'])
  expect([called(20, 0), called(0, -20)]).toEqual(['called-back', 'called-back'])
  expect(moveCalled({ kind: 'transfer-in', onHand: 20, inTransit: -20 })).toBe('transfer-in')
  expect(moveCalled({ kind: 'receive', onHand: 5, inTransit: 0 })).toBe('receive')
})
