import pg from 'pg'
import { DataSource, type EntityManager } from 'typeorm'
import { Changes, Refusal, type Clock } from '../../kernel'
import type { Actor, Database, LastStep, ReadDb, Tx, Value } from '../database'
import { refuseNesting, runBody, TxLife } from '../tx-life'

export interface PostgresOptions {
  readonly url: string
  readonly entities: readonly (new () => object)[]
  readonly lastSteps: readonly LastStep[]
  readonly changes: Changes
  readonly clock: Clock
}

interface Runner {
  readonly manager: EntityManager
  query(sql: string, params?: unknown[], structured?: true): Promise<unknown>
}

// int8 arrives as text by default; every integer of ours stays below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Serialization and deadlock: the database asks us to run the same body again. */
const RUN_AGAIN = new Set(['40001', '40P01'])
const TRIES = 5

const numbered = new Map<string, string>()
/** `?` → `$1`, outside of quotes. */
function withNumbers(sql: string): string {
  let text = numbered.get(sql)
  if (text === undefined) {
    let n = 0
    text = sql.replace(/'(?:[^']|'')*'|\?/g, (found) => (found === '?' ? `$${++n}` : found))
    if (numbered.size > 2000) numbered.clear()
    numbered.set(sql, text)
  }
  return text
}

/** PostgreSQL text holds no NUL: it is written as U+2400, the sign for it. */
function toWire(params: readonly Value[]): unknown[] {
  return params.map((value) =>
    typeof value === 'string' && value.includes('\u0000')
      ? value.replaceAll('\u0000', '\u2400')
      : value instanceof Uint8Array
        ? Buffer.from(value)
        : value,
  )
}

function reader(runner: Runner, check: () => void): ReadDb {
  const all = async <T>(sql: string, params: readonly Value[] = []) => {
    check()
    return (await runner.query(withNumbers(sql), toWire(params))) as T[]
  }
  return {
    dialect: 'postgres',
    all,
    get: async <T>(sql: string, params?: readonly Value[]) => (await all<T>(sql, params))[0],
    find(entity, where, order) {
      check()
      return runner.manager.find(entity, { ...(where ? { where } : {}), ...(order ? { order } : {}) })
    },
  }
}

/** Opens a PostgreSQL database for one of several core processes. Migrations have run before. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const dataSource = await new DataSource({
    type: 'postgres',
    url: options.url,
    entities: [...options.entities],
    extra: { max: 10 },
  }).initialize()
  const read = reader(
    { manager: dataSource.manager, query: (sql, params) => dataSource.query(sql, params) },
    () => undefined,
  )

  function makeTx(runner: Runner, actor: Actor, life: TxLife): Tx {
    const check = () => life.check()
    const { manager } = runner
    return {
      ...reader(runner, check),
      actor,
      now: options.clock.now(),
      forUpdate: ' for update',
      async run(sql, params = []) {
        check()
        const result = (await runner.query(withNumbers(sql), toWire(params), true)) as { affected?: number }
        return result.affected ?? 0
      },
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
        check()
        const mark = life.collected.mark()
        await runner.query('SAVEPOINT part')
        try {
          const result = await body()
          await runner.query('RELEASE SAVEPOINT part')
          return result
        } catch (error) {
          await runner.query('ROLLBACK TO SAVEPOINT part')
          life.collected.rollbackTo(mark)
          throw error
        }
      },
    }
  }

  async function once<T>(actor: Actor, body: (tx: Tx) => Promise<T>) {
    const runner = dataSource.createQueryRunner()
    const life = new TxLife()
    try {
      await runner.connect()
      await runner.query('BEGIN')
      const outcome = await runBody(makeTx(runner as Runner, actor, life), life, options.lastSteps, body)
      life.end()
      await runner.query('COMMIT')
      return outcome
    } catch (error) {
      life.end()
      await runner.query('ROLLBACK')
      throw error
    } finally {
      await runner.release()
    }
  }

  return {
    dialect: 'postgres',
    read,
    slow: read,
    async withTx(actor, body) {
      refuseNesting()
      for (let attempt = 1; ; attempt++) {
        try {
          const outcome = await once(actor, body)
          options.changes.announce(outcome.announcements)
          return outcome.result
        } catch (error) {
          const code =
            (error as { code?: string }).code ??
            (error as { driverError?: { code?: string } }).driverError?.code
          if (attempt >= TRIES || !code || !RUN_AGAIN.has(code)) throw error
        }
      }
    },
    async snapshotTo() {
      throw new Refusal('backup-with-postgres-tools')
    },
    integrityFaults: async () => [],
    walBytes: () => 0,
    async [Symbol.asyncDispose]() {
      await dataSource.destroy()
    },
  }
}
