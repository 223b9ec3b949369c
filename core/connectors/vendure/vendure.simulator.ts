import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { noFaults, type Simulator, type SimulatorOptions } from '../simulator'
import { ADMIN_PATH } from './vendure.queries'
import { dataFor } from './vendure.simulator.answers'
import { simulatedStore } from './vendure.simulator.shop'
import { webhooks } from './vendure.simulator.webhooks'

const API_KEY = '1:practice-0123456789abcdef'
const LOGIN = { username: 'practice', password: 'practice-password' }
const TOKEN = 'practice-session-0123456789abcdef'
const SECRET = 'practice-webhook-0123456789abcdef'

const requestWire = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).default({}) })

interface Reply {
  readonly status: number
  readonly json: object
  readonly headers?: Readonly<Record<string, string>>
}

/** A practice store on 127.0.0.1: the part of Vendure's Admin API that we ask, API key or login, signed webhooks. */
export async function startVendureSimulator(options: SimulatorOptions): Promise<Simulator> {
  const faults = noFaults()
  const calls = new Map<string, number>()
  const now = () => (options.now ?? Date.now)() + faults.skewMs
  const bells = webhooks(SECRET, faults, seeded(options.seed ?? 1))
  bells.pushTo(options.webhookUrl)
  const store = simulatedStore(bells.ring, bells.pushTo, faults, options.memory)

  function answer(request: IncomingMessage, body: string): Reply {
    if (faults.failNext > 0) {
      faults.failNext--
      return { status: 500, json: { message: 'Internal server error' } }
    }
    if (faults.throttleNext > 0) {
      faults.throttleNext--
      return { status: 429, json: { message: 'Too Many Requests' }, headers: { 'retry-after': '1' } }
    }
    if (request.url !== ADMIN_PATH || request.method !== 'POST')
      return { status: 404, json: { message: 'Not Found' } }
    const { query, variables } = requestWire.parse(JSON.parse(body))
    const operation = /^\s*(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? ''
    calls.set(operation, (calls.get(operation) ?? 0) + 1)
    if (operation === 'ZhangguiLogin') return login(variables)
    if (operation !== 'ZhangguiPing' && (faults.keysExpired || !isKnown(request.headers))) return FORBIDDEN
    // `me` is closed to API keys.
    if (operation === 'ZhangguiMe' && request.headers['vendure-api-key'] !== undefined) return FORBIDDEN
    const data = dataFor(operation, variables, store, now())
    if (data) return { status: 200, json: { data } }
    return refusal(400, 'GRAPHQL_VALIDATION_FAILED', 'The practice store does not know this document')
  }
  function login({ username, password }: Readonly<Record<string, unknown>>): Reply {
    if (!faults.keysExpired && username === LOGIN.username && password === LOGIN.password)
      return { status: 200, json: { data: { login: { __typename: 'CurrentUser' } } }, headers: { 'vendure-auth-token': TOKEN } } // prettier-ignore
    const errorCode = 'INVALID_CREDENTIALS_ERROR'
    const message = 'The provided credentials are invalid'
    return {
      status: 200,
      json: { data: { login: { __typename: 'InvalidCredentialsError', errorCode, message } } },
    }
  }
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (faults.outage) return void request.socket.destroy()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { status, json, headers } = answer(request, Buffer.concat(chunks).toString())
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      date: new Date(now()).toUTCString(),
      ...headers,
    })
    response.end(JSON.stringify(json))
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    settings: { api_key: API_KEY, ...LOGIN, webhook_secret: SECRET },
    shop: store.shop,
    faults,
    calls,
    async [Symbol.asyncDispose]() {
      await bells[Symbol.asyncDispose]()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Vendure refuses with HTTP 200 and the reason in `extensions.code`. */
function refusal(status: number, code: string, message: string): Reply {
  return { status, json: { errors: [{ message, extensions: { code } }], data: null } }
}
const FORBIDDEN = refusal(200, 'FORBIDDEN', 'You are not currently authorized to perform this action')

function isKnown(headers: IncomingHttpHeaders): boolean {
  return headers['vendure-api-key'] === API_KEY || headers.authorization === `Bearer ${TOKEN}`
}

/** Mulberry32: the same seed, the same losses. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
