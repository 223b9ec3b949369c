import { recordHistory } from '../audit'
import type { ReadDb, Tx } from '../database'
import { randomToken, Refusal, type SecretBox } from '../kernel'
import { makeCode, spendCode, type OneTimeCode } from './one-time-codes.store'
import { tokenHash } from './session.store'
import { StationEntity } from './station.entity'

export { StationEntity }

/** A paired device as the gateway knows it. */
export interface Station {
  readonly id: string
  readonly name: string
  /** UTC ms, to the minute. */
  readonly lastSeenAt: number
}
export interface StationRow extends Station {
  readonly pairedAt: number
  /** Who is signed in there now. */
  readonly people: string[]
}

const SEEN_EVERY_MS = 60_000
const LONGEST_NAME = 20

/** A code for one device, for five minutes. History says that one was given, never which. */
export async function offerPairing(tx: Tx, box: SecretBox): Promise<OneTimeCode> {
  recordHistory(tx, { kind: 'station.pairing-offered', entity: 'station', entityId: 'pairing', changes: [] })
  return makeCode(tx, box, { purpose: 'pair' })
}

/** Pairs the device that knows the code and returns its token, which is nowhere kept. `Refusal('code-wrong')`. */
export async function pairStation(
  tx: Tx,
  box: SecretBox,
  given: { code: string; name: string; origin: string },
): Promise<{ id: string; token: string }> {
  await spendCode(tx, box, 'pair', given.code)
  const token = randomToken()
  const id = randomToken().slice(0, 8)
  const name = given.name.trim().slice(0, LONGEST_NAME) || given.origin
  await tx.insert(StationEntity, {
    id, tokenHash: tokenHash(token), name, pairedFrom: given.origin, pairedAt: tx.now, lastSeenAt: tx.now, removedAt: null,
  }) // prettier-ignore
  recordHistory(tx, {
    kind: 'station.paired',
    entity: 'station',
    entityId: id,
    changes: [['name', null, name]],
  })
  return { id, token }
}

/** The station behind a token; `undefined`: never paired here, or removed. */
export async function stationOf(read: ReadDb, token: string): Promise<Station | undefined> {
  return read.get<Station>(
    'select id, name, last_seen_at as "lastSeenAt" from stations where token_hash = ? and removed_at is null',
    [tokenHash(token)],
  )
}

export function seenLately(station: Station, now: number): boolean {
  return now - station.lastSeenAt < SEEN_EVERY_MS
}

export async function sawStation(tx: Tx, id: string): Promise<void> {
  await tx.run('update stations set last_seen_at = ? where id = ?', [tx.now, id])
}

/** The stations that are paired now, the newest first, with who works there. */
export async function listStations(read: ReadDb, now: number): Promise<StationRow[]> {
  const stations = await read.all<Omit<StationRow, 'people'>>(
    `select id, name, last_seen_at as "lastSeenAt", paired_at as "pairedAt" from stations
     where removed_at is null order by paired_at desc, id`,
  )
  const signedIn = await read.all<{ station: string; name: string }>(
    `select distinct s.station_id as station, p.name from sessions s join people p on p.id = s.person_id
     where s.station_id is not null and s.expires_at > ? order by p.name`,
    [now],
  )
  return stations.map((station) => ({
    ...station,
    people: signedIn.filter((one) => one.station === station.id).map(({ name }) => name),
  }))
}

/** Sends a station away: its token and every session on it end at once. `Refusal('station-not-found')`. */
export async function removeStation(tx: Tx, id: string): Promise<void> {
  const removed = await tx.run('update stations set removed_at = ? where id = ? and removed_at is null', [
    tx.now,
    id,
  ])
  if (removed === 0) throw new Refusal('station-not-found')
  await tx.run('delete from sessions where station_id = ?', [id])
  recordHistory(tx, { kind: 'station.removed', entity: 'station', entityId: id, changes: [] })
}
