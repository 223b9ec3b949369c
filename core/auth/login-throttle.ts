import { Refusal, type Clock } from '../kernel'

const FREE_TRIES = 5
const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 15 * 60_000
/** All addresses together: somebody who changes address with every try is slowed as well, but shuts nobody out for long. */
const FREE_TRIES_OF_ALL = 50
const LONGEST_WAIT_OF_ALL_MS = 60_000
const FORGOTTEN_AFTER_MS = 3_600_000
const ADDRESSES_KEPT = 10_000

interface Tries {
  count: number
  lastAt: number
}

/** Slows guessing: five tries are free, then each costs a wait that doubles up to 15 minutes. In memory only. */
export class LoginThrottle {
  readonly #byAddress = new Map<string, Tries>()
  readonly #all: Tries = { count: 0, lastAt: 0 }

  constructor(readonly clock: Clock) {}

  /** Counts a try, or refuses it (uncounted) with the seconds still to wait. */
  attempt(address: string): void {
    const now = this.clock.now()
    const own = this.#triesOf(address, now)
    forgetWhenOld(this.#all, now)
    const waitMs = Math.max(
      waitLeft(own, now, FREE_TRIES, LONGEST_WAIT_MS),
      waitLeft(this.#all, now, FREE_TRIES_OF_ALL, LONGEST_WAIT_OF_ALL_MS),
    )
    if (waitMs > 0) throw new Refusal('too-many-tries', { waitSeconds: Math.ceil(waitMs / 1000) })
    for (const tries of [own, this.#all]) {
      tries.count++
      tries.lastAt = now
    }
  }

  succeeded(address: string): void {
    this.#all.count = Math.max(0, this.#all.count - (this.#byAddress.get(address)?.count ?? 0))
    this.#byAddress.delete(address)
  }

  #triesOf(address: string, now: number): Tries {
    let tries = this.#byAddress.get(address)
    if (!tries) {
      if (this.#byAddress.size >= ADDRESSES_KEPT) this.#sweep(now)
      this.#byAddress.set(address, (tries = { count: 0, lastAt: now }))
    }
    forgetWhenOld(tries, now)
    return tries
  }

  /** Old ones go; if all are fresh the oldest goes, and the guard over all addresses stands. */
  #sweep(now: number): void {
    for (const [address, { lastAt }] of this.#byAddress)
      if (now - lastAt > FORGOTTEN_AFTER_MS) this.#byAddress.delete(address)
    const oldest = this.#byAddress.keys().next()
    if (this.#byAddress.size >= ADDRESSES_KEPT && !oldest.done) this.#byAddress.delete(oldest.value)
  }
}

function forgetWhenOld(tries: Tries, now: number): void {
  if (now - tries.lastAt > FORGOTTEN_AFTER_MS) tries.count = 0
}

function waitLeft(tries: Tries, now: number, free: number, longestMs: number): number {
  if (tries.count < free) return 0
  const wait = Math.min(longestMs, FIRST_WAIT_MS * 2 ** (tries.count - free))
  return Math.max(0, tries.lastAt + wait - now)
}
