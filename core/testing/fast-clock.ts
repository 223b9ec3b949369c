import { setTimeout as sleepFor } from 'node:timers/promises'
import type { Clock } from '../kernel'

/** Real time, so many times faster since `from` (UTC ms): programs that are given the same two share one time. */
export function fastClock(from: number, times: number): Clock {
  return {
    now: () => Math.round(from + (Date.now() - from) * times),
    sleep: (ms, signal) =>
      sleepFor(Math.min(ms / times, 2 ** 31 - 1), undefined, signal ? { signal } : {}).catch(
        (error: unknown) => {
          if (!signal?.aborted) throw error
        },
      ),
  }
}
