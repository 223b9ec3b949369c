import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LoginThrottle, peopleAtTheDoor, signIn, signInWithCode, signOut } from '../auth'
import { Refusal } from '../kernel'
import type { RouterDeps } from '../rpc'
import { sessionCookie, type WhoComes } from './who-comes'
import { USED_LINK_PAGE } from './used-link-page'

const THIRTY_DAYS_S = 30 * 86_400
/** A PIN, a code and an id: nobody needs more to sign in. */
const SMALL = { bodyLimit: 4 << 10 }
export const COOKIE = { path: '/', httpOnly: true, sameSite: 'strict' as const }

export interface SessionRoutes {
  readonly deps: RouterDeps
  readonly who: WhoComes
  /** Links that sign the owner in, once. */
  readonly links: Set<string>
  readonly openSession: (origin: string) => Promise<string>
  readonly signedOut: () => Promise<void>
}

interface SignInBody {
  readonly personId?: unknown
  readonly pin?: unknown
  readonly code?: unknown
}

/** Who may sign in here, and signing in and out: by PIN, by a one-time code, by the link that the program printed. */
export function sessionRoutes(app: FastifyInstance, { deps, who, links, openSession, signedOut }: SessionRoutes): void {
  const throttle = new LoginThrottle(deps.clock)
  const welcome = (reply: FastifyReply, token: string) =>
    reply.setCookie(sessionCookie, token, { ...COOKIE, maxAge: THIRTY_DAYS_S })
  const placeOf = async (request: FastifyRequest) => ({
    origin: request.ip,
    stationId: (await who.comerOf(request)).station?.id ?? null,
  })

  // Names are for stations and this PC: strangers do not come this far.
  app.get('/door', async (request) => ({
    people: await peopleAtTheDoor(deps.database.read),
    station: (await who.comerOf(request)).station?.name ?? null,
  }))
  app.get<{ Querystring: { k?: string } }>('/open', async (request, reply) => {
    const here = (await who.comerOf(request)).place === 'here'
    if (!here || !links.delete(request.query.k ?? ''))
      return reply.code(410).type('text/html; charset=utf-8').send(USED_LINK_PAGE)
    return welcome(reply, await openSession(request.ip)).redirect('/')
  })
  app.post<{ Body: SignInBody }>('/session', SMALL, async (request, reply) => {
    const text = (value: unknown) => (typeof value === 'string' ? value : '')
    const { personId, pin, code } = request.body ?? {}
    try {
      const place = await placeOf(request)
      const token =
        code === undefined
          ? await signIn(deps.database, throttle, {
              ...place, pin: text(pin), ...(personId === undefined ? {} : { personId: text(personId) }),
            })
          : await signInWithCode(deps.database, deps.box, throttle, { ...place, pin: text(pin), code: text(code) })
      return await welcome(reply, token).code(204).send()
    } catch (error) {
      return refused(reply, error)
    }
  })
  app.delete('/session', async (request, reply) => {
    const token = request.cookies[sessionCookie]
    if (token) await deps.database.withTx({ who: 'station', from: request.ip }, (tx) => signOut(tx, token))
    await signedOut()
    return reply.clearCookie(sessionCookie, { path: '/' }).code(204).send()
  })
} // prettier-ignore

/** 429 with the seconds to wait, else 401, with the refusal's code. */
function refused(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof Refusal)) throw error
  const wait = Number(error.data['waitSeconds'] ?? 0)
  return reply.code(wait > 0 ? 429 : 401).send({ code: error.code, retryAfterSeconds: wait })
}
