import type { FastifyInstance, FastifyReply } from 'fastify'
import { LoginThrottle, pairStation } from '../auth'
import { Refusal } from '../kernel'
import type { RouterDeps } from '../rpc'
import { pairPage, type PairTrouble } from './pair-page'
import { COOKIE } from './session-routes'
import { stationCookie } from './who-comes'

/** Browsers keep a cookie 400 days at most; a station that is used renews it by pairing anew after that. */
const STATION_S = 400 * 86_400
/** A code and a name. */
const SMALL = { bodyLimit: 4 << 10 }

/**
 * Pairing, the one thing that a stranger of the LAN may do: a plain page and its form, without a script and without a
 * word about who works here. Opening the link pairs nothing (mail and chat programs open links to look at them): the
 * person presses the button.
 */
export function pairRoutes(app: FastifyInstance, deps: RouterDeps): void {
  const throttle = new LoginThrottle(deps.clock)
  void app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    scope.get<{ Querystring: { k?: string } }>('/pair', (request, reply) =>
      sendPairPage(reply, 200, { code: text(request.query.k) }),
    )
    scope.post<{ Body: { code?: unknown; name?: unknown } }>('/pair', SMALL, async (request, reply) => {
      const given = { code: text(request.body?.code), name: text(request.body?.name), origin: request.ip }
      try {
        throttle.attempt(request.ip)
        const { token } = await deps.database.withTx({ who: 'station', from: request.ip }, (tx) =>
          pairStation(tx, deps.box, given),
        )
        throttle.succeeded(request.ip)
        return await reply
          .setCookie(stationCookie(deps.practice), token, { ...COOKIE, maxAge: STATION_S })
          .code(303)
          .header('location', '/')
          .send()
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const waitSeconds = Number(error.data['waitSeconds'] ?? 0)
        const trouble: PairTrouble = waitSeconds > 0 ? { waitSeconds } : 'code-wrong'
        return sendPairPage(reply, waitSeconds > 0 ? 429 : 401, { code: '', name: given.name, trouble })
      }
    })
  })
}

export function sendPairPage(
  reply: FastifyReply,
  status: number,
  given: Parameters<typeof pairPage>[0] = {},
): FastifyReply {
  return (
    reply
      .code(status)
      .header('cache-control', 'no-store')
      // Under `no-referrer` a browser sends its form with Origin: null, as a foreign page would.
      .header('referrer-policy', 'same-origin')
      .type('text/html; charset=utf-8')
      .send(pairPage(given))
  )
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 40) : ''
}
