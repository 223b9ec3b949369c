import { expect, test } from 'vitest'
import type { RefundStep } from '../../../core/rpc/api'
import { isLast, paysNow, waitsForParcel } from './pays-now'

const step = (role: RefundStep['role'], state: RefundStep['state']): RefundStep => ({
  role, state, stage: 0, since: null, dueAt: null, holders: [], actedFor: null, reason: null, decidedAt: null,
}) // prettier-ignore
const finance = [step('finance', 'open')]

test('money goes with the last yes only', () => {
  const two = { kind: 'money' as const, parcelAt: null, steps: [step('warehouse', 'open'), ...finance] }
  expect([isLast(two), paysNow(two)]).toEqual([false, false])
  expect(paysNow({ ...two, steps: [step('warehouse', 'yes'), ...finance] })).toBe(true)
})

test('a return whose parcel nobody has seen waits for it after the last yes', () => {
  const row = { kind: 'return' as const, parcelAt: null, steps: finance }
  expect([waitsForParcel(row), paysNow(row)]).toEqual([true, false])
  expect(paysNow({ ...row, parcelAt: 1 })).toBe(true)
  // The warehouse's yes says that the parcel is here.
  expect(paysNow({ ...row, steps: [step('finance', 'yes'), step('warehouse', 'open')] })).toBe(true)
})
