import { recordHistory } from '../audit'
import type { ReadDb, Tx } from '../database'
import { Refusal } from '../kernel'
import { PersonEntity } from './person.entity'
import type { PinHash } from './pin'
import { tokenHash } from './session.store'

export { PersonEntity }

export const OWNER_ID = 'owner'

/** Has the first-run page been passed? False again after `zhanggui pin reset`. */
export async function ownerExists(read: ReadDb): Promise<boolean> {
  return (
    (await read.get('select 1 as one from people where id = ? and pin_hash is not null', [OWNER_ID])) !==
    undefined
  )
}

/** First run, or after a reset. `Refusal('owner-exists')` once a PIN is set: then it is changed, not set. */
export async function setOwnerPin(tx: Tx, pinHash: PinHash, name = '掌柜'): Promise<void> {
  const [owner] = await tx.find(PersonEntity, { id: OWNER_ID })
  if (owner?.pinHash) throw new Refusal('owner-exists')
  if (owner) await tx.update(PersonEntity, { id: OWNER_ID }, { pinHash })
  else await tx.insert(PersonEntity, { id: OWNER_ID, name, roles: 'owner', pinHash, createdAt: tx.now })
  recordHistory(tx, { kind: 'pin.set', entity: 'person', entityId: OWNER_ID, changes: [] })
}

/** Ends every other session of this person; the one that `keepToken` names goes on. */
export async function changePin(
  tx: Tx,
  personId: string,
  pinHash: PinHash,
  keepToken?: string,
): Promise<void> {
  const changed = await tx.update(PersonEntity, { id: personId }, { pinHash })
  if (changed === 0) throw new Refusal('person-not-found')
  await tx.run('delete from sessions where person_id = ? and id_hash <> ?', [
    personId,
    keepToken ? tokenHash(keepToken) : '',
  ])
  recordHistory(tx, { kind: 'pin.changed', entity: 'person', entityId: personId, changes: [] })
}

/** `zhanggui pin reset`, on this PC only: the owner has no PIN and everybody is signed out. */
export async function resetPin(tx: Tx): Promise<void> {
  await tx.update(PersonEntity, { id: OWNER_ID }, { pinHash: null })
  await tx.run('delete from sessions')
  recordHistory(tx, { kind: 'pin.reset', entity: 'person', entityId: OWNER_ID, changes: [] })
}

export async function peopleWithPin(read: ReadDb): Promise<PersonEntity[]> {
  const people = await read.find(PersonEntity, {}, { createdAt: 'ASC' })
  return people.filter((person) => person.pinHash !== null)
}
