import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { coreDatabase } from '../testing'
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { Refusal } from '../kernel'
import { migrate } from './migrate'
import { First1764000000001 } from './migrations/0001-first'
import { WholeLife1764000000002 } from './migrations/0002-whole-life'
import { SmallMerges1764000000003 } from './migrations/0003-small-merges'

const actor = { who: 'test', from: 'test' }

test('a database of a newer program is refused, untouched', async () => {
  await using database = await coreDatabase()
  await database.withTx(actor, (tx) =>
    tx.run(
      `insert into schema_migrations ("timestamp", name) values (9999999999999, 'FromTomorrow9999999999999')`,
    ),
  )
  let backups = 0
  const opened = migrate(database.place, async () => void backups++)
  await expect(opened).rejects.toMatchObject({ name: 'Refusal', code: 'database-newer' })
  expect(backups).toBe(0)
})

class AddsNote1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table meta add column note text')
  }
  async down(): Promise<void> {
    throw new Error('only forward')
  }
}
class Fails1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table meta add column half text')
    throw new Error('the power went')
  }
  async down(): Promise<void> {
    throw new Error('only forward')
  }
}

test('a filled database is backed up before a migration changes it; without a backup it stays as it is', async () => {
  await using database = await coreDatabase()
  await database.withTx(actor, (tx) => tx.run('insert into meta (key, value) values (?, ?)', ['kept', '1']))
  const newer = [First1764000000001, WholeLife1764000000002, SmallMerges1764000000003, AddsNote1764000000004]
  const noBackup = migrate(database.place, () => Promise.reject(new Refusal('disk-full')), newer)
  await expect(noBackup).rejects.toMatchObject({ code: 'disk-full' })
  await expect(database.read.all('select note from meta')).rejects.toThrow()
  let backups = 0
  await migrate(database.place, async () => void backups++, newer)
  expect(backups).toBe(1)
  expect(await database.read.all('select key, value, note from meta')).toEqual([
    { key: 'kept', value: '1', note: null },
  ])
})

test('a migration that fails leaves nothing half done', async () => {
  await using database = await coreDatabase()
  const failing = migrate(database.place, async () => undefined, [
    First1764000000001,
    WholeLife1764000000002,
    SmallMerges1764000000003,
    Fails1764000000004,
  ])
  await expect(failing).rejects.toThrow('the power went')
  await expect(database.read.all('select half from meta')).rejects.toThrow()
  await migrate(database.place, async () => undefined)
})

test('a database of this program is opened again without any change', async () => {
  await using database = await coreDatabase()
  let backups = 0
  await migrate(database.place, async () => void backups++)
  expect(backups).toBe(0)
})

describe('a file', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('that is damaged is refused and left as it is', async () => {
    const file = join(folder, 'damaged.sqlite')
    await writeFile(file, 'this was a database once, before the disk died. '.repeat(200))
    const before = await readFile(file)
    await expect(migrate({ file }, async () => undefined)).rejects.toMatchObject({
      name: 'Refusal',
      code: 'database-damaged',
    })
    expect(before.equals(await readFile(file))).toBe(true)
  })

  test('found by its words before the search index merges in smaller portions is found after it, beside what is new', async () => {
    const file = join(folder, 'grown.sqlite')
    await migrate({ file }, async () => undefined, [First1764000000001, WholeLife1764000000002])
    const written = (from: number, to: number) => {
      const handle = new SqliteDatabase(file)
      const insert = handle.prepare('insert into order_search(rowid, tokens) values (?, ?)')
      for (let id = from; id < to; id++) insert.run(id, `wan word${id}`)
      return handle
    }
    written(1, 400).close()
    await migrate({ file }, async () => undefined)
    const after = written(400, 800)
    const found = (word: string) =>
      after.prepare('select count(*) from order_search where order_search match ?').pluck().get(word)
    expect([found('wan'), found('word7'), found('word777')]).toEqual([799, 1, 1])
    expect(after.prepare(`select v from order_search_config where k = 'pgsz'`).pluck().get()).toBe(1000)
    after.close()
  })
})
