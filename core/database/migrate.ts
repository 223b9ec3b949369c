import { existsSync, statSync } from 'node:fs'
import { DataSource, type Logger, type MigrationInterface } from 'typeorm'
import { reasonOf, Refusal } from '../kernel'
import { explainSqlite } from './dialects/sqlite'
import { First1764000000001 } from './migrations/0001-first'
import { WholeLife1764000000002 } from './migrations/0002-whole-life'
import { SmallMerges1764000000003 } from './migrations/0003-small-merges'

/** All migrations, oldest first. A file with one that is not here comes from a newer program. */
const MIGRATIONS: Migrations = [First1764000000001, WholeLife1764000000002, SmallMerges1764000000003]
const MIGRATIONS_TABLE = 'schema_migrations'

/** Is a database of these applied migrations as this program writes it? An older one is, once it was opened. */
export const isPresentSchema = (applied: readonly string[]) => applied.length === MIGRATIONS.length

export type Migrations = readonly (new () => MigrationInterface)[]

const nothing = () => undefined
/** TypeORM prints a failed migration on stdout, where a command's JSON belongs; the error itself is thrown. */
const SILENT: Logger = {
  log: nothing,
  logMigration: nothing,
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
}

export type Place = { readonly file: string } | { readonly url: string }

/** Makes the backup before a filled database changes; `next` names the first migration to come. Returns its file. */
export type BeforeChange = (next: string) => Promise<string | void>

/**
 * Brings a database to this program's schema. Refuses a newer one (`database-newer`) and a damaged one
 * (`database-damaged`) before touching anything; `beforeChange` runs when a filled database will change. All pending
 * migrations are one transaction: if one fails (`migration-failed`), the database is still the older program's.
 */
export async function migrate(
  place: Place,
  beforeChange: BeforeChange,
  migrations: Migrations = MIGRATIONS,
): Promise<void> {
  const filled = 'url' in place || existsSync(place.file)
  if ('file' in place && filled) refuseEmpty(place.file)
  const common = { migrations: [...migrations], migrationsTableName: MIGRATIONS_TABLE, logger: SILENT }
  const dataSource = new DataSource(
    'url' in place
      ? { ...common, type: 'postgres', url: place.url }
      : { ...common, type: 'better-sqlite3', database: place.file },
  )
  try {
    await dataSource.initialize()
    const applied = await appliedNames(dataSource)
    const foreign = unknownMigration(applied, migrations)
    if (foreign) throw new Refusal('database-newer', { migration: foreign })
    if (applied.length === migrations.length) return
    const next = migrations.find((migration) => !applied.includes(migration.name))?.name ?? ''
    const saved = filled && applied.length > 0 ? await beforeChange(next) : undefined
    await run(dataSource, next, saved ?? null)
  } catch (error) {
    throw explainSqlite((error as { driverError?: unknown }).driverError ?? error)
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy()
  }
}

/** SQLite takes a file of 0 bytes for a new database: the merchant's would be gone, and nobody would be told. */
function refuseEmpty(file: string): void {
  if (statSync(file).size === 0)
    throw new Refusal(
      'database-empty',
      {},
      `数据库文件是空的（0 字节）：${file}\n可能是磁盘满了或被同步软件清空。什么都没有改动；用 zhanggui restore 恢复最近一份验证过的备份。若这是从未用过的新文件夹，删掉这个文件再启动。\nThe database file is empty (0 bytes): a full disk or a sync program may have emptied it. Nothing was changed; restore the latest proven backup with zhanggui restore. If this folder was never used, delete the file and start again.`,
    )
}

async function run(dataSource: DataSource, next: string, saved: string | null): Promise<void> {
  try {
    await dataSource.runMigrations({ transaction: 'all' })
  } catch (thrown) {
    const error = explainSqlite((thrown as { driverError?: unknown }).driverError ?? thrown)
    if (error instanceof Refusal) throw error
    const reason = reasonOf(error)
    throw new Refusal('migration-failed', { migration: next, backup: saved, reason }, `${next}: ${reason}`)
  }
}

/** The first applied migration that this program does not know: the file comes from a newer one. */
export function unknownMigration(
  applied: readonly string[],
  migrations: Migrations = MIGRATIONS,
): string | undefined {
  const known = new Set(migrations.map((migration) => migration.name))
  return applied.find((name) => !known.has(name))
}

async function appliedNames(dataSource: DataSource): Promise<string[]> {
  const postgres = dataSource.options.type === 'postgres'
  const tables = await dataSource.query<unknown[]>(
    postgres
      ? `select table_name as name from information_schema.tables where table_schema = current_schema() and table_name = 'schema_migrations'`
      : `select name from sqlite_master where type = 'table' and name = 'schema_migrations'`,
  )
  if (tables.length === 0) return []
  const rows = await dataSource.query<{ name: string }[]>('select name from schema_migrations order by id')
  return rows.map((row) => row.name)
}
