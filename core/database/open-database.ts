import type { Database } from './database'
import { openPostgres, type PostgresOptions } from './dialects/postgres'
import { openSqlite, type SqliteOptions } from './dialects/sqlite'
import { migrate } from './migrate'

export type OpenOptions = (SqliteOptions | PostgresOptions) & {
  /** Runs when migrations will change a filled database: makes the backup. */
  readonly beforeMigration?: () => Promise<void>
}

/** Migrates and opens: an embedded file, or a PostgreSQL url. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  await migrate(
    'url' in options ? { url: options.url } : { file: options.file },
    options.beforeMigration ?? (async () => undefined),
  )
  return 'url' in options ? openPostgres(options) : openSqlite(options)
}
