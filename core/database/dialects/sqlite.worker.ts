// Runs SQL off the main thread. Imports nothing of ours, so that the same file runs bundled and from source.
import Database from 'better-sqlite3'
import { parentPort, workerData } from 'node:worker_threads'

type Request =
  | { id: number; op: 'all'; sql: string; params: unknown[] }
  | { id: number; op: 'checkpoint'; mode: 'PASSIVE' | 'TRUNCATE' }
  | { id: number; op: 'snapshot'; file: string }
  | { id: number; op: 'integrity' }

const { file } = workerData as { file: string }
const reader = new Database(file, { readonly: true, fileMustExist: true })
reader.pragma('busy_timeout = 5000')
const statements = new Map<string, Database.Statement>()
let checkpointer: Database.Database | undefined

/**
 * The file's faults, or none. On a connection of its own: one that has searched keeps the full-text index's structure,
 * and SQLite's check believes that memory without asking whether others have written since: it then reports blobs
 * that were rightly merged away as corruption.
 */
function integrity(): string[] {
  const fresh = new Database(file, { readonly: true, fileMustExist: true })
  try {
    const rows = fresh.prepare<[], { integrity_check: string }>('pragma integrity_check(20)').all()
    return rows.map((row) => row.integrity_check).filter((found) => found !== 'ok')
  } finally {
    fresh.close()
  }
}

function perform(request: Request): unknown {
  if (request.op === 'all') {
    let statement = statements.get(request.sql)
    if (!statement) {
      if (statements.size > 200) statements.clear()
      statements.set(request.sql, (statement = reader.prepare(request.sql)))
    }
    return statement.all(...request.params)
  }
  if (request.op === 'snapshot') {
    reader.prepare('VACUUM INTO ?').run(request.file)
    return undefined
  }
  if (request.op === 'integrity') return integrity()
  checkpointer ??= new Database(file, { fileMustExist: true })
  return checkpointer.pragma(`wal_checkpoint(${request.mode})`)
}

parentPort?.on('message', (request: Request) => {
  try {
    parentPort?.postMessage({ id: request.id, rows: perform(request) })
  } catch (error) {
    const { message, code } = error as { message: string; code?: string }
    parentPort?.postMessage({ id: request.id, error: { message, code } })
  }
})
