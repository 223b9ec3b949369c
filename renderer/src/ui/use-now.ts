import { useSyncExternalStore } from 'react'

const STEP_MS = 15_000
let now = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function move(): void {
  now = Date.now()
  for (const one of listeners) one()
}

function follow(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    // Nobody looked for a while: the time stood still until now.
    now = Date.now()
    timer = setInterval(move, STEP_MS)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The time, moving on every 15 s: one timer for all clocks of the page. */
export function useNow(): number {
  return useSyncExternalStore(follow, () => now)
}
