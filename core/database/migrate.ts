import { existsSync } from 'node:fs'
import { DataSource, type Logger, type MigrationInterface } from 'typeorm'
import { Refusal } from '../kernel'
import { explainSqlite } from './dialects/sqlite'
import { First1764000000001 } from './migrations/0001-first'

/** All migrations, oldest first. A file with one that is not here comes from a newer program. */
const MIGRATIONS: Migrations = [First1764000000001]
const MIGRATIONS_TABLE = 'schema_migrations'

type Migrations = readonly (new () => MigrationInterface)[]

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

/**
 * Brings a database to this program's schema. Refuses a newer one (`database-newer`) and a damaged one
 * (`database-damaged`) before touching anything; `beforeChange` (a backup) runs when a filled database will change.
 */
export async function migrate(
  place: Place,
  beforeChange: () => Promise<void>,
  migrations: Migrations = MIGRATIONS,
): Promise<void> {
  const filled = 'url' in place || existsSync(place.file)
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
    if (filled && applied.length > 0) await beforeChange()
    await dataSource.runMigrations({ transaction: 'each' })
  } catch (error) {
    throw explainSqlite((error as { driverError?: unknown }).driverError ?? error)
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy()
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
