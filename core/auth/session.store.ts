import { createHash } from 'node:crypto'
import type { ReadDb, Tx } from '../database'
import { randomToken, ROLES, type Role } from '../kernel'
import { SessionEntity } from './session.entity'

export { SessionEntity }

export const SESSION_MS = 30 * 24 * 3_600_000

export interface SessionPerson {
  readonly personId: string
  readonly name: string
  readonly roles: readonly Role[]
}

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Opens a session for 30 days and returns its token, which is nowhere kept. Sessions run out are swept here. */
export async function openSession(tx: Tx, personId: string, origin: string): Promise<string> {
  const token = randomToken()
  await tx.run('delete from sessions where expires_at <= ?', [tx.now])
  await tx.insert(SessionEntity, {
    idHash: tokenHash(token),
    personId,
    origin,
    createdAt: tx.now,
    expiresAt: tx.now + SESSION_MS,
  })
  return token
}

/** Who stands behind a token at `now` (UTC ms); `undefined` when nobody does any more. */
export async function sessionOf(
  read: ReadDb,
  token: string,
  now: number,
): Promise<SessionPerson | undefined> {
  const row = await read.get<{ id: string; name: string; roles: string }>(
    `select p.id, p.name, p.roles from sessions s join people p on p.id = s.person_id where s.id_hash = ? and s.expires_at > ?`,
    [tokenHash(token), now],
  )
  return row && { personId: row.id, name: row.name, roles: rolesOf(row.roles) }
}

export async function signOut(tx: Tx, token: string): Promise<void> {
  await tx.run('delete from sessions where id_hash = ?', [tokenHash(token)])
}

/** The sessions of one person that still hold at `now` (UTC ms), as they are kept: none can be opened from them. */
export async function sessionsOf(
  read: ReadDb,
  personId: string,
  now: number,
): Promise<readonly SessionEntity[]> {
  return read.all<SessionEntity>(
    `select id_hash as "idHash", person_id as "personId", origin, created_at as "createdAt", expires_at as "expiresAt"
     from sessions where person_id = ? and expires_at > ?`,
    [personId, now],
  )
}

/** Lets the browsers of these sessions in here too, with the token they have. */
export async function adoptSessions(tx: Tx, sessions: readonly SessionEntity[]): Promise<void> {
  for (const session of sessions) {
    await tx.run('delete from sessions where id_hash = ?', [session.idHash])
    await tx.insert(SessionEntity, { ...session })
  }
}

/** A role that this program does not know grants nothing. */
function rolesOf(text: string): Role[] {
  return ROLES.filter((role) => text.split(',').includes(role))
}
