import { expect, test } from 'vitest'
import { daysOf, lastWholeDay, monthAt, monthsBack, spanOf } from './months'

test('months go by the providers’ clock, over the turn of a year', () => {
  const newYear = Date.parse('2027-01-01T00:30:00+08:00')
  expect(monthAt(newYear)).toBe('2027-01')
  expect(monthsBack(newYear, 3)).toEqual(['2027-01', '2026-12', '2026-11'])
  expect(lastWholeDay(newYear)).toBe('2026-12-31')
  expect(spanOf('2026-12').to).toBe(Date.parse('2027-01-01T00:00:00+08:00'))
  expect(daysOf('2028-02')).toHaveLength(29)
})
