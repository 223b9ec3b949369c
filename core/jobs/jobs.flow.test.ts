import { expect, test } from 'vitest'
import { readHistory, feedSince } from '../audit'
import type { Database } from '../database'
import { OutsideFailure, Refusal } from '../kernel'
import { coreDatabase, fakeClock, noLog } from '../testing'
import { LEASE_MS, leaseJob } from './job.store'
import { queueJob, startJobs, type JobHandlers, type NewJob } from './index'

const actor = { who: 'test', from: 'test' }
const memo = (n: number, subject = `order:${n}`): NewJob => ({
  kind: 'memo',
  subject,
  payload: { n },
  key: `memo/${n}`,
})
const queue = (database: Database, ...jobs: NewJob[]) =>
  database.withTx(actor, async (tx) => {
    for (const job of jobs) await queueJob(tx, job)
  })
const states = (database: Database) =>
  database.read.all('select state, attempts, last_error from jobs order by id')
const leaseUntil = async (database: Database) =>
  Number((await database.read.get<{ lease_until: number }>('select lease_until from jobs'))?.lease_until)
const start = (database: Database, clock: ReturnType<typeof fakeClock>, handlers: JobHandlers) =>
  startJobs({ database, clock, log: noLog, handlers })

test('a job is done once, whatever its fact was queued twice', async () => {
  const clock = fakeClock()
  await using database = await coreDatabase({ clock })
  await queue(database, memo(1), memo(2))
  await queue(database, memo(1))
  const done: unknown[] = []
  await using jobs = start(database, clock, { memo: async ({ payload }) => void done.push(payload) })
  await jobs.idle()
  expect(done).toEqual([{ n: 1 }, { n: 2 }])
  expect(await states(database)).toEqual([
    { state: 'done', attempts: 1, last_error: null },
    { state: 'done', attempts: 1, last_error: null },
  ])
  await queue(database, memo(1), memo(3))
  jobs.wake()
  await jobs.idle()
  expect(done).toHaveLength(3)
})

