import { expect, test } from 'vitest'
import { paperOf } from './move-words'

const t = (key: string, values?: Record<string, string | number>) =>
  `${key}${values ? JSON.stringify(values) : ''}`

test('our own papers are told in words, all else as it was written', () => {
  const move = { kind: 'transfer-in', document: 'transfer:12' } as const
  expect(paperOf(move, t)).toBe('paper.transfer{"n":"12"}')
  expect(paperOf({ ...move, kind: 'adjust', document: 'lost' }, t)).toBe('what.lost')
  expect(paperOf({ ...move, kind: 'receive', document: 'transfer:12' }, t)).toBe('transfer:12')
  expect(paperOf({ ...move, kind: 'ship', document: null }, t)).toBe('')
})
