import type { Clock } from '../kernel'

export interface FakeClock extends Clock {
  /** Moves time on by `ms`, waking every sleeper whose time has come, in order, and lets them act in between. */
  advance(ms: number): Promise<void>
}

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/** A clock that stands still until told. `start` is UTC ms. */
export function fakeClock(start = Date.UTC(2026, 10, 24, 8)): FakeClock {
  let now = start
  const sleepers = new Set<Sleeper>()
  const letThemAct = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper = { at: now + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake, { once: true })
      }),
    async advance(ms) {
      const end = now + ms
      for (;;) {
        const next = [...sleepers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        now = Math.max(now, next.at)
        next.wake()
        await letThemAct()
      }
      now = end
      await letThemAct()
    },
  }
}
