import { recordHistory } from '../audit'
import type { Database } from '../database'
import { Refusal, type SecretBox } from '../kernel'
import type { LoginThrottle } from './login-throttle'
import { OWNER_ID, PersonEntity } from './people.store'
import { hashPin, pinMatches, refuseWeakPin } from './pin'
import { openSession } from './session.store'
import { setPinWithCode } from './staff'

/** Where somebody signs in: the station's address, and which station (`null`: a browser on the PC itself). */
export interface Place {
  readonly origin: string
  readonly stationId?: string | null
}

/**
 * Signs a person in with their PIN and returns the session's token; nobody named is the owner.
 * `Refusal('pin-wrong')` (also for a person who is none), `Refusal('pin-not-set')` (a one-time code is needed),
 * `Refusal('no-owner-yet')`, or `Refusal('too-many-tries', { waitSeconds })`.
 */
export async function signIn(
  database: Database,
  throttle: LoginThrottle,
  given: Place & { pin: string; personId?: string },
): Promise<string> {
  const id = given.personId ?? OWNER_ID
  const [found] = await database.read.find(PersonEntity, { id })
  const person = found?.removedAt === null ? found : undefined
  // Counted before it is checked: tries sent at once are still one after the other.
  throttle.attempt(given.origin, person?.id)
  if (!person?.pinHash) throw new Refusal(noPin(id, person !== undefined))
  if (!(await pinMatches(given.pin, person.pinHash))) throw new Refusal('pin-wrong')
  throttle.succeeded(given.origin, person.id)
  return database.withTx({ who: person.name, from: given.origin }, async (tx) => {
    recordHistory(tx, { kind: 'signed-in', entity: 'person', entityId: id, changes: [] })
    return openSession(tx, id, given.origin, given.stationId)
  })
}

function noPin(id: string, known: boolean): string {
  if (id === OWNER_ID) return 'no-owner-yet'
  return known ? 'pin-not-set' : 'pin-wrong'
}

/**
 * A person's first time: the code that the owner gave sets their own PIN and signs them in.
 * `Refusal`: pin-length, pin-too-simple, pin-characters (nothing is used up), code-wrong, too-many-tries.
 */
export async function signInWithCode(
  database: Database,
  box: SecretBox,
  throttle: LoginThrottle,
  given: Place & { code: string; pin: string },
): Promise<string> {
  refuseWeakPin(given.pin)
  throttle.attempt(given.origin)
  const pinHash = await hashPin(given.pin)
  const token = await database.withTx({ who: 'station', from: given.origin }, async (tx) => {
    const personId = await setPinWithCode(tx, box, { code: given.code, pinHash })
    recordHistory(tx, { kind: 'signed-in', entity: 'person', entityId: personId, changes: [] })
    return openSession(tx, personId, given.origin, given.stationId)
  })
  throttle.succeeded(given.origin)
  return token
}
