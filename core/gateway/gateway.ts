import cookie from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import websocket from '@fastify/websocket'
import { RPCHandler } from '@orpc/server/ws'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { existsSync } from 'node:fs'
import { STATUS_CODES } from 'node:http'
import { LoginThrottle, NOBODY, OWNER_ID, ownerFrom, sessionOf, signIn, signOut, type Caller } from '../auth'
import { randomToken, reasonOf, Refusal, type Log } from '../kernel'
import { router, type RouterDeps } from '../rpc'
import { USED_LINK_PAGE } from './used-link-page'
import { fromForeignOrigin, fromForeignHost, HEADERS } from './checks'
import { HOOK_ROUTE, hooksRoute } from './hooks'

export interface GatewayOptions {
  readonly deps: RouterDeps
  readonly log: Log
  readonly host: string
  readonly port: number
  /** The built renderer; absent in tests of the wire alone. */
  readonly rendererFolder: string | undefined
  readonly practicePictures: string
  readonly openSession: (origin: string) => Promise<string>
}

export interface Gateway extends AsyncDisposable {
  readonly address: string
  /** A link that signs the owner in, once. */
  oneTimeLink(): string
}

const COOKIE = 'zg_session'
const THIRTY_DAYS_S = 30 * 86_400

/** The HTTP face: stations, webhooks, the static renderer. Loopback unless the owner says otherwise. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { deps, log } = options
  const throttle = new LoginThrottle(deps.clock)
  const links = new Set<string>()
  const app = fastify({ bodyLimit: 4 << 20, trustProxy: false, forceCloseConnections: true })
  await app.register(cookie)
  await app.register(websocket, { options: { maxPayload: 4 << 20 } })

  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(HEADERS)
    if (request.routeOptions.url === HOOK_ROUTE) return
    if (fromForeignHost(request.headers.host))
      return refuse(request, reply, 421, 'this address does not belong to the program')
    const speaks = request.method !== 'GET' || request.headers.upgrade !== undefined
    if (speaks && fromForeignOrigin(request.headers))
      return refuse(request, reply, 403, 'a foreign page may not speak here')
  })
  app.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500
    if (status >= 500) log.error({ error }, 'a request failed')
    void reply.code(status).send({ error: status >= 500 ? 'internal' : reasonOf(error) })
  })

  hooksRoute(app, deps, log)
  sessionRoutes(app, options, throttle, links, () => endStaleWires())

  const handler = new RPCHandler(router(deps))
  const callers = new WeakMap<FastifyRequest, Caller>()
  const wires = new Map<{ close(code: number, reason: string): void }, FastifyRequest>()
  const settleCaller = async (request: FastifyRequest) =>
    void callers.set(request, await callerOf(deps, request))
  app.get('/rpc', { websocket: true, preHandler: settleCaller }, (socket, request) => {
    wires.set(socket, request)
    socket.on('close', () => wires.delete(socket))
    void handler.upgrade(socket, { context: { caller: callers.get(request) ?? NOBODY, log } })
  })

  /** A wire lives as long as what its session grants: signed out, a changed PIN or role, and it ends. */
  async function endStaleWires(): Promise<void> {
    for (const [wire, request] of wires) {
      const before = callers.get(request) ?? NOBODY
      const now = await callerOf(deps, request)
      if (before.personId !== now.personId || before.roles.join() !== now.roles.join())
        wire.close(4401, 'the session ended')
    }
  }
  const following = deps.hub.follow(({ reload, changes }) => {
    if (reload || changes.some(({ entity }) => entity === 'person'))
      endStaleWires().catch((error: unknown) => log.error({ error }, 'stale wires could not be ended'))
  })

  if (existsSync(options.practicePictures))
    await app.register(fastifyStatic, {
      root: options.practicePictures,
      prefix: '/practice/',
      decorateReply: false,
    })
  if (options.rendererFolder && existsSync(options.rendererFolder))
    await app.register(fastifyStatic, { root: options.rendererFolder, prefix: '/' })

  try {
    await app.listen({ host: options.host, port: options.port })
  } catch (error) {
    await app.close()
    if ((error as { code?: string }).code === 'EADDRINUSE')
      throw new Refusal('port-in-use', { port: options.port })
    if ((error as { code?: string }).code === 'EACCES')
      throw new Refusal('port-not-allowed', { port: options.port })
    throw error
  }
  const { port } = app.server.address() as { port: number }
  const address = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`
  return {
    address,
    oneTimeLink() {
      const token = randomToken()
      links.add(token)
      return `${address}/open?k=${token}`
    },
    [Symbol.asyncDispose]() {
      following[Symbol.dispose]()
      return app.close()
    },
  }
}

/** A request that would become a wire is answered on its bare socket: what goes by the reply is cut off half-way. */
function refuse(request: FastifyRequest, reply: FastifyReply, status: number, error: string): FastifyReply {
  if (request.headers.upgrade === undefined) return reply.code(status).send({ error })
  request.raw.socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  )
  return reply.hijack()
}

async function callerOf(deps: RouterDeps, request: FastifyRequest): Promise<Caller> {
  const token = request.cookies[COOKIE]
  const person = token ? await sessionOf(deps.database.read, token, deps.clock.now()) : undefined
  if (!person) return { ...NOBODY, from: request.ip }
  if (person.personId === OWNER_ID) return { ...ownerFrom(request.ip), name: person.name }
  return { signedIn: true, ...person, from: request.ip }
}

function sessionRoutes(
  app: FastifyInstance,
  options: GatewayOptions,
  throttle: LoginThrottle,
  links: Set<string>,
  signedOut: () => Promise<void>,
): void {
  const { deps } = options
  const cookieOptions = { path: '/', httpOnly: true, sameSite: 'strict' as const, maxAge: THIRTY_DAYS_S }
  app.get<{ Querystring: { k?: string } }>('/open', async (request, reply) => {
    if (!links.delete(request.query.k ?? ''))
      return reply.code(410).type('text/html; charset=utf-8').send(USED_LINK_PAGE)
    const token = await options.openSession(request.ip)
    return reply.setCookie(COOKIE, token, cookieOptions).redirect('/')
  })
  app.post<{ Body: { pin?: unknown } }>('/session', async (request, reply) => {
    try {
      const token = await signIn(deps.database, throttle, {
        pin: String(request.body?.pin ?? ''),
        origin: request.ip,
      })
      return await reply.setCookie(COOKIE, token, cookieOptions).code(204).send()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const wait = Number(error.data['retryAfterSeconds'] ?? error.data['waitSeconds'] ?? 0)
      return reply.code(wait > 0 ? 429 : 401).send({ code: error.code, retryAfterSeconds: wait })
    }
  })
  app.delete('/session', async (request, reply) => {
    const token = request.cookies[COOKIE]
    if (token) await deps.database.withTx({ who: 'station', from: request.ip }, (tx) => signOut(tx, token))
    await signedOut()
    return reply.clearCookie(COOKIE, { path: '/' }).code(204).send()
  })
}
