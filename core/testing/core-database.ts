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
  await asAdmin(server, `create database ${name} template ${await migratedTemplate(server)}`)
  ends.add(() => asAdmin(server, `drop database if exists ${name} with (force)`))
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href }
}

/** An empty database with the real migrations done, made once a run by whoever needs it first: most of a test's start. */
async function migratedTemplate(server: string): Promise<string> {
  const name = process.env['ZG_PG_TEMPLATE']
  if (!name) return 'template1'
  await withAdmin(server, async (client) => {
    await client.query('select pg_advisory_lock(1)') // let go when the client leaves
    const there = await client.query('select 1 from pg_database where datname = $1', [name])
    if (there.rowCount) return
    await client.query(`create database ${name}_begun`)
    const url = new URL(server)
    url.pathname = `/${name}_begun`
    const migrated = await openDatabase({
      url: url.href,
      entities,
      lastSteps: [historyStep],
      changes: new Changes(),
      clock: systemClock,
    })
    await migrated[Symbol.asyncDispose]()
    await client.query(`alter database ${name}_begun rename to ${name}`)
  })
  return name
}

async function asAdmin(server: string, sql: string): Promise<void> {
  await withAdmin(server, (client) => client.query(sql))
}

async function withAdmin(server: string, body: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await body(client)
  } finally {
    await client.end()
  }
}
