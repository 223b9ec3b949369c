import { recordHistory } from '../audit'
import type { Database } from '../database'
import { Refusal } from '../kernel'
import type { LoginThrottle } from './login-throttle'
import { peopleWithPin } from './people.store'
import { pinMatches } from './pin'
import { openSession } from './session.store'

/**
 * Signs in with a PIN from `origin` (the station's address) and returns the session's token.
 * `Refusal('pin-wrong')`, `Refusal('no-owner-yet')`, or `Refusal('too-many-tries', { waitSeconds })`.
 */
export async function signIn(
  database: Database,
  throttle: LoginThrottle,
  given: { pin: string; origin: string },
): Promise<string> {
  // Counted before it is checked: tries sent at once are still one after the other.
  throttle.attempt(given.origin)
  const people = await peopleWithPin(database.read)
  if (people.length === 0) throw new Refusal('no-owner-yet')
  for (const person of people) {
    if (!person.pinHash || !(await pinMatches(given.pin, person.pinHash))) continue
    throttle.succeeded(given.origin)
    return database.withTx({ who: person.id, from: given.origin }, async (tx) => {
      recordHistory(tx, { kind: 'signed-in', entity: 'person', entityId: person.id, changes: [] })
      return openSession(tx, person.id, given.origin)
    })
  }
  throw new Refusal('pin-wrong')
}
