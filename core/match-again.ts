import type { Changes, Clock, Log } from './kernel'

export interface MatchingAgainOptions {
  readonly changes: Changes
  readonly clock: Clock
  readonly log: Log
  readonly match: () => Promise<void>
}

const PAUSE_MS = 30_000

/** Once orders came or changed, slips that were nobody's are looked at again: at most twice a minute. */
export function startMatchingAgain({ changes, clock, log, match }: MatchingAgainOptions): AsyncDisposable {
  const end = new AbortController()
  let news = true
  const following = changes.follow((batch) => {
    news ||= batch.some(({ entity }) => entity === 'order')
  })
  const living = (async () => {
    while (!end.signal.aborted) {
      await clock.sleep(PAUSE_MS, end.signal)
      if (end.signal.aborted || !news) continue
      news = false
      await match().catch((error: unknown) => log.warn({ error }, 'slips could not be matched again'))
    }
  })()
  return {
    async [Symbol.asyncDispose]() {
      following[Symbol.dispose]()
      end.abort()
      await living
    },
  }
}
