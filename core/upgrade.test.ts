import SqliteDatabase from 'better-sqlite3'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { recordHistory } from './audit'
import { buildCore, type Core } from './build-core'
import { sentenceOf } from './command-line/sentences'
import { databaseFile, listBackups, restoreBackup, verifyBackup, type Migrations } from './database'
import { First1764000000001 } from './database/migrations/0001-first'
import { WholeLife1764000000002 } from './database/migrations/0002-whole-life'
import { SmallMerges1764000000003 } from './database/migrations/0003-small-merges'
import { noLog } from './testing'

class AddsNote1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table orders add column note text')
  }
  async down(): Promise<void> {
    throw new Error('only forward')
  }
}
class Fails1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table orders add column half text')
    throw new Error('the power went')
  }
  async down(): Promise<void> {
    throw new Error('only forward')
  }
}
const NEXT = [First1764000000001, WholeLife1764000000002, SmallMerges1764000000003, AddsNote1764000000004]

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (migrations?: Migrations): Promise<Core> =>
  buildCore({ folder, practice: false, log: noLog, ...(migrations ? { migrations } : {}) })
const backups = () => join(folder, 'backups')
const SAVED = 'before-AddsNote1764000000004.sqlite'

/** A folder as the former version left it. */
async function aFilledFolder(): Promise<void> {
  await using core = await open()
  await core.database.withTx({ who: 'owner', from: 'test' }, async (tx) => {
    await tx.run(`insert into settings (key, value) values ('backupKeep', '5')`)
    recordHistory(tx, { kind: 'settings.changed', entity: 'settings', entityId: 'settings', changes: [] })
  })
}
const columns = (file: string): unknown[] => {
  const handle = new SqliteDatabase(file, { readonly: true })
  try {
    return handle.prepare(`select name from pragma_table_info('orders')`).pluck().all()
  } finally {
    handle.close()
  }
}

test('a new version backs the old database up before it changes it: proven, complete, listed, restorable', async () => {
  await aFilledFolder()
  {
    await using core = await open(NEXT)
    expect(await listBackups(core.database)).toMatchObject([{ file: SAVED, problem: null }])
  }
  expect(columns(databaseFile(folder))).toContain('note')
  expect(columns(join(backups(), SAVED))).not.toContain('note')
  expect(await verifyBackup(join(backups(), SAVED))).toMatchObject({ ok: true, kind: 'real', sequence: 1 })
  await restoreBackup(join(backups(), SAVED), folder)
  await using core = await open()
  expect(await core.database.read.get(`select value from settings where key = 'backupKeep'`)).toEqual({
    value: '5',
  })
})

test('an upgrade that fails leaves the old database to the old version, says so, and keeps one backup', async () => {
  await aFilledFolder()
  for (let tries = 0; tries < 2; tries++) {
    const error: unknown = await open([...NEXT, Fails1764000000004]).then(
      (core) => core[Symbol.asyncDispose](),
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({
      name: 'Refusal',
      code: 'migration-failed',
      data: { backup: join(backups(), SAVED) },
    })
    expect(sentenceOf(error)).toMatch(/升级失败（the power went）.*\n.*database is as it was/)
  }
  expect(await readdir(backups())).toEqual([SAVED])
  expect(columns(databaseFile(folder))).not.toContain('note')
  await using core = await open()
  expect(await core.database.read.get(`select value from settings where key = 'backupKeep'`)).toEqual({
    value: '5',
  })
})

test('where the backup cannot be proven nothing is upgraded', async () => {
  await aFilledFolder()
  const handle = new SqliteDatabase(databaseFile(folder))
  handle.exec(`drop trigger history_no_update; update history set who = 'somebody else'`)
  handle.close()
  const before = await readFile(databaseFile(folder))
  await expect(open(NEXT)).rejects.toMatchObject({ code: 'backup-unproven' })
  expect(before.equals(await readFile(databaseFile(folder)))).toBe(true)
  expect(await readdir(backups())).toEqual([])
})

test('a new folder and one of this version are not backed up at the start', async () => {
  await aFilledFolder()
  await using core = await open()
  expect(await listBackups(core.database)).toEqual([])
})
