import type { Clock, Log } from './kernel'

export interface NightlyOptions {
  readonly clock: Clock
  readonly log: Log
  /** Local hour 0–23 of the backup, null = no backup. */
  readonly hour: () => number | null
  /** When the last backup was made, UTC ms; `undefined` = never. */
  readonly lastBackupAt: () => Promise<number | undefined>
  readonly backup: () => Promise<unknown>
  /** Holds bills against the orders that came since. */
  readonly match: (signal: AbortSignal) => Promise<unknown>
  /** Removes what is old and done with; ends early when the signal aborts. */
  readonly prune: (signal: AbortSignal) => Promise<unknown>
}

const MINUTE_MS = 60_000
/** The first minutes belong to the person who opened the program and to the shops that are read. */
const SETTLE_MS = 10 * MINUTE_MS
const USUAL_HOUR = 3

/**
 * Once a day, after its hour: the proven backup, the bills against the orders that came since, then the pruning. A PC that was off at night makes it up ten minutes
 * after it is switched on. What fails is logged and waits for the next day; none holds the others back.
 */
export function startNightly(options: NightlyOptions): AsyncDisposable {
  const { clock, log } = options
  const end = new AbortController()
  const begun = clock.now()
  let tidying: Promise<unknown> = Promise.resolve()
  let [triedOn, prunedOn] = ['', '']

  async function look(): Promise<void> {
    const now = clock.now()
    const today = dayOf(now)
    const clockHour = new Date(now).getHours()
    // A program that runs through the night is punctual.
    if (now - begun < SETTLE_MS) return
    const at = options.hour()
    if (at !== null && clockHour >= at && triedOn !== today) {
      triedOn = today
      const last = await options.lastBackupAt()
      if (last === undefined || dayOf(last) !== today) await attempt('backup', options.backup)
    }
    if (clockHour >= (at ?? USUAL_HOUR) && prunedOn !== today && !end.signal.aborted) {
      prunedOn = today
      tidying = attempt('matching of bills', () => options.match(end.signal)).then(() =>
        attempt('pruning', () => options.prune(end.signal)),
      )
      await tidying
    }
  }
  async function attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!end.signal.aborted) log.error({ error }, `the nightly ${what} failed`)
    }
  }

  void (async () => {
    while (!end.signal.aborted) {
      await clock.sleep(MINUTE_MS, end.signal)
      if (!end.signal.aborted) await attempt('look', look)
    }
  })()
  return {
    /** A backup under way is given up, its draft removed; matching and pruning end with their batch. */
    async [Symbol.asyncDispose]() {
      end.abort()
      await tidying
    },
  }
}

function dayOf(ms: number): string {
  return new Date(ms).toDateString()
}
