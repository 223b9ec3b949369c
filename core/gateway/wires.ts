import { RPCHandler } from '@orpc/server/ws'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { NOBODY, type Caller } from '../auth'
import type { Log } from '../kernel'
import { router, type RouterDeps } from '../rpc'
import type { WhoComes } from './who-comes'

export interface Wires extends Disposable {
  /** A wire lives as long as what its session grants: signed out, a changed PIN or role, a removed station, and it ends. */
  endStale(): Promise<void>
}

/** The wires of the screens. Whoever speaks on one is settled anew at each call (`settle`), not once at its opening. */
export function openWires(app: FastifyInstance, deps: RouterDeps, who: WhoComes, log: Log): Wires {
  const handler = new RPCHandler(router(deps))
  const callers = new WeakMap<FastifyRequest, Caller>()
  const wires = new Map<{ close(code: number, reason: string): void }, FastifyRequest>()
  const settleCaller = async (request: FastifyRequest) =>
    void callers.set(request, await who.callerOf(request))
  app.get('/rpc', { websocket: true, preHandler: settleCaller }, (socket, request) => {
    wires.set(socket, request)
    socket.on('close', () => wires.delete(socket))
    const caller = callers.get(request) ?? NOBODY
    void handler.upgrade(socket, { context: { caller, log, settle: () => who.callerOf(request) } })
  })
  const endStale = async () => {
    for (const [wire, request] of wires) {
      const before = callers.get(request) ?? NOBODY
      const now = await who.callerOf(request)
      const stranger = (await who.comerOf(request)).place === 'stranger'
      if (stranger || before.personId !== now.personId || before.roles.join() !== now.roles.join())
        wire.close(4401, 'the session ended')
    }
  }
  const following = deps.hub.follow(({ reload, changes }) => {
    if (reload || changes.some(({ entity }) => entity === 'person' || entity === 'station'))
      endStale().catch((error: unknown) => log.error({ error }, 'stale wires could not be ended'))
  })
  return { endStale, [Symbol.dispose]: () => following[Symbol.dispose]() }
}
