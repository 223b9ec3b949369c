import { Refusal, type Clock } from '../kernel'

const FREE_TRIES = 5
const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 15 * 60_000
/** All addresses together: somebody who changes address with every try is slowed as well, but shuts nobody out for long. */
const FREE_TRIES_OF_ALL = 50
const LONGEST_WAIT_OF_ALL_MS = 60_000
const FORGOTTEN_AFTER_MS = 3_600_000
const SUBJECTS_KEPT = 10_000

interface Tries {
  count: number
  lastAt: number
}

/**
 * Slows guessing: five tries are free, then each costs a wait that doubles up to 15 minutes; per address, and per
 * person, so that several stations guess one PIN no faster than one. In memory only.
 */
export class LoginThrottle {
  readonly #bySubject = new Map<string, Tries>()
  readonly #all: Tries = { count: 0, lastAt: 0 }

  constructor(readonly clock: Clock) {}

  /** Counts a try, or refuses it (uncounted) with the seconds still to wait. */
  attempt(address: string, person?: string): void {
    const now = this.clock.now()
    const own = subjectsOf(address, person).map((subject) => this.#triesOf(subject, now))
    forgetWhenOld(this.#all, now)
    const waitMs = Math.max(
      ...own.map((tries) => waitLeft(tries, now, FREE_TRIES, LONGEST_WAIT_MS)),
      waitLeft(this.#all, now, FREE_TRIES_OF_ALL, LONGEST_WAIT_OF_ALL_MS),
    )
    if (waitMs > 0) throw new Refusal('too-many-tries', { waitSeconds: Math.ceil(waitMs / 1000) })
    for (const tries of [...own, this.#all]) {
      tries.count++
      tries.lastAt = now
    }
  }

  succeeded(address: string, person?: string): void {
    const subjects = subjectsOf(address, person)
    const theirs = this.#bySubject.get(subjects[0] ?? '')?.count ?? 0
    this.#all.count = Math.max(0, this.#all.count - theirs)
    for (const subject of subjects) this.#bySubject.delete(subject)
  }

  #triesOf(subject: string, now: number): Tries {
    let tries = this.#bySubject.get(subject)
    if (!tries) {
      if (this.#bySubject.size >= SUBJECTS_KEPT) this.#sweep(now)
      this.#bySubject.set(subject, (tries = { count: 0, lastAt: now }))
    }
    forgetWhenOld(tries, now)
    return tries
  }

  /** Old ones go; if all are fresh the oldest goes, and the guard over all addresses stands. */
  #sweep(now: number): void {
    for (const [subject, { lastAt }] of this.#bySubject)
      if (now - lastAt > FORGOTTEN_AFTER_MS) this.#bySubject.delete(subject)
    const oldest = this.#bySubject.keys().next()
    if (this.#bySubject.size >= SUBJECTS_KEPT && !oldest.done) this.#bySubject.delete(oldest.value)
  }
}

function subjectsOf(address: string, person: string | undefined): string[] {
  return [`from ${address}`, ...(person === undefined ? [] : [`person ${person}`])]
}

function forgetWhenOld(tries: Tries, now: number): void {
  if (now - tries.lastAt > FORGOTTEN_AFTER_MS) tries.count = 0
}

function waitLeft(tries: Tries, now: number, free: number, longestMs: number): number {
  if (tries.count < free) return 0
  const wait = Math.min(longestMs, FIRST_WAIT_MS * 2 ** (tries.count - free))
  return Math.max(0, tries.lastAt + wait - now)
}
