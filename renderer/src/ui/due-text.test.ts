import { expect, test } from 'vitest'
import { dueText, stateTime } from './due-text'

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

test('a finished order says when: the clock today, the day before that, the year before this one', () => {
  const now = new Date(2026, 10, 22, 18, 0).getTime()
  expect(stateTime(new Date(2026, 10, 22, 14, 5).getTime(), now)).toBe('14:05')
  expect(stateTime(new Date(2026, 10, 9, 8, 30).getTime(), now)).toBe('11-09 08:30')
  expect(stateTime(new Date(2025, 11, 31, 8, 30).getTime(), now)).toBe('2025-12-31')
})
