import type { Database, ReadDb, Tx } from '../database'
import { canonicalJson } from '../kernel'

export interface NewJob {
  /** Names the handler. */
  readonly kind: string
  /** What it is about, `order:4711`, `shop:s1`: jobs of one kind and subject run one after the other, oldest first. */
  readonly subject: string
  readonly payload: unknown
  /** Derived from the business fact; a job of this key is queued once, ever. */
  readonly key: string
  /** UTC ms; at once if absent. */
  readonly notBefore?: number
}

/** Queues work in the transaction of the fact that causes it. The same key again changes nothing. */
export async function queueJob(tx: Tx, job: NewJob): Promise<void> {
  await tx.run(
    `insert into jobs (kind, subject, payload_json, key, state, next_at, created_at) values (?, ?, ?, ?, 'waiting', ?, ?)
     on conflict (key) do nothing`,
    [job.kind, job.subject, canonicalJson(job.payload ?? null), job.key, job.notBefore ?? tx.now, tx.now],
  )
}

export interface JobRow {
  readonly id: number
  readonly kind: string
  readonly subject: string
  readonly payload_json: string
  /** Tries so far, this one included. Also the token that only the present holder of the lease has. */
  readonly attempts: number
}

export const LEASE_MS = 60_000

/**
 * Takes the next due job of these kinds under a lease, also one whose holder died. `undefined` when nothing is due.
 * A job waits while an older one of its kind and subject is unfinished; a stuck one holds nobody back.
 */
export async function leaseJob(tx: Tx, kinds: readonly string[]): Promise<JobRow | undefined> {
  const due = await tx.get<JobRow>(
    `select id, kind, subject, payload_json, attempts from jobs as job
     where state in ('waiting', 'running') and kind in (${kinds.map(() => '?').join(',')})
       and ((state = 'waiting' and next_at <= ?) or (state = 'running' and lease_until <= ?))
       and not exists (select 1 from jobs as older where older.kind = job.kind and older.subject = job.subject
         and older.id < job.id and older.state in ('waiting', 'running'))
     order by next_at, id limit 1${tx.dialect === 'postgres' ? ' for update skip locked' : ''}`,
    [...kinds, tx.now, tx.now],
  )
  if (!due) return undefined
  const leased = { ...due, attempts: due.attempts + 1 }
  await tx.run(`update jobs set state = 'running', attempts = ?, lease_until = ? where id = ?`, [
    leased.attempts,
    tx.now + LEASE_MS,
    due.id,
  ])
  return leased
}

/** When the next job of these kinds can become due, in UTC ms. */
export async function nextDueAt(read: ReadDb, kinds: readonly string[]): Promise<number | undefined> {
  const row = await read.get<{ at: number | null }>(
    `select min(case when state = 'running' then lease_until else next_at end) as at from jobs
     where state in ('waiting', 'running') and kind in (${kinds.map(() => '?').join(',')})`,
    kinds,
  )
  return row?.at ?? undefined
}

/** False when the lease was lost to somebody else. */
export async function prolongLease(database: Database, job: JobRow): Promise<boolean> {
  return database.withTx({ who: 'core', from: 'core' }, async (tx) => {
    const held = await tx.run(
      `update jobs set lease_until = ? where id = ? and state = 'running' and attempts = ?`,
      [tx.now + LEASE_MS, job.id, job.attempts],
    )
    return held === 1
  })
}

export type Outcome =
  | { readonly state: 'done' }
  | { readonly state: 'waiting'; readonly nextAt: number; readonly error: string }
  | { readonly state: 'stuck'; readonly error: string }

/** Writes how a try ended. Does nothing, and says false, when the lease was lost to somebody else meanwhile. */
export async function finishTry(tx: Tx, job: JobRow, outcome: Outcome): Promise<boolean> {
  const changed = await tx.run(
    `update jobs set state = ?, lease_until = null, done_at = ?, next_at = ?, last_error = ? where id = ? and state = 'running' and attempts = ?`,
    [
      outcome.state,
      outcome.state === 'done' ? tx.now : null,
      outcome.state === 'waiting' ? outcome.nextAt : tx.now,
      outcome.state === 'done' ? null : outcome.error,
      job.id,
      job.attempts,
    ],
  )
  return changed === 1
}
