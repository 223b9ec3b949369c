import { expect, test } from 'vitest'
import { dueText } from './due-text'

const base = { createdAt: 0, lastShippedAt: null, hold: null }
const MIN = 60_000

test('a clock that ran out is late, one that is near warns, one far away is plain', () => {
  expect(dueText({ ...base, state: 'to-ship', dueAt: 0 }, 42 * MIN)).toEqual({
    tone: 'late',
    key: 'overMinutes',
    values: { d: 0, h: 0, m: 42 },
  })
  expect(dueText({ ...base, state: 'to-ship', dueAt: 21 * MIN }, 0)?.tone).toBe('warn')
  expect(dueText({ ...base, state: 'to-ship', dueAt: 68 * MIN }, 0)).toEqual({
    tone: 'plain',
    key: 'leftHoursMinutes',
    values: { d: 0, h: 1, m: 8 },
  })
})

test('an unpaid order turns yellow at its time, never red; finished ones have no clock', () => {
  expect(dueText({ ...base, state: 'to-pay', dueAt: 30 * MIN }, 52 * MIN)).toMatchObject({
    tone: 'warn',
    key: 'unpaidMinutes',
  })
  expect(dueText({ ...base, state: 'done', dueAt: null }, 1)).toBeNull()
})
