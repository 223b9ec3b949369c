import { expect, test } from 'vitest'
import type { Tx } from '../database'
import { coreDatabase, fakeClock } from '../testing'
import { KEEP_DAYS, prune } from './prune.store'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 24, 3)
const actor = { who: 'test', from: 'test' }
const BODY = new Uint8Array([1, 2, 3])

const command = (tx: Tx, id: string, at: number) =>
  tx.run(`insert into commands (id, name, input_hash, result, at) values (?, 'n', 'h', '{}', ?)`, [id, at])
const job = (tx: Tx, key: string, kind: string, state: string, doneAt: number | null) =>
  tx.run(
    `insert into jobs (kind, subject, payload_json, key, state, next_at, created_at, done_at) values (?, 's1', '{}', ?, ?, 0, 0, ?)`,
    [kind, key, state, doneAt],
  )
const page = (tx: Tx, hash: string, state: string, lastAt: number) =>
  tx.run(
    `insert into inbox_pages (shop_id, source, kind, as_of, received_at, hash, body, state, last_at) values ('s1', 'push', 'k', 0, 0, ?, ?, ?, ?)`,
    [hash, BODY, state, lastAt],
  )
const part = (tx: Tx, orderId: number, hash: string, kind: string, lastAt: number, firstAt = lastAt) =>
  tx.run(
    `insert into inbox_parts (order_id, hash, source, kind, as_of, first_at, last_at, body) values (?, ?, 'list', ?, 0, ?, ?, ?)`,
    [orderId, hash, kind, firstAt, lastAt, BODY],
  )

test('what is old and done with goes; what is young, waits, failed or is the latest stays', async () => {
  await using database = await coreDatabase({ clock: fakeClock(NOW) })
  const old = (days: number) => NOW - (days + 1) * DAY
  const young = (days: number) => NOW - (days - 1) * DAY
  await database.withTx(actor, async (tx) => {
    await command(tx, 'old', old(KEEP_DAYS.commands))
    await command(tx, 'young', young(KEEP_DAYS.commands))
    await job(tx, 'old', 'reread', 'done', old(KEEP_DAYS.jobs))
    await job(tx, 'young', 'memo', 'done', young(KEEP_DAYS.jobs))
    await job(tx, 'waiting', 'reread', 'waiting', null)
    await job(tx, 'stuck', 'memo', 'stuck', null)
    await job(tx, 'payout', 'payout', 'done', 0)
    await page(tx, 'old', 'done', old(KEEP_DAYS.pushes))
    await page(tx, 'young', 'done', young(KEEP_DAYS.pushes))
    for (const state of ['new', 'exception', 'aside']) await page(tx, state, state, 0)
    const long = old(KEEP_DAYS.parts)
    await part(tx, 1, 'first', 'order', long - DAY)
    await part(tx, 1, 'same time', 'order', long)
    await part(tx, 1, 'latest', 'order', long)
    await part(tx, 1, 'its refund', 'refund', long - DAY)
    await part(tx, 2, 'only', 'order', long)
    await part(tx, 3, 'seen again', 'order', young(KEEP_DAYS.parts), long)
    await part(tx, 3, 'replaced', 'order', long)
  })
  expect(await prune(database, NOW)).toEqual({ commands: 1, jobs: 1, pushes: 1, parts: 3 })
  const left = async (sql: string) => (await database.read.all<{ name: string }>(sql)).map((row) => row.name)
  expect(await left('select id as name from commands')).toEqual(['young'])
  expect(await left('select key as name from jobs order by id')).toEqual([
    'young',
    'waiting',
    'stuck',
    'payout',
  ])
  expect(await left('select hash as name from inbox_pages order by id')).toEqual([
    'young',
    'new',
    'exception',
    'aside',
  ])
  expect(await left('select hash as name from inbox_parts order by id')).toEqual([
    'latest', 'its refund', 'only', 'seen again',
  ]) // prettier-ignore
  expect(await prune(database, NOW)).toEqual({ commands: 0, jobs: 0, pushes: 0, parts: 0 })
})

test('many go in short transactions, and an end of the program leaves a whole rest for the next night', async () => {
  await using database = await coreDatabase({ clock: fakeClock(NOW) })
  await database.withTx(actor, async (tx) => {
    for (let n = 0; n < 1_000; n++) await command(tx, `c${n}`, 0)
  })
  const end = new AbortController()
  let deletes = 0
  const watched: Pick<typeof database, 'slow' | 'withTx'> = {
    slow: database.slow,
    async withTx(who, body) {
      if (++deletes === 2) end.abort()
      return database.withTx(who, body)
    },
  }
  expect(await prune(watched, NOW, end.signal)).toMatchObject({ commands: 400 })
  expect(await prune(database, NOW)).toMatchObject({ commands: 600 })
})
