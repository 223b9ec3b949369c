import { recordHistory, type Change } from '../audit'
import type { Tx } from '../database'
import { randomToken, Refusal, ROLES, type Role, type SecretBox } from '../kernel'
import { makeCode, spendCode, type OneTimeCode } from './one-time-codes.store'
import { changePin, OWNER_ID, PersonEntity, workingPerson } from './people.store'
import type { PinHash } from './pin'

const LONGEST_NAME = 20
/** Set by the owner; `null`: the person sets it with a one-time code. */
type NewPin = PinHash | null

/**
 * Somebody new. Without a PIN a one-time code is made, with which they set their own within a day.
 * `Refusal`: name-length, name-taken (among those who work here now), roles-needed, owner-is-one.
 */
export async function addPerson(
  tx: Tx,
  box: SecretBox,
  given: { name: string; roles: readonly Role[]; pin: NewPin },
): Promise<{ id: string; code: OneTimeCode | null }> {
  const id = randomToken().slice(0, 8)
  const name = await freeName(tx, given.name, id)
  const roles = grantable(given.roles)
  await tx.insert(PersonEntity, { id, name, roles, pinHash: given.pin, createdAt: tx.now, removedAt: null })
  recordHistory(tx, {
    kind: 'person.added',
    entity: 'person',
    entityId: id,
    changes: [
      ['name', null, name],
      ['roles', null, roles],
    ],
  })
  return { id, code: given.pin ? null : await makeCode(tx, box, { purpose: 'pin', personId: id }) }
}

/** Another name or other roles; they count from the next request on, on open wires too. The owner's role stays. */
export async function changePerson(
  tx: Tx,
  given: { id: string; name?: string | undefined; roles?: readonly Role[] | undefined },
): Promise<void> {
  const person = await workingPerson(tx, given.id)
  if (given.roles && given.id === OWNER_ID) throw new Refusal('owner-is-one')
  const name = given.name === undefined ? person.name : await freeName(tx, given.name, given.id)
  const roles = given.roles === undefined ? person.roles : grantable(given.roles)
  const changes: Change[] = []
  if (name !== person.name) changes.push(['name', person.name, name])
  if (roles !== person.roles) changes.push(['roles', person.roles, roles])
  if (changes.length === 0) return
  await tx.update(PersonEntity, { id: given.id }, { name, roles })
  recordHistory(tx, { kind: 'person.changed', entity: 'person', entityId: given.id, changes })
}

/** The PIN is forgotten or known to others: signed out everywhere, and a new PIN or a code for one. Not for the owner's. */
export async function renewPin(
  tx: Tx,
  box: SecretBox,
  given: { id: string; pin: NewPin },
): Promise<OneTimeCode | null> {
  await workingPerson(tx, given.id)
  if (given.id === OWNER_ID) throw new Refusal('owner-is-one')
  await tx.update(PersonEntity, { id: given.id }, { pinHash: given.pin })
  await tx.run('delete from sessions where person_id = ?', [given.id])
  await tx.run('delete from one_time_codes where person_id = ?', [given.id])
  recordHistory(tx, { kind: 'pin.reset', entity: 'person', entityId: given.id, changes: [] })
  return given.pin ? null : makeCode(tx, box, { purpose: 'pin', personId: given.id })
}

/** Somebody left: no session, code or PIN of theirs holds from now on. What they did stays in history under their name. */
export async function removePerson(tx: Tx, id: string): Promise<void> {
  await workingPerson(tx, id)
  if (id === OWNER_ID) throw new Refusal('owner-is-one')
  await tx.update(PersonEntity, { id }, { pinHash: null, removedAt: tx.now })
  await tx.run('delete from sessions where person_id = ?', [id])
  await tx.run('delete from one_time_codes where person_id = ?', [id])
  recordHistory(tx, { kind: 'person.removed', entity: 'person', entityId: id, changes: [] })
}

/** A person sets their own PIN with the code that the owner gave them. Returns who it is. `Refusal('code-wrong')`. */
export async function setPinWithCode(
  tx: Tx,
  box: SecretBox,
  given: { code: string; pinHash: PinHash },
): Promise<string> {
  const { personId } = await spendCode(tx, box, 'pin', given.code)
  if (personId === null) throw new Refusal('code-wrong')
  await changePin(tx, personId, given.pinHash)
  return personId
}

/** Two of one name could not be told apart in history. */
async function freeName(tx: Tx, typed: string, id: string): Promise<string> {
  const name = typed.normalize('NFKC').replace(/\s+/g, ' ').trim()
  if (name === '' || name.length > LONGEST_NAME || /\p{C}/u.test(name))
    throw new Refusal('name-length', { max: LONGEST_NAME })
  const taken = await tx.get(
    'select id from people where lower(name) = lower(?) and id <> ? and removed_at is null',
    [name, id],
  )
  if (taken) throw new Refusal('name-taken', { name })
  return name
}

function grantable(roles: readonly Role[]): string {
  if (roles.includes('owner')) throw new Refusal('owner-is-one')
  if (roles.length === 0) throw new Refusal('roles-needed')
  return ROLES.filter((role) => roles.includes(role)).join()
}
