import SqliteDatabase from 'better-sqlite3'
import { existsSync, statSync } from 'node:fs'
import { DataSource, type EntityManager } from 'typeorm'
import { Changes, Mutex, Refusal, type Clock } from '../../kernel'
import type { Actor, Database, LastStep, ReadDb, Tx, Value } from '../database'
import { refuseNesting, runBody, TxLife } from '../tx-life'
import { SlowReader } from './sqlite-slow-reader'

type Handle = SqliteDatabase.Database
type EntityClass = new () => object

export interface SqliteOptions {
  readonly file: string
  readonly entities: readonly EntityClass[]
  readonly lastSteps: readonly LastStep[]
  readonly changes: Changes
  readonly clock: Clock
  /** Limits the file to this many pages: how a full disk is tested. */
  readonly maxPageCount?: number
}

function source(options: SqliteOptions, readonly: boolean): DataSource {
  return new DataSource({
    type: 'better-sqlite3',
    database: options.file,
    readonly,
    entities: [...options.entities],
    prepareDatabase: (handle: Handle) => {
      handle.pragma('busy_timeout = 5000')
      handle.pragma('foreign_keys = ON')
      // 64 MB: with the default of 2 a commit of 50 orders spills its own pages into the log and reads them back.
      handle.pragma(`cache_size = ${readonly ? -16_000 : -64_000}`)
      handle.pragma('temp_store = MEMORY')
      if (readonly) return
      handle.pragma('journal_mode = WAL')
      handle.pragma('synchronous = FULL')
      // A worker checkpoints: done on the writer, one commit in forty took over 20 ms.
      handle.pragma('wal_autocheckpoint = 0')
      if (options.maxPageCount) handle.pragma(`max_page_count = ${options.maxPageCount}`)
    },
  })
}

function handleOf(dataSource: DataSource): Handle {
  return (dataSource.driver as unknown as { databaseConnection: Handle }).databaseConnection // the driver does not type it
}

/** Prepared statements by their text: preparing costs more than running. */
class Statements {
  readonly #cache = new Map<string, SqliteDatabase.Statement>()
  constructor(readonly handle: Handle) {}
  prepare(sql: string): SqliteDatabase.Statement {
    let statement = this.#cache.get(sql)
    if (!statement) {
      if (this.#cache.size > 500) this.#cache.clear()
      statement = this.handle.prepare(sql)
      this.#cache.set(sql, statement)
    }
    return statement
  }
}

function reader(statements: Statements, manager: EntityManager, check: () => void): ReadDb {
  return {
    dialect: 'sqlite',
    async all<T>(sql: string, params: readonly Value[] = []) {
      check()
      return statements.prepare(sql).all(params) as T[]
    },
    async get<T>(sql: string, params: readonly Value[] = []) {
      check()
      return statements.prepare(sql).get(params) as T | undefined
    },
    find(entity, where, order) {
      check()
      return manager.find(entity, { ...(where ? { where } : {}), ...(order ? { order } : {}) })
    },
  }
}

/** Plain words for what SQLite says when it cannot write. Nothing acknowledged is lost: the transaction is undone. */
export function explainSqlite(error: unknown): unknown {
  const code = (error as { code?: string }).code ?? ''
  if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR')) return new Refusal('disk-full', { code })
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return new Refusal('database-damaged', { code })
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN'))
    return new Refusal('database-not-writable', { code })
  return error
}

/** Opens the embedded database. Migrations have run before. */
export async function openSqlite(options: SqliteOptions): Promise<Database> {
  const writerSource = await source(options, false).initialize()
  const readerSource = await source(options, true).initialize()
  const writer = new Statements(handleOf(writerSource))
  const mutex = new Mutex()
  const alwaysOpen = () => undefined
  const read = reader(new Statements(handleOf(readerSource)), readerSource.manager, alwaysOpen)
  const slow = new SlowReader(options.file)
  let lastWrite = performance.now()
  const checkpoints = slow.checkpointEvery(250, 10_000, () => lastWrite)

  /** A full disk makes SQLite undo the whole transaction by itself: what follows must not run, and commit, outside it. */
  function refuseIfUndone(): void {
    if (!writer.handle.inTransaction) throw new Refusal('disk-full', { code: 'SQLITE_FULL' })
  }

  function makeTx(actor: Actor, life: TxLife): Tx {
    const check = () => {
      life.check()
      refuseIfUndone()
    }
    const manager = writerSource.manager
    const run = (sql: string, params: readonly Value[] = []) => {
      check()
      return writer.prepare(sql).run(params).changes
    }
    return {
      ...reader(writer, manager, check),
      actor,
      now: options.clock.now(),
      forUpdate: '',
      run: async (sql, params) => run(sql, params),
      async insert(entity, row) {
        check()
        await manager.createQueryBuilder().insert().into(entity).values(row).updateEntity(false).execute()
      },
      async update(entity, where, patch) {
        check()
        return (
          (await manager.createQueryBuilder().update(entity).set(patch).where(where).execute()).affected ?? 0
        )
      },
      async remove(entity, where) {
        check()
        return (await manager.createQueryBuilder().delete().from(entity).where(where).execute()).affected ?? 0
      },
      collect(kind, item) {
        check()
        life.collected.add(kind, item)
      },
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
      async savepoint(body) {
        const mark = life.collected.mark()
        run('SAVEPOINT part')
        try {
          const result = await body()
          run('RELEASE part')
          return result
        } catch (error) {
          run('ROLLBACK TO part')
          run('RELEASE part')
          life.collected.rollbackTo(mark)
          throw error
        }
      },
    }
  }

  return {
    dialect: 'sqlite',
    read,
    slow,
    async withTx(actor, body) {
      refuseNesting()
      const release = await mutex.acquire()
      lastWrite = performance.now()
      const life = new TxLife()
      let outcome
      try {
        writer.handle.exec('BEGIN IMMEDIATE')
        outcome = await runBody(makeTx(actor, life), life, options.lastSteps, body)
        life.end()
        refuseIfUndone()
        writer.handle.exec('COMMIT')
      } catch (error) {
        life.end()
        if (writer.handle.inTransaction) writer.handle.exec('ROLLBACK')
        throw explainSqlite(error)
      } finally {
        release()
      }
      options.changes.announce(outcome.announcements)
      return outcome.result
    },
    async snapshotTo(file) {
      await slow.snapshotTo(file)
    },
    integrityFaults: () => slow.integrityFaults(),
    walBytes() {
      const wal = `${options.file}-wal`
      return existsSync(wal) ? statSync(wal).size : 0
    },
    async [Symbol.asyncDispose]() {
      const release = await mutex.acquire()
      checkpoints[Symbol.dispose]()
      await slow[Symbol.asyncDispose]()
      await readerSource.destroy()
      handleOf(writerSource).pragma('wal_checkpoint(TRUNCATE)')
      await writerSource.destroy()
      release()
    },
  }
}
