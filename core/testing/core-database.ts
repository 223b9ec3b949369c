import 'reflect-metadata'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { historyStep } from '../audit'
import { entities } from '../entities'
import { openDatabase, type Database, type LastStep } from '../database'
import { Changes, Disposables, systemClock, type Clock } from '../kernel'

export interface CoreDatabaseOptions {
  readonly clock?: Clock
  /** The history's step alone if absent; the history's must be the last. */
  readonly lastSteps?: readonly LastStep[]
  readonly entities?: readonly (new () => object)[]
  readonly changes?: Changes
  /** SQLite only: how a full disk is played. */
  readonly maxPageCount?: number
}

export interface TestDatabase extends Database {
  readonly changes: Changes
  /** Where it lives: a file, or a PostgreSQL url. For tests that open it a second time. */
  readonly place: { readonly file: string } | { readonly url: string }
}

/** A fresh, migrated database of the kind under test (`ZG_DB`), gone at the end of the `await using` block. */
export async function coreDatabase(options: CoreDatabaseOptions = {}): Promise<TestDatabase> {
  const changes = options.changes ?? new Changes()
  const ends = new Disposables()
  const place = process.env['ZG_DB'] === 'postgres' ? await freshPostgres(ends) : await freshFile(ends)
  const database = await openDatabase({
    ...place,
    entities: options.entities ?? entities,
    lastSteps: options.lastSteps ?? [historyStep],
    changes,
    clock: options.clock ?? systemClock,
    ...(options.maxPageCount ? { maxPageCount: options.maxPageCount } : {}),
  })
  ends.add(database)
  return { ...database, changes, place, [Symbol.asyncDispose]: () => ends[Symbol.asyncDispose]() }
}

async function freshFile(ends: Disposables): Promise<{ file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
  ends.add(() => rm(folder, { recursive: true, force: true }))
  return { file: join(folder, 'zhanggui.sqlite') }
}

let made = 0

async function freshPostgres(ends: Disposables): Promise<{ url: string }> {
  const server = process.env['ZG_PG_URL']
  if (!server) throw new Error('ZG_DB=postgres needs ZG_PG_URL: run the vitest project «postgres»')
  const name = `zg_test_${process.pid}_${++made}`
  await asAdmin(server, `create database ${name}`)
  ends.add(() => asAdmin(server, `drop database if exists ${name} with (force)`))
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href }
}

async function asAdmin(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
