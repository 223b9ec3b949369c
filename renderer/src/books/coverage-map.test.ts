import { expect, test } from 'vitest'
import { coverageMap, missingDays } from './coverage-map'

const day = (name: string) => ({ provider: 'alipay', ledger: 'trade', account: '2088', day: name, rows: 3, netMinor: 5 }) // prettier-ignore

test('a day without a bill is missing only between the first bill and yesterday', () => {
  const map = coverageMap([day('2026-11-03'), day('2026-11-05')], ['2026-11', '2026-10'], '2026-11-06')
  const kinds = map[0]?.months[0]?.cells.slice(0, 8).map((cell) => cell.kind)
  expect(kinds).toEqual(['none', 'none', 'proven', 'missing', 'proven', 'missing', 'none', 'none'])
  expect(map[0]?.months.map((one) => one.month)).toEqual(['2026-11'])
  expect(missingDays(map)).toBe(2)
})
