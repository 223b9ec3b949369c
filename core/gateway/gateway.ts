import cookie from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import websocket from '@fastify/websocket'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { existsSync } from 'node:fs'
import { STATUS_CODES } from 'node:http'
import { lanIsOn } from '../auth'
import { Disposables, randomToken, reasonOf, Refusal, type Log } from '../kernel'
import type { RouterDeps } from '../rpc'
import { fromForeignHost, fromForeignOrigin, HEADERS } from './checks'
import { HOOK_ROUTE, hooksRoute } from './hooks'
import { inUrl, ownHostnames } from './lan-addresses'
import { LanListeners, type LanOptions } from './lan-listeners'
import { pairRoutes, sendPairPage } from './pair-routes'
import { sessionRoutes } from './session-routes'
import { whoComes, type WhoComes } from './who-comes'
import { openWires } from './wires'

export interface GatewayOptions {
  readonly deps: RouterDeps
  readonly log: Log
  readonly host: string
  readonly port: number
  /** The built renderer; absent in tests of the wire alone. */
  readonly rendererFolder: string | undefined
  readonly practicePictures: string
  readonly openSession: (origin: string) => Promise<string>
  /** The door to the LAN, for when the owner opens it. */
  readonly lan: LanOptions
}

export interface Gateway extends AsyncDisposable {
  readonly address: string
  /** A link that signs the owner in, once. */
  oneTimeLink(): string
}

/** The HTTP face: stations, webhooks, the static renderer. On loopback; on the LAN as well once the owner says so. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { deps, log } = options
  await using born = new Disposables()
  const links = new Set<string>()
  const app = fastify({ bodyLimit: 4 << 20, trustProxy: false, forceCloseConnections: true })
  born.add(() => app.close())
  await app.register(cookie)
  await app.register(websocket, { options: { maxPayload: 4 << 20 } })
  const lan = born.add(new LanListeners(app, log, options.lan))
  const who = whoComes(deps, lan, log)

  guardDoor(app, lan, who, log)
  hooksRoute(app, deps, log)
  pairRoutes(app, deps)
  const wires = born.add(openWires(app, deps, who, log))
  sessionRoutes(app, { deps, who, links, openSession: options.openSession, signedOut: wires.endStale })
  exportsRoute(app, deps, who)
  await serveFiles(app, options)
  await listen(app, options)
  born.add(deps.lan.attach(lan))
  await lan.set(await lanIsOn(deps.database.read))

  const { port } = app.server.address() as { port: number }
  const address = `http://${inUrl(options.host)}:${port}`
  const life = born.move()
  return {
    address,
    oneTimeLink() {
      const token = randomToken()
      links.add(token)
      return `${address}/open?k=${token}`
    },
    [Symbol.asyncDispose]: () => life[Symbol.asyncDispose](),
  }
}

/** Before every request: is it meant for this program, does its page belong to it, may its sender come in? */
function guardDoor(app: FastifyInstance, lan: LanListeners, who: WhoComes, log: Log): void {
  const hostnames = ownHostnames()
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(HEADERS)
    if (request.routeOptions.url === HOOK_ROUTE) return
    const allowed = lan.cameIn(request.raw.socket) ? lan.hosts(hostnames) : undefined
    if (fromForeignHost(request.headers.host, allowed))
      return refuse(request, reply, 421, 'this address does not belong to the program')
    const speaks = request.method !== 'GET' || request.headers.upgrade !== undefined
    if (speaks && fromForeignOrigin(request.headers))
      return refuse(request, reply, 403, 'a foreign page may not speak here')
    if (request.routeOptions.url === '/pair' || (await who.comerOf(request)).place !== 'stranger') return
    if (speaks) return refuse(request, reply, 403, 'pair this device first')
    return sendPairPage(reply, request.url === '/' ? 200 : 403)
  })
  app.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500
    if (status >= 500) log.error({ error }, 'a request failed')
    void reply.code(status).send({ error: status >= 500 ? 'internal' : reasonOf(error) })
  })
}

async function serveFiles(
  app: FastifyInstance,
  { practicePictures, rendererFolder }: GatewayOptions,
): Promise<void> {
  if (existsSync(practicePictures))
    await app.register(fastifyStatic, { root: practicePictures, prefix: '/practice/', decorateReply: false })
  if (rendererFolder && existsSync(rendererFolder))
    await app.register(fastifyStatic, { root: rendererFolder, prefix: '/' })
}

async function listen(app: FastifyInstance, { host, port }: GatewayOptions): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EADDRINUSE') throw new Refusal('port-in-use', { port })
    if (code === 'EACCES') throw new Refusal('port-not-allowed', { port })
    throw error
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

/** A sheet that was made, once, for the person who asked for it. */
function exportsRoute(app: FastifyInstance, deps: RouterDeps, who: WhoComes): void {
  app.get<{ Params: { token: string } }>('/exports/:token', async (request, reply) => {
    const { signedIn, personId } = await who.callerOf(request)
    const made = signedIn ? await deps.exports.take(request.params.token, personId) : undefined
    if (!made) return reply.code(410).send({ error: 'fetched already, too late, or made by somebody else' })
    return reply
      .headers({
        'content-type': 'application/octet-stream',
        'content-length': made.bytes,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(made.fileName)}`,
        'cache-control': 'no-store',
      })
      .send(made.read)
  })
}
