import { expect, test } from 'vitest'
import { isReady, matched, obstacle, withHeld, type BulkRow } from './bulk-rows'

const row = (given: Partial<BulkRow>): BulkRow => ({
  line: 1, number: 'o1', waybill: 'SF1', courier: 'SF', orderId: 1, pieces: 1, buyer: '', city: null, firstTitle: '', said: '', problems: [], ...given,
}) // prettier-ignore

test('numbers are matched in the order of the selection; one too many has no order', () => {
  expect(matched(' SF1 \n\nYT2\r\nZT3', ['o1', 'o2'])).toEqual([
    { line: 1, number: 'o1', waybill: 'SF1', courier: '' },
    { line: 2, number: 'o2', waybill: 'YT2', courier: '' },
    { line: 3, number: '', waybill: 'ZT3', courier: '' },
  ])
})

test('a line is ready when all that stands against it is mild or was said yes to', () => {
  const problem = { code: 'line-untracked', data: {}, confirm: 'untracked', mild: false } as const
  const mild = { code: 'waybill-unknown-form', data: {}, confirm: null, mild: true }
  expect(isReady(row({ problems: [mild] }), new Set())).toBe(true)
  expect(obstacle(row({ problems: [mild, problem] }), new Set())).toBe(problem)
  expect(isReady(row({ problems: [problem] }), new Set(['untracked']))).toBe(true)
  expect(isReady(row({ outcome: 'sent' }), new Set())).toBe(false)
})

test('a doubtful number is said yes to in its own line, never for all', () => {
  const doubt = { code: 'waybill-check-digit', data: {}, confirm: 'waybill', mild: false } as const
  expect(isReady(row({ problems: [doubt] }), new Set(['waybill']))).toBe(false)
  expect(isReady(row({ problems: [doubt], sure: true }), new Set())).toBe(true)
})

test('what a line below holds back waits for a yes of its own', () => {
  const problem = {
    code: 'waybill-below-too',
    data: { line: 2, number: 'o2' },
    confirm: 'waybill',
    mild: false,
  } as const
  const [first, second] = withHeld(
    [row({}), row({ line: 2, number: 'o2', orderId: 2 })],
    [{ line: 1, problem }],
  )
  expect(first?.problems).toEqual([problem])
  expect(isReady(first!, new Set())).toBe(false)
  expect(isReady({ ...first!, sure: true }, new Set())).toBe(true)
  expect(second?.problems).toEqual([])
})
