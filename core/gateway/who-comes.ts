import type { FastifyRequest } from 'fastify'
import {
  NOBODY,
  OWNER_ID,
  ownerFrom,
  sawStation,
  seenLately,
  sessionOf,
  stationOf,
  tokenHash,
  type Caller,
  type Station,
} from '../auth'
import type { Log } from '../kernel'
import type { RouterDeps } from '../rpc'
import type { LanListeners } from './lan-listeners'

/** Where a request comes from: a browser on this PC, a paired station, or somebody of the LAN whom nobody let in. */
export type Comer =
  | { readonly place: 'here'; readonly station: null }
  | { readonly place: 'station'; readonly station: Station }
  | { readonly place: 'stranger'; readonly station: null }

export interface WhoComes {
  comerOf(request: FastifyRequest): Promise<Comer>
  /** Asked anew at each call: what session, station and person grant at this moment. */
  callerOf(request: FastifyRequest): Promise<Caller>
}

/** Practice and real folders share a host, and so a browser's cookies; a station of the one is none of the other. */
export const sessionCookie = 'zg_session'
export const stationCookie = (practice: boolean) => (practice ? 'zg_station_practice' : 'zg_station')

export function whoComes(deps: RouterDeps, lan: LanListeners, log: Log): WhoComes {
  const { read } = deps.database
  // A comfort: on a full disk people go on reading.
  const noteSeen = (station: Station, from: string) =>
    deps.database
      .withTx({ who: 'station', from }, (tx) => sawStation(tx, station.id))
      .catch((error: unknown) => log.warn({ error }, 'when a station was seen could not be kept'))
  const comerOf = async (request: FastifyRequest): Promise<Comer> => {
    if (!lan.cameIn(request.raw.socket)) return { place: 'here', station: null }
    const token = request.cookies[stationCookie(deps.practice)]
    const station = token ? await stationOf(read, token) : undefined
    if (!station) return { place: 'stranger', station: null }
    if (!seenLately(station, deps.clock.now())) await noteSeen(station, request.ip)
    return { place: 'station', station }
  }
  return {
    comerOf,
    async callerOf(request) {
      const nobody = { ...NOBODY, from: request.ip }
      const token = request.cookies[sessionCookie]
      if (!token) return nobody
      const { place, station } = await comerOf(request)
      if (place === 'stranger') return nobody
      const person = await sessionOf(read, token, deps.clock.now(), station?.id ?? null)
      if (!person) return nobody
      const session = { sessionId: tokenHash(token), from: request.ip }
      return person.personId === OWNER_ID
        ? { ...ownerFrom(request.ip), ...session, name: person.name }
        : { signedIn: true, ...person, ...session }
    },
  }
}
