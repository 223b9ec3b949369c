import { OutsideFailure, reasonOf } from '../kernel'
import type { Outcome } from './job.store'

const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 15 * 60_000
/** So many failures in a row put the subject before a person. */
export const FAILURES_BEFORE_A_PERSON = 3

/** 2 s, 4 s, 8 s … 15 min, each ± 20 % so that what failed together does not come back together. */
export function waitAfter(failures: number, random: () => number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1))
  return Math.round(wait * (0.8 + 0.4 * random()))
}

/**
 * What becomes of a job whose try failed. A platform that may answer later is asked again for ever, slowly; what
 * cannot succeed by itself goes to a person: at once when the platform says so, else after three failures in a row.
 */
export function decideRetry(
  error: unknown,
  attempts: number,
  now: number,
  random: () => number = Math.random,
): Outcome {
  const outside = error instanceof OutsideFailure ? error : undefined
  const reason = reasonOf(error).slice(0, 500)
  if (outside ? !outside.retryable : attempts >= FAILURES_BEFORE_A_PERSON)
    return { state: 'stuck', error: reason }
  const wait = Math.max(waitAfter(attempts, random), outside?.retryAfterMs ?? 0)
  return { state: 'waiting', nextAt: now + wait, error: reason }
}
