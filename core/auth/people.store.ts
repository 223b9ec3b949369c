import { recordHistory } from '../audit'
import type { ReadDb, Tx } from '../database'
import { Refusal } from '../kernel'
import { PersonEntity } from './person.entity'
import type { PinHash } from './pin'
import { rolesIn } from './roles'

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
  else
    await tx.insert(PersonEntity, {
      id: OWNER_ID, name, roles: 'owner', pinHash, createdAt: tx.now, removedAt: null,
    }) // prettier-ignore
  recordHistory(tx, { kind: 'pin.set', entity: 'person', entityId: OWNER_ID, changes: [] })
}

/** Ends every other session of this person; the one that `keepSession` (a token's hash) names goes on. */
export async function changePin(
  tx: Tx,
  personId: string,
  pinHash: PinHash,
  keepSession?: string,
): Promise<void> {
  const changed = await tx.update(PersonEntity, { id: personId }, { pinHash })
  if (changed === 0) throw new Refusal('person-not-found')
  await tx.run('delete from sessions where person_id = ? and id_hash <> ?', [personId, keepSession ?? ''])
  recordHistory(tx, { kind: 'pin.changed', entity: 'person', entityId: personId, changes: [] })
}

/** `zhanggui pin reset`, on this PC only: the owner has no PIN and everybody is signed out. */
export async function resetPin(tx: Tx): Promise<void> {
  await tx.update(PersonEntity, { id: OWNER_ID }, { pinHash: null })
  await tx.run('delete from sessions')
  recordHistory(tx, { kind: 'pin.reset', entity: 'person', entityId: OWNER_ID, changes: [] })
}

/** Somebody who works here now. `Refusal('person-not-found')`: never did, or was removed. */
export async function workingPerson(read: ReadDb, id: string): Promise<PersonEntity> {
  const [person] = await read.find(PersonEntity, { id })
  if (!person || person.removedAt !== null) throw new Refusal('person-not-found')
  return person
}

/** A name on the sign-in page of a paired station. */
export interface AtTheDoor {
  readonly id: string
  readonly name: string
  /** No PIN yet: comes in with a one-time code and sets one. */
  readonly first: boolean
}

/** Who may come in here: the owner first, then in the order they joined. */
export async function peopleAtTheDoor(read: ReadDb): Promise<AtTheDoor[]> {
  const people = await read.find(PersonEntity, {}, { createdAt: 'ASC', id: 'ASC' })
  return people
    .filter(({ id, pinHash, removedAt }) => removedAt === null && (id !== OWNER_ID || pinHash !== null))
    .sort((a, b) => Number(b.id === OWNER_ID) - Number(a.id === OWNER_ID))
    .map(({ id, name, pinHash }) => ({ id, name, first: pinHash === null }))
}

export interface StaffRow {
  readonly id: string
  readonly name: string
  readonly roles: ReturnType<typeof rolesIn>
  readonly hasPin: boolean
  /** UTC ms until which a one-time code for their first PIN holds; `null`: none is out. */
  readonly codeUntil: number | null
  readonly createdAt: number
}

/** Everybody who works here at `now` (UTC ms), the owner first. */
export async function listPeople(read: ReadDb, now: number): Promise<StaffRow[]> {
  const rows = await read.all<Omit<StaffRow, 'roles' | 'hasPin'> & { roles: string; pin: number }>(
    `select p.id, p.name, p.roles, case when p.pin_hash is null then 0 else 1 end as pin, c.expires_at as "codeUntil", p.created_at as "createdAt"
     from people p left join one_time_codes c on c.person_id = p.id and c.expires_at > ?
     where p.removed_at is null order by case when p.id = ? then 0 else 1 end, p.created_at, p.id`,
    [now, OWNER_ID],
  )
  return rows.map(({ roles, pin, ...row }) => ({ ...row, roles: rolesIn(roles), hasPin: Number(pin) === 1 }))
}
