import { existsSync } from 'node:fs'
import { DataSource } from 'typeorm'
import { Refusal } from '../kernel'
import { explainSqlite } from './dialects/sqlite'
import { First1764000000001 } from './migrations/0001-first'

/** All migrations, oldest first. A file with one that is not here comes from a newer program. */
const MIGRATIONS = [First1764000000001]

export type Place = { readonly file: string } | { readonly url: string }

/**
 * Brings a database to this program's schema. Refuses a newer one (`database-newer`) and a damaged one
 * (`database-damaged`) before touching anything; `beforeChange` (a backup) runs when a filled database will change.
 */
export async function migrate(place: Place, beforeChange: () => Promise<void>): Promise<void> {
  const filled = 'url' in place || existsSync(place.file)
  const dataSource = new DataSource(
    'url' in place
      ? { type: 'postgres', url: place.url, migrations: MIGRATIONS, migrationsTableName: 'schema_migrations' }
      : { type: 'better-sqlite3', database: place.file, migrations: MIGRATIONS, migrationsTableName: 'schema_migrations' },
  )
  try {
    await dataSource.initialize()
    const known = new Set(MIGRATIONS.map((migration) => migration.name))
    const applied = await appliedNames(dataSource)
    const foreign = applied.find((name) => !known.has(name))
    if (foreign) throw new Refusal('database-newer', { migration: foreign })
    if (applied.length === MIGRATIONS.length) return
    if (filled && applied.length > 0) await beforeChange()
    await dataSource.runMigrations({ transaction: 'each' })
  } catch (error) {
    throw explainSqlite((error as { driverError?: unknown }).driverError ?? error)
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy()
  }
}

async function appliedNames(dataSource: DataSource): Promise<string[]> {
  const postgres = dataSource.options.type === 'postgres'
  const tables = (await dataSource.query(
    postgres
      ? `select table_name as name from information_schema.tables where table_schema = current_schema() and table_name = 'schema_migrations'`
      : `select name from sqlite_master where type = 'table' and name = 'schema_migrations'`,
  )) as unknown[]
  if (tables.length === 0) return []
  return ((await dataSource.query('select name from schema_migrations order by id')) as { name: string }[]).map((row) => row.name)
}
