import type { Clock } from '../kernel'

/** A clock that runs so many times faster than the real one: waits between tries pass without being waited for. */
export function hurriedClock(times: number): Clock {
  const began = Date.now()
  return {
    now: () => began + (Date.now() - began) * times,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const end = () => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', end)
          resolve()
        }
        const timer = setTimeout(end, ms / times)
        signal?.addEventListener('abort', end, { once: true })
      }),
  }
}
