import type { Database } from './database'
import { openPostgres, type PostgresOptions } from './dialects/postgres'
import { openSqlite, type SqliteOptions } from './dialects/sqlite'
import { explained, explainedReads } from './explained-reads'
import { migrate, type BeforeChange, type Migrations } from './migrate'

export type OpenOptions = (SqliteOptions | PostgresOptions) & {
  /** Runs when migrations will change a filled database: makes the backup. */
  readonly beforeMigration?: BeforeChange
  /** Other than this program's own: how a test plays the next version. */
  readonly migrations?: Migrations
}

/** Migrates and opens: an embedded file, or a PostgreSQL url. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  await migrate(
    'url' in options ? { url: options.url } : { file: options.file },
    options.beforeMigration ?? (async () => undefined),
    options.migrations,
  )
  if ('url' in options) return openPostgres(options)
  const database = await explained(() => openSqlite(options))
  return {
    ...database,
    read: explainedReads(database.read),
    slow: explainedReads(database.slow),
    integrityFaults: () => explained(() => database.integrityFaults()),
    snapshotTo: (file) => explained(() => database.snapshotTo(file)),
  }
}
