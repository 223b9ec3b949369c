import { expect, test } from 'vitest'
import { coreDatabase } from '../testing'
import { doctor } from './index'

const actor = { who: 'test', from: 'test' }

test('an empty database is healthy', async () => {
  await using database = await coreDatabase()
  const report = await doctor(database)
  expect(report.findings.filter((finding) => !finding.ok)).toEqual([])
  expect(report.ok).toBe(true)
})

test.skipIf(process.env['ZG_DB'] === 'postgres')(
  'false alarm: a reader that searched before others wrote on does not call the sound file corrupt',
  async () => {
    await using database = await coreDatabase()
    const write = (from: number) =>
      database.withTx(actor, async (tx) => {
        for (let id = from; id < from + 40; id++) {
          if (id > 40) await tx.run('delete from order_search where rowid=?', [id - 40])
          const words = Array.from({ length: 60 }, (_, n) => `w${(id * 7919 + n * 104_729) % 99_991}`)
          await tx.run('insert into order_search(rowid,tokens) values (?,?)', [id, words.join(' ')])
        }
      })
    await write(1)
    await database.slow.all(`select rowid from order_search where order_search match 'w1'`)
    for (let part = 1; part < 30; part++) await write(1 + part * 40)
    const report = await doctor(database)
    expect(report.findings.find((finding) => finding.check === 'integrity')).toMatchObject({ ok: true })
  },
)

test('what is broken makes the report ill', async () => {
  await using database = await coreDatabase()
  await database.withTx(actor, (tx) =>
    tx.run(
      `insert into jobs (kind, subject, payload_json, key, state, next_at, created_at) values ('memo', 'order:1', '{}', 'k', 'stuck', 0, 0)`,
    ),
  )
  expect((await doctor(database)).ok).toBe(false)
})

test('an exception waits for a person but is no illness', async () => {
  await using database = await coreDatabase()
  await database.withTx(actor, (tx) =>
    tx.run(
      `insert into inbox_pages (shop_id, source, kind, as_of, received_at, hash, body, state, code, last_at) values ('s1', 'pull', 'x', 0, 0, 'h', ?, 'exception', 'truncated-json', 0)`,
      [Buffer.alloc(0)],
    ),
  )
  const report = await doctor(database)
  expect(report.ok).toBe(true)
  expect(report.findings.find((finding) => finding.check === 'exceptions')).toMatchObject({
    ok: false,
    detail: expect.stringContaining('truncated-json') as unknown,
  })
})
