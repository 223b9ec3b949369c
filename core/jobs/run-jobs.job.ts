import { recordHistory } from '../audit'
import type { Database, Tx } from '../database'
import { assert, type Changes, type Clock, type Log } from '../kernel'
import { decideRetry, FAILURES_BEFORE_A_PERSON } from './decide-retry'
import {
  finishTry,
  LEASE_MS,
  leaseJob,
  nextDueAt,
  prolongLease,
  type JobRow,
  type Outcome,
} from './job.store'

export interface RunningJob {
  readonly id: number
  readonly kind: string
  readonly subject: string
  readonly payload: unknown
  /** Tries so far, this one included. */
  readonly attempts: number
  /** Aborted when core ends: what waits gives up, and a call that is cut off counts as one whose answer was lost. */
  readonly signal: AbortSignal
}

/** Runs outside any transaction and may run again after a power cut: it must be idempotent. */
export type JobHandler = (job: RunningJob) => Promise<void>
export type JobHandlers = Readonly<Record<string, JobHandler>>

export interface Jobs extends AsyncDisposable {
  /** Something was queued: look now. */
  wake(): void
  /** Resolves once nothing is due and nothing runs. What waits for a later try does not count. */
  idle(): Promise<void>
}

interface JobsOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly handlers: JobHandlers
  /** Wakes at every announcement when given. */
  readonly changes?: Changes
}

const ACTOR = { who: 'core', from: 'core' }
const AT_ONCE = 4
/** Another process may have queued something; ours wakes us. */
const LONGEST_SLEEP_MS = 30_000
/** A call that is under way when core ends may still be answered for so long. */
const LAST_ANSWERS_MS = 2_000

/** Starts the background worker: up to four jobs at a time, those of one subject in turn. */
export function startJobs(options: JobsOptions): Jobs {
  const { database, clock, log, handlers } = options
  const kinds = Object.keys(handlers)
  const running = new Set<Promise<void>>()
  let idlers: (() => void)[] = []
  let stopped = false
  const ending = new AbortController()
  let bell = new AbortController()

  const wake = () => bell.abort()
  const following = options.changes?.follow(wake)

  async function loop(): Promise<void> {
    while (!stopped) {
      bell = new AbortController()
      // Who asks while we look is answered by the next look: what he waits for may have come after this one.
      const asked = [...idlers]
      let wait: number
      try {
        const found = await takeWhatIsDue()
        wait = found.waitMs
        if (found.idle) {
          idlers = idlers.filter((idler) => !asked.includes(idler))
          for (const resolve of asked) resolve()
        }
      } catch (error) {
        log.error({ error }, 'jobs could not be read')
        wait = LONGEST_SLEEP_MS
      }
      if (!stopped) await clock.sleep(wait, bell.signal)
    }
  }

  /** Starts what is due. `waitMs`: for so long nothing more will be. `idle`: nothing was due while nothing ran. */
  async function takeWhatIsDue(): Promise<{ waitMs: number; idle: boolean }> {
    if (kinds.length === 0) return { waitMs: LONGEST_SLEEP_MS, idle: true }
    while (!stopped && running.size < AT_ONCE) {
      // Asked before the look: a job that ends during it may have made the next one due.
      const idle = running.size === 0
      const job = await database.withTx(ACTOR, (tx) => leaseJob(tx, kinds))
      if (!job) {
        const next = await nextDueAt(database.read, kinds)
        // What is due but waits for an older one of its subject is looked at when that one ends.
        const until = (next ?? Infinity) - clock.now()
        return { waitMs: Math.min(LONGEST_SLEEP_MS, until > 0 ? until : 1_000), idle }
      }
      const work = runOne(job).finally(() => {
        running.delete(work)
        wake()
      })
      running.add(work)
    }
    return { waitMs: LONGEST_SLEEP_MS, idle: false }
  }

  async function runOne(job: JobRow): Promise<void> {
    const ended = new AbortController()
    const lease = keepLease(job, ended.signal)
    let outcome: Outcome
    try {
      const handler = handlers[job.kind]
      assert(handler, `only jobs with a handler are leased, not «${job.kind}»`)
      const payload: unknown = JSON.parse(job.payload_json)
      await handler({
        id: job.id,
        kind: job.kind,
        subject: job.subject,
        payload,
        attempts: job.attempts,
        signal: ending.signal,
      })
      outcome = { state: 'done' }
    } catch (error) {
      outcome = decideRetry(error, job.attempts, clock.now())
      log.warn(
        { kind: job.kind, subject: job.subject, attempts: job.attempts, state: outcome.state, error },
        'a job failed',
      )
    } finally {
      ended.abort()
    }
    await lease
    try {
      await database.withTx(ACTOR, async (tx) => {
        if (await finishTry(tx, job, outcome)) tellPerson(tx, job, outcome)
      })
    } catch (error) {
      // The lease runs out and the job is tried again: handlers are idempotent.
      log.error({ kind: job.kind, subject: job.subject, error }, 'the end of a job could not be written')
    }
  }

  async function keepLease(job: JobRow, ended: AbortSignal): Promise<void> {
    for (;;) {
      await clock.sleep(LEASE_MS / 3, ended)
      if (ended.aborted) return
      try {
        if (!(await prolongLease(database, job))) return
      } catch (error) {
        log.warn({ kind: job.kind, subject: job.subject, error }, 'a lease could not be prolonged')
      }
    }
  }

  const living = loop()
  return {
    wake,
    idle: () =>
      new Promise((resolve) => {
        if (stopped) return resolve()
        idlers.push(resolve)
        wake()
      }),
    async [Symbol.asyncDispose]() {
      stopped = true
      following?.[Symbol.dispose]()
      wake()
      const cutOff = setTimeout(() => ending.abort(), LAST_ANSWERS_MS)
      await living
      await Promise.all(running)
      clearTimeout(cutOff)
      for (const resolve of idlers) resolve()
    },
  }
}

/** Stuck, or failing for the third time: an entry in the history, which screens follow. */
function tellPerson(tx: Tx, job: JobRow, outcome: Outcome): void {
  if (outcome.state === 'done') return
  if (outcome.state === 'waiting' && job.attempts !== FAILURES_BEFORE_A_PERSON) return
  recordHistory(tx, {
    kind: outcome.state === 'stuck' ? 'job.stuck' : 'job.failing',
    entity: 'job',
    entityId: String(job.id),
    changes: [
      ['state', 'running', outcome.state],
      ['kind', null, job.kind],
      ['subject', null, job.subject],
      ['attempts', null, job.attempts],
      ['error', null, outcome.error],
    ],
  })
}
