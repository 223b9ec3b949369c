import SqliteDatabase from 'better-sqlite3'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../kernel'
import { explainSqlite } from './dialects/sqlite'

/**
 * Makes this process the one owner of a data folder until disposed or dead: `BEGIN EXCLUSIVE` kept on `lock.sqlite`
 * (Node has no flock; the system frees the lock when the process dies). `Refusal('folder-in-use')`.
 */
export function lockFolder(folder: string): Disposable {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let handle: SqliteDatabase.Database | undefined
  try {
    handle = new SqliteDatabase(join(folder, 'lock.sqlite'), { timeout: 0 })
    handle.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    handle?.close()
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY'))
      throw new Refusal('folder-in-use', { folder })
    throw explainSqlite(error)
  }
  return { [Symbol.dispose]: () => void handle?.close() }
}
