import type { FastifyInstance } from 'fastify'
import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { LanDoor, LanState } from '../auth'
import { reasonOf, type Log } from '../kernel'
import { inUrl, isPrivateAddress, ownLanAddresses } from './lan-addresses'

export interface LanOptions {
  /** 0: any free one. */
  readonly port: number
  /** This PC's own addresses in its LAN, as they are now. */
  readonly addresses?: () => readonly string[]
  /** May somebody come from there? */
  readonly mayConnect?: (address: string | undefined) => boolean
}

/** A PC that changes its network is found under its new address soon. */
const LOOK_EVERY_MS = 15_000
/** A small shop has a dozen phones; more is somebody who wants the door blocked. */
const MOST_CONNECTIONS = 200

interface Listener {
  readonly server: Server
  readonly sockets: Set<Socket>
}

/**
 * The door to the LAN: one listener for each private address of this PC, beside the one on loopback, which never
 * moves. So no public address of this PC is ever listened on, and shutting the door ends every connection of the LAN
 * and none of this PC.
 */
export class LanListeners implements LanDoor, AsyncDisposable {
  readonly #listeners = new Map<string, Listener>()
  readonly #fromLan = new WeakSet<Socket>()
  #open = false
  #problem: LanState['problem'] = null
  #turn: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly app: FastifyInstance,
    private readonly log: Log,
    private readonly options: LanOptions,
  ) {}

  get state(): LanState {
    return {
      addresses: [...this.#listeners].map(([address, { server }]) => `http://${inUrl(address)}:${portOf(server)}`),
      problem: this.#problem,
    } // prettier-ignore
  }

  /** Did this connection come in by the door of the LAN? */
  cameIn(socket: Socket): boolean {
    return this.#fromLan.has(socket)
  }

  /** The `Host` that a browser names which came to this port: address and port, nothing looser. */
  hosts(hostnames: readonly string[]): Set<string> {
    return new Set(
      [...this.#listeners].flatMap(([address, { server }]) =>
        [inUrl(address), ...hostnames].map((name) => withPort(name, portOf(server))),
      ),
    )
  }

  /** One after the other: on and off in one breath ends as the last one wanted. */
  set(open: boolean): Promise<void> {
    this.#open = open
    clearInterval(this.#timer)
    if (open) this.#timer = setInterval(() => void this.#settle(), LOOK_EVERY_MS).unref()
    return this.#settle()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.set(false)
  }

  #settle(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#meet())
    return this.#turn
  }

  async #meet(): Promise<void> {
    const wanted = new Set(this.#open ? (this.options.addresses ?? ownLanAddresses)() : [])
    for (const [address, listener] of this.#listeners)
      if (!wanted.has(address)) await this.#shut(address, listener)
    const faults: (string | undefined)[] = []
    for (const address of wanted) if (!this.#listeners.has(address)) faults.push(await this.#listen(address))
    const none = this.#open && this.#listeners.size === 0
    this.#problem = !none ? null : faults.includes('EADDRINUSE') ? 'port-in-use' : 'no-network'
  }

  /** Returns the system's word when the address cannot be listened on; the others go on. */
  async #listen(address: string): Promise<string | undefined> {
    const sockets = new Set<Socket>()
    const server = createServer({ requestTimeout: 60_000, headersTimeout: 10_000 }, (request, response) =>
      this.app.routing(request, response),
    )
    server.maxConnections = MOST_CONNECTIONS
    server.on('upgrade', (...wire) => this.app.server.emit('upgrade', ...wire))
    server.on('connection', (socket: Socket) => {
      if (!(this.options.mayConnect ?? isPrivateAddress)(socket.remoteAddress)) return socket.destroy()
      this.#fromLan.add(socket)
      sockets.add(socket)
      return socket.on('close', () => sockets.delete(socket))
    })
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen({ host: address, port: this.options.port }, resolve)
      })
    } catch (error) {
      this.log.warn({ address, error: reasonOf(error) }, 'the LAN cannot be listened on here')
      return (error as { code?: string }).code ?? 'unknown'
    }
    this.#listeners.set(address, { server, sockets })
    return undefined
  }

  async #shut(address: string, { server, sockets }: Listener): Promise<void> {
    this.#listeners.delete(address)
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** A browser leaves out the port that goes without saying. */
function withPort(name: string, port: number): string {
  return port === 80 ? name : `${name}:${port}`
}