test('who asks while it looks is not told that all is done before his own job is', async () => {
  const clock = fakeClock()
  await using database = await coreDatabase({ clock })
  const [looking, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const read = Object.assign(Object.create(database.read) as Database['read'], {
    async get(sql: string, values: never) {
      const row = await database.read.get(sql, values)
      looking.resolve()
      await answer.promise
      return row
    },
  })
  const slow = Object.assign(Object.create(database) as Database, { read })
  const done: unknown[] = []
  await using jobs = start(slow, clock, { memo: async ({ payload }) => void done.push(payload) })
  const first = jobs.idle()
  await looking.promise
  await queue(database, memo(1))
  const second = jobs.idle()
  answer.resolve()
  await Promise.all([first, second])
  expect(done).toEqual([{ n: 1 }])
})

test('a job of a rolled-back fact never was', async () => {
  const clock = fakeClock()
  await using database = await coreDatabase({ clock })
  const failing = database.withTx(actor, async (tx) => {
    await queueJob(tx, memo(1))
    throw new Error('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  expect(await states(database)).toEqual([])
})

test('core ends without waiting for a platform that never answers; the job is tried again by the next run', async () => {
  const clock = fakeClock()
  await using database = await coreDatabase({ clock })
  await queue(database, memo(1))
  const asked = Promise.withResolvers<void>()
  const jobs = start(database, clock, {
    memo: ({ signal }) =>
      new Promise((_, reject) => {
        asked.resolve()
        signal.addEventListener('abort', () => reject(new OutsideFailure('cut off', { retryable: true })))
      }),
  })
  await asked.promise
  const began = performance.now()
  await jobs[Symbol.asyncDispose]()
  expect(performance.now() - began).toBeLessThan(8_000)
  expect(await states(database)).toEqual([{ state: 'waiting', attempts: 1, last_error: 'cut off' }]) // prettier-ignore
})

test('three failures in a row put the subject before a person', async () => {
  const clock = fakeClock()
  await using database = await coreDatabase({ clock })
  await queue(database, memo(1))
  let tries = 0
  await using jobs = start(database, clock, {
    memo: async () => {
      tries++
      throw new Error('our own mistake')
    },
  })
  // 2 s and 4 s, each ± 20 %: one more try falls into each of these steps, then none.
  for (const [expected, stepMs] of [
    [1, 2_500],
    [2, 5_000],
    [3, 60_000],
    [3, 0],
  ] as const) {
    await jobs.idle()
    expect(tries).toBe(expected)
    await clock.advance(stepMs)
  }
  expect(await states(database)).toEqual([{ state: 'stuck', attempts: 3, last_error: 'our own mistake' }])
  const [entry] = await readHistory(database.read, 'job', '1')
  expect(entry).toMatchObject({ kind: 'job.stuck' })
  expect(entry?.changes).toContainEqual(['subject', null, 'order:1'])
})

test('a platform that may answer later is asked on, not before it allowed it; a final no goes to a person at once', async () => {
  const clock = fakeClock()
  await using database = await coreDatabase({ clock })
  await queue(database, memo(1), { ...memo(2), kind: 'final' })
  let tries = 0
  await using jobs = start(database, clock, {
    memo: async () => {
      if (++tries <= 4) throw new OutsideFailure('too often', { retryable: true, retryAfterMs: 100_000 })
    },
    final: async () => {
      throw new OutsideFailure('no such order', { retryable: false })
    },
  })
  await jobs.idle()
  expect((await states(database))[1]).toEqual({ state: 'stuck', attempts: 1, last_error: 'no such order' })
  await clock.advance(99_000)
  await jobs.idle()
  expect(tries).toBe(1)
  for (let n = 0; n < 4; n++) {
    await clock.advance(101_000)
    await jobs.idle()
  }
  expect(tries).toBe(5)
  expect((await states(database))[0]).toEqual({ state: 'done', attempts: 5, last_error: null })
  expect((await feedSince(database.read, 0, 9)).map(({ entityId }) => entityId)).toEqual(['2', '1']) // stuck, and the third failure
})

test('what kill -9 left running is taken up when its lease has run out, not before', async () => {
  const clock = fakeClock()
  await using database = await coreDatabase({ clock })
  await queue(database, memo(1))
  await database.withTx(actor, (tx) => leaseJob(tx, ['memo'])) // and the process is gone
  let tries = 0
  await using jobs = start(database, clock, { memo: async () => void tries++ })
  await jobs.idle()
  await clock.advance(59_000)
  await jobs.idle()
  expect(tries).toBe(0)
  await clock.advance(2_000)
  await jobs.idle()
  expect(tries).toBe(1)
  expect(await states(database)).toMatchObject([{ state: 'done', attempts: 2 }])
})

test('jobs of one subject run one after the other, oldest first, even while the oldest waits for its next try', async () => {
  const clock = fakeClock()
  await using database = await coreDatabase({ clock })
  await queue(database, memo(1, 'order:7'), memo(2, 'order:7'), memo(3, 'order:8'))
  const done: number[] = []
  let failures = 1
  await using jobs = start(database, clock, {
    memo: async ({ payload }) => {
      const { n } = payload as { n: number }
      if (n === 1 && failures-- > 0) throw new Refusal('disk-full')
      done.push(n)
    },
  })
  await jobs.idle()
  expect(done).toEqual([3])
  await clock.advance(3_000)
  await jobs.idle()
  expect(done).toEqual([3, 1, 2])
})

test('a long job keeps its lease, and closing waits for it', async () => {
  const clock = fakeClock()
  await using database = await coreDatabase({ clock })
  await queue(database, memo(1))
  let finish = () => undefined as void
  let begun = () => undefined as void
  const running = new Promise<void>((resolve) => (begun = resolve))
  const jobs = start(database, clock, {
    memo: () => {
      begun()
      return new Promise((resolve) => (finish = resolve))
    },
  })
  await running
  for (let n = 0; n < 5; n++) {
    await clock.advance(21_000)
    await expect.poll(() => leaseUntil(database)).toBeGreaterThan(clock.now() + LEASE_MS / 2)
  }
  expect(await database.withTx(actor, (tx) => leaseJob(tx, ['memo']))).toBeUndefined()
  let closed = false
  const closing = jobs[Symbol.asyncDispose]().then(() => (closed = true))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(closed).toBe(false)
  finish()
  await closing
  expect(await states(database)).toMatchObject([{ state: 'done', attempts: 1 }])
})

test('a job waits for its time, and one of a kind nobody handles is left alone', async () => {
  const clock = fakeClock()
  await using database = await coreDatabase({ clock })
  await queue(
    database,
    { ...memo(1), notBefore: clock.now() + 60_000 },
    { ...memo(2), kind: 'from-tomorrow' },
  )
  let tries = 0
  await using jobs = start(database, clock, { memo: async () => void tries++ })
  await jobs.idle()
  expect(tries).toBe(0)
  await clock.advance(61_000)
  await jobs.idle()
  expect(tries).toBe(1)
  expect(await states(database)).toMatchObject([{ state: 'done' }, { state: 'waiting', attempts: 0 }])
})
