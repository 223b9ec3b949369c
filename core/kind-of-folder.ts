import SqliteDatabase from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { databaseFile } from './database'

/** What a folder is for life, read from its database; `undefined` before its birth or when it cannot be read. */
export function kindOfFolder(folder: string): 'practice' | 'real' | undefined {
  const file = databaseFile(folder)
  if (!existsSync(file)) return undefined
  const database = new SqliteDatabase(file, { readonly: true })
  try {
    const row = database.prepare(`select value from meta where key = 'kind'`).get() as
      { value: 'practice' | 'real' } | undefined
    return row?.value
  } catch (error) {
    // A damaged file is refused in plain words when it is opened for work.
    if ((error as { code?: string }).code?.startsWith('SQLITE_')) return undefined
    throw error
  } finally {
    database.close()
  }
}
