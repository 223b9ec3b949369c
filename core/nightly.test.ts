import { expect, test } from 'vitest'
import { startNightly } from './nightly'
import { fakeClock, noLog } from './testing'

const HOUR = 3_600_000
/** In local time, as the hour of the backup is. */
const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime()

function aNight(start: number, given: { hour?: number | null; last?: number; fails?: boolean } = {}) {
  const clock = fakeClock(start)
  const done: string[] = []
  const matched: number[] = []
  let last = given.last
  const note = (what: string) => done.push(`${what} ${new Date(clock.now()).getDate()}.`)
  const nightly = startNightly({
    clock,
    log: noLog,
    hour: () => (given.hour === undefined ? 3 : given.hour),
    lastBackupAt: async () => last,
    async backup() {
      note('backup')
      if (given.fails) throw new Error('the disk is gone')
      last = clock.now()
    },
    async match() {
      matched.push(new Date(clock.now()).getDate())
      if (given.fails) throw new Error('the bills are gone')
    },
    async prune() {
      note('prune')
    },
  })
  return { clock, done, matched, [Symbol.asyncDispose]: () => nightly[Symbol.asyncDispose]() }
}

test('backs up and prunes once a night, after the hour', async () => {
  await using night = aNight(at(10, 20), { last: at(10, 3) })
  await night.clock.advance(HOUR)
  expect(night.done).toEqual(['prune 10.'])
  await night.clock.advance(5 * HOUR)
  expect(night.done).toEqual(['prune 10.'])
  await night.clock.advance(28 * HOUR)
  expect(night.done).toEqual(['prune 10.', 'backup 11.', 'prune 11.', 'backup 12.', 'prune 12.'])
})

test('a PC that is off every night makes it up each day, a while after it is switched on', async () => {
  {
    await using monday = aNight(at(10, 9))
    await monday.clock.advance(5 * 60_000)
    expect(monday.done).toEqual([])
    await monday.clock.advance(HOUR)
    expect(monday.done).toEqual(['backup 10.', 'prune 10.'])
  }
  await using again = aNight(at(10, 15), { last: at(10, 9) })
  await again.clock.advance(HOUR)
  expect(again.done).toEqual(['prune 10.'])
  await using tuesday = aNight(at(11, 9), { last: at(10, 9) })
  await tuesday.clock.advance(HOUR)
  expect(tuesday.done).toEqual(['backup 11.', 'prune 11.'])
})

test('a failed backup waits for the next day and holds nothing up; without backups there is still pruning', async () => {
  await using broken = aNight(at(10, 2), { fails: true })
  await broken.clock.advance(3 * HOUR)
  expect(broken.done).toEqual(['backup 10.', 'prune 10.'])
  await using off = aNight(at(10, 2), { hour: null })
  await off.clock.advance(3 * HOUR)
  expect(off.done).toEqual(['prune 10.'])
})

test('holds the bills against the orders that came since, before the pruning, and a failure holds nothing back', async () => {
  for (const fails of [false, true]) {
    await using night = aNight(at(10, 20), { fails, hour: null })
    await night.clock.advance(HOUR)
    expect([night.matched, night.done]).toEqual([[10], ['prune 10.']])
  }
})
