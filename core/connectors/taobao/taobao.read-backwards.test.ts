import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Clock } from '../../kernel'
import { PAGE_SIZE, readBackwards, type ListPage } from './taobao.read-backwards'

const START = Date.UTC(2026, 0, 2)
const second = (ms: number) => Math.floor(ms / 1000) * 1000

/** A platform with a clock of its own: every look takes `lookMs`, and `moves` trades are modified after each. */
function aPlatform(ages: readonly number[], moves: number[], lookMs: number, endCounts: boolean) {
  let now = START
  const trades = ages.map((age, n) => ({ id: String(n), modified: second(START - age * 1000) }))
  const clock: Clock = { now: () => now, sleep: async (ms) => void (now += ms) }
  const list: ListPage = async (window, page) => {
    const rows = trades
      .filter(
        ({ modified }) =>
          modified >= window.from && (endCounts ? modified <= window.to : modified < window.to),
      )
      .sort((a, b) => b.modified - a.modified || Number(b.id) - Number(a.id))
      .slice()
    const slice = rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((row) => ({ ...row, raw: null }))
    now += lookMs
    const moved = trades[(moves.shift() ?? -1) % trades.length]
    if (moved) moved.modified = second(now)
    return { answer: { answer: null, body: '', sentAt: now, date: now }, total: rows.length, rows: slice }
  }
  return { list, clock }
}

test('no row is missed, however many move to the front of a window that is still filling', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(90), { minLength: 40, maxLength: 260 }),
      fc.array(fc.nat(), { maxLength: 40 }),
      fc.constantFrom(1, 120, 900),
      fc.boolean(),
      async (ages, moves, lookMs, endCounts) => {
        const { list, clock } = aPlatform(ages, moves, lookMs, endCounts)
        const seen = new Set<string>()
        const window = { from: START - 100_000, to: START + 600_000 }
        for await (const { rows } of readBackwards(list, window, true, clock))
          for (const row of rows) seen.add(row.id)
        expect(seen.size).toBe(ages.length)
      },
    ),
    { numRuns: 300 },
  )
})

test('a past window is read from its last page, once, whatever leaves it', async () => {
  const { list, clock } = aPlatform(Array.from({ length: 230 }, (_, n) => 100 + (n % 7)), [1, 50, 99, 180], 50, true) // prettier-ignore
  const asked: number[] = []
  const counted: ListPage = (window, page) => (asked.push(page), list(window, page))
  const seen = new Set<string>()
  const window = { from: START - 200_000, to: START - 50_000 }
  for await (const { rows } of readBackwards(counted, window, false, clock))
    for (const { id } of rows) seen.add(id)
  expect(asked).toEqual([1, 5, 4, 3, 2, 1])
  expect(seen.size).toBeGreaterThanOrEqual(226)
})
