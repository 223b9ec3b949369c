import { createHash } from 'node:crypto'
import type { ReadDb, Tx } from '../database'
import { randomToken, Refusal, type Role } from '../kernel'
import { rolesIn } from './roles'
import { SessionEntity } from './session.entity'

export { SessionEntity }

export const SESSION_MS = 30 * 24 * 3_600_000

export interface SessionPerson {
  readonly personId: string
  readonly name: string
  readonly roles: readonly Role[]
}

/** What of a session is known without its token. */
export interface OpenSession {
  /** The token's hash: names the session, opens nothing. */
  readonly id: string
  readonly personId: string
  readonly person: string
  /** The station's name; `null`: a browser on the PC itself. */
  readonly station: string | null
  readonly origin: string
  readonly createdAt: number
}

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Opens a session for 30 days and returns its token, which is nowhere kept. Sessions run out are swept here. */
export async function openSession(
  tx: Tx,
  personId: string,
  origin: string,
  stationId: string | null = null,
): Promise<string> {
  const token = randomToken()
  await tx.run('delete from sessions where expires_at <= ?', [tx.now])
  await tx.insert(SessionEntity, {
    idHash: tokenHash(token),
    personId,
    origin,
    stationId,
    createdAt: tx.now,
    expiresAt: tx.now + SESSION_MS,
  })
  return token
}

/**
 * Who stands behind a token at `now` (UTC ms), on the station where it is shown (`null`: the PC itself); `undefined`
 * when nobody does any more. Name and roles are the person's of this moment, not of when they signed in.
 */
export async function sessionOf(
  read: ReadDb,
  token: string,
  now: number,
  stationId: string | null = null,
): Promise<SessionPerson | undefined> {
  const row = await read.get<{ id: string; name: string; roles: string }>(
    `select p.id, p.name, p.roles from sessions s join people p on p.id = s.person_id
     where s.id_hash = ? and s.expires_at > ? and p.removed_at is null and coalesce(s.station_id, '') = ?`,
    [tokenHash(token), now, stationId ?? ''],
  )
  return row && { personId: row.id, name: row.name, roles: rolesIn(row.roles) }
}

export async function signOut(tx: Tx, token: string): Promise<void> {
  await tx.run('delete from sessions where id_hash = ?', [tokenHash(token)])
}

/** Every session that holds at `now` (UTC ms), newest first. */
export async function openSessions(read: ReadDb, now: number): Promise<OpenSession[]> {
  return read.all<OpenSession>(
    `select s.id_hash as id, s.person_id as "personId", p.name as person, t.name as station, s.origin, s.created_at as "createdAt"
     from sessions s join people p on p.id = s.person_id left join stations t on t.id = s.station_id
     where s.expires_at > ? order by s.created_at desc, s.id_hash`,
    [now],
  )
}

/** The owner ends one. Returns whose it was. `Refusal('session-not-found')` when it ended before. */
export async function endSession(tx: Tx, id: string): Promise<string> {
  const row = await tx.get<{ person_id: string }>('select person_id from sessions where id_hash = ?', [id])
  if (!row) throw new Refusal('session-not-found')
  await tx.run('delete from sessions where id_hash = ?', [id])
  return row.person_id
}

/** The sessions of one person on this PC that still hold at `now` (UTC ms), as they are kept: none can be opened from them. */
export async function sessionsOf(
  read: ReadDb,
  personId: string,
  now: number,
): Promise<readonly SessionEntity[]> {
  return read.all<SessionEntity>(
    `select id_hash as "idHash", person_id as "personId", origin, station_id as "stationId", created_at as "createdAt", expires_at as "expiresAt"
     from sessions where person_id = ? and expires_at > ? and station_id is null`,
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
