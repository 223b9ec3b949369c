import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { ownerFrom } from '../auth'
import { buildCore, type Core } from '../build-core'
import { startGateway, type Gateway } from '../gateway'
import { isPrivateAddress } from '../gateway/lan-addresses'
import { router } from '../rpc'
import type { Api } from '../rpc/api'
import { fakeClock } from './fake-clock'
import { noLog } from './no-log'

/** Loopback's other addresses stand for this PC's address in its LAN (Linux has them all). */
export const LAN = '127.0.0.2'
export const PIN = '702518'
export const OTHER_PIN = '918273'
let clock: ReturnType<typeof fakeClock>
let folder: string
let core: Core
let gateway: Gateway
let addresses: string[]
let lanPort: number
let mayConnect: (address: string | undefined) => boolean

/** A fresh core before each test of the file, its gateway on loopback, the door to the LAN shut. */
export function useLan(): void {
  beforeEach(async () => {
    clock = fakeClock()
    addresses = [LAN]
    lanPort = 0
    mayConnect = isPrivateAddress
    folder = await mkdtemp(join(tmpdir(), 'zhanggui-lan-'))
    const rendererFolder = join(folder, 'renderer')
    await mkdir(rendererFolder)
    await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>the page</title>')
    core = await buildCore({ folder: join(folder, 'data'), practice: false, clock, log: noLog })
    gateway = await startGateway({
      deps: core.rpc, log: noLog, host: '127.0.0.1', port: 0, rendererFolder, practicePictures: join(folder, 'none'),
      openSession: (origin) => core.openOwnerSession(origin),
      lan: { get port() { return lanPort }, addresses: () => addresses, mayConnect: (address) => mayConnect(address) },
    }) // prettier-ignore
  })
  afterEach(async () => {
    await gateway[Symbol.asyncDispose]()
    await core[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })
}

/** What the tests of this file stand on now. */
export const lan = {
  get core() {
    return core
  },
  get gateway() {
    return gateway
  },
  get clock() {
    return clock
  },
  /** This PC's addresses from now on. */
  set addresses(next: string[]) {
    addresses = next
  },
  set port(next: number) {
    lanPort = next
  },
  set mayConnect(next: typeof mayConnect) {
    mayConnect = next
  },
}

let commands = 0
export const cmd = () => ({ commandId: `command-${++commands}` })
export const owner = () => createRouterClient(router(core.rpc), { context: { caller: ownerFrom('desktop'), log: noLog } }) // prettier-ignore
export const lanAddress = () => core.rpc.lan.state.addresses[0] ?? 'http://127.0.0.2:1'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
export function ask(
  origin: string,
  path: string,
  options: RequestOptions & { body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { body, ...rest } = options
    const sent = request(origin, { path, agent: false, ...rest }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: String(Buffer.concat(parts)) })) // prettier-ignore
    })
    sent.on('error', reject).end(body)
  })
}
export const cookieIn = (answer: Answer, name: string) => new RegExp(`${name}=[^;]+`).exec(String(answer.headers['set-cookie']))?.[0] // prettier-ignore
export const pair = (code: string, headers: Record<string, string> = {}, more: RequestOptions = {}) =>
  ask(lanAddress(), '/pair', {
    method: 'POST', ...more,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ code, name: '仓库手机' }).toString(),
  }) // prettier-ignore
export const signIn = (cookie: string, body: object, origin = lanAddress()) =>
  ask(origin, '/session', { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify(body) }) // prettier-ignore

export async function aStation(): Promise<{ id: string; cookie: string }> {
  const { code } = await owner().stations.offerPairing(cmd())
  const cookie = cookieIn(await pair(code), 'zg_station')
  const { stations } = await owner().stations.overview()
  return { id: stations[0]?.id ?? '', cookie: cookie ?? '' }
}
export async function aPacker(roles: ('warehouse' | 'sales' | 'finance')[] = ['warehouse']): Promise<string> {
  return (await owner().people.add({ ...cmd(), name: '小李', roles, pin: PIN })).id
}
/** The wire of a browser with these cookies; resolves with how it was opened. */
export async function wire(cookie: string, origin = lanAddress(), headers: Record<string, string> = {}) {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, {
    headers: { cookie, ...headers },
  })
  const closed = new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code), { once: true })) // prettier-ignore
  const opened = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true), { once: true })
    socket.addEventListener('error', () => resolve(false), { once: true })
  })
  const client: ContractRouterClient<Api> = createORPCClient(new RPCLink({ websocket: socket }))
  return { socket, opened, closed, client }
}
export async function aSignedInPacker(roles?: ('warehouse' | 'sales' | 'finance')[]) {
  const personId = await aPacker(roles)
  const station = await aStation()
  const session = cookieIn(await signIn(station.cookie, { personId, pin: PIN }), 'zg_session')
  return { personId, station, cookie: `${station.cookie}; ${session}` }
}
