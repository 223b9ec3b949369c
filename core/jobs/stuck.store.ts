import { recordHistory } from '../audit'
import type { ReadDb, Tx } from '../database'

/** Work that cannot succeed by itself and waits for a person. */
export interface StuckJob {
  readonly id: number
  readonly kind: string
  readonly subject: string
  readonly payload: unknown
  /** Why, as the last try said it. */
  readonly error: string
  /** When it came to a stand, UTC ms. */
  readonly since: number
}

interface Row { id: number; kind: string; subject: string; payload_json: string; last_error: string | null; next_at: number } // prettier-ignore
const COLUMNS = 'id, kind, subject, payload_json, last_error, next_at'

/** Oldest first, at most 100: a person does not read more at once. */
export async function stuckJobs(read: ReadDb): Promise<StuckJob[]> {
  return (await read.all<Row>(`select ${COLUMNS} from jobs where state = 'stuck' order by id limit 100`)).map(
    jobOf,
  )
}

/** Why the job of this key is stuck; `undefined` while it may still succeed, or did. */
export async function whyStuck(read: ReadDb, key: string): Promise<string | undefined> {
  const row = await read.get<Row>(`select ${COLUMNS} from jobs where state = 'stuck' and key = ?`, [key])
  return row && jobOf(row).error
}

/** A person says: try once more. Returns the job, or `undefined` where none is stuck under this id or key. */
export function tryStuckAgain(
  tx: Tx,
  which: { id: number } | { key: string },
): Promise<StuckJob | undefined> {
  return release(tx, which, 'job.retried', `state = 'waiting', attempts = 0, next_at = ?`)
}

/** A person says, or a later fact means: it need not be done any more. */
export function letGoOfStuck(tx: Tx, which: { id: number } | { key: string }): Promise<StuckJob | undefined> {
  return release(tx, which, 'job.let-go', `state = 'done', done_at = ?`)
}

async function release(
  tx: Tx,
  which: { id: number } | { key: string },
  kind: string,
  change: string,
): Promise<StuckJob | undefined> {
  const [column, value] = 'id' in which ? (['id', which.id] as const) : (['key', which.key] as const)
  const row = await tx.get<Row>(
    `select ${COLUMNS} from jobs where state = 'stuck' and ${column} = ?${tx.forUpdate}`,
    [value],
  )
  if (!row) return undefined
  await tx.run(`update jobs set ${change} where id = ?`, [tx.now, row.id])
  recordHistory(tx, {
    kind,
    entity: 'job',
    entityId: String(row.id),
    changes: [
      ['kind', null, row.kind],
      ['subject', null, row.subject],
    ],
  })
  return jobOf(row)
}

function jobOf(row: Row): StuckJob {
  return {
    id: row.id, kind: row.kind, subject: row.subject, payload: JSON.parse(row.payload_json) as unknown,
    error: row.last_error ?? '', since: row.next_at,
  } // prettier-ignore
}
