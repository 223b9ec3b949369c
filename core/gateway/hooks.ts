import type { FastifyInstance } from 'fastify'
import { reasonOf, Refusal, type Log } from '../kernel'
import type { RouterDeps } from '../rpc'

export const HOOK_ROUTE = '/hooks/:shopId'

/**
 * Where platforms push: `/hooks/<shop id>`. The signature is the only key, so any host may knock. Answered once the
 * push is durable; a repeat is answered with the state of the first.
 */
export function hooksRoute(app: FastifyInstance, deps: RouterDeps, log: Log): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.post<{ Params: { shopId: string }; Body: Buffer | undefined }>(
      HOOK_ROUTE,
      async (request, reply) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        )
        try {
          const outcome = await deps.sync.push(request.params.shopId, {
            headers,
            body: request.body ?? Buffer.alloc(0),
            receivedAt: deps.clock.now(),
          })
          if (!outcome) return await reply.code(401).send({ error: 'signature does not match' })
          const state =
            outcome.externalId === null
              ? undefined
              : await stateOf(deps, request.params.shopId, outcome.externalId)
          return await reply
            .code(200)
            .send({ received: true, repeat: outcome.repeat, ...(state ? { order: state } : {}) })
        } catch (error) {
          const gone = error instanceof Refusal && error.code === 'shop-not-found'
          // Not durable: the platform must send it again, unless nobody here will ever want it.
          if (!gone)
            log.error(
              { error: error instanceof Refusal ? error.code : reasonOf(error), shop: request.params.shopId },
              'a push could not be kept',
            )
          return reply
            .code(gone ? 404 : 503)
            .send({ error: gone ? 'no such shop' : 'not kept, please send again' })
        }
      },
    )
  })
}

async function stateOf(deps: RouterDeps, shopId: string, externalId: string): Promise<object | undefined> {
  return deps.database.read.get(
    `select external_id as "externalId", state, version from orders where shop_id=? and external_id=?`,
    [shopId, externalId],
  )
}
