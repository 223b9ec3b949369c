import type { Clock, Log } from './kernel'

export interface NightlyOptions {
  readonly clock: Clock
  readonly log: Log
  /** Local hour 0–23, null = off. */
  readonly hour: () => number | null
  readonly backup: () => Promise<unknown>
}

const MINUTE_MS = 60_000

/** Makes and proves the nightly backup once in its hour; a PC that slept through it makes it up within the day. */
export function startNightly({ clock, log, hour, backup }: NightlyOptions): Disposable {
  let lastDay = dayOf(clock.now())
  const timer = setInterval(() => {
    const now = new Date(clock.now())
    const at = hour()
    if (at === null || now.getHours() < at || lastDay === dayOf(clock.now())) return
    lastDay = dayOf(clock.now())
    backup().catch((error: unknown) => log.error({ error }, 'the nightly backup failed'))
  }, MINUTE_MS)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

function dayOf(ms: number): string {
  return new Date(ms).toDateString()
}
