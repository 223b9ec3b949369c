import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { noFaults, type Simulator, type SimulatorFaults, type SimulatorOptions } from '../simulator'
import { API_VERSION, GRAPHQL_PATH } from './shopify.queries'
import { QueryFault, requestedCost } from './shopify.simulator.execute'
import { SyntaxFault, parseQuery } from './shopify.simulator.graphql'
import { mutations } from './shopify.simulator.mutations'
import { answerQuery } from './shopify.simulator.query'
import { simulatedShop } from './shopify.simulator.shop'
import { simulatedShelf } from './shopify.simulator.stock'
import { webhooks } from './shopify.simulator.webhooks'

const MAXIMUM_AVAILABLE = 2000
const RESTORE_RATE = 100
const DEAREST_QUERY = 1000
const TOKEN = 'shpat_practice_0123456789abcdef'
const SECRET = 'shpss_practice_0123456789abcdef'

/** A practice store on 127.0.0.1: Admin GraphQL with its cost bucket, the client-credentials grant, webhooks. */
export async function startShopifySimulator(options: SimulatorOptions): Promise<Simulator> {
  const faults = noFaults()
  const calls = new Map<string, number>()
  const now = () => (options.now ?? Date.now)() + faults.skewMs
  const bells = webhooks(SECRET, API_VERSION, faults, seeded(options.seed ?? 1))
  bells.pushTo(options.webhookUrl)
  const shelf = simulatedShelf(faults)
  const state = simulatedShop(
    (topic, _order, payload, at) => bells.ring(topic, payload, at),
    bells.pushTo,
    shelf.stockOf,
    options.memory,
  )
  const { orders, shop } = state
  const change = mutations(state, now)
  const bucket = { available: MAXIMUM_AVAILABLE, at: now() }

  function restored(): number {
    const elapsedMs = Math.max(0, now() - bucket.at)
    bucket.available = Math.min(MAXIMUM_AVAILABLE, bucket.available + (elapsedMs * RESTORE_RATE) / 1000)
    bucket.at = now()
    return bucket.available
  }
  function costReport(requested: number, actual: number | null) {
    const throttleStatus = {
      maximumAvailable: MAXIMUM_AVAILABLE,
      currentlyAvailable: Math.floor(bucket.available),
      restoreRate: RESTORE_RATE,
    }
    return { cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus } }
  }
  function graphql(body: string): object {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> }
    const stock = shelf.answer(query, variables ?? {})
    if (stock) {
      count(calls, query.includes('mutation') ? 'inventorySetQuantities' : 'productVariants')
      return stock
    }
    const selection = parseQuery(query, variables ?? {})
    const changes = /^\s*mutation\b/.test(query)
    // Shopify's published price of a mutation.
    const requested = changes ? 10 : requestedCost('QueryRoot', selection)
    const refuse = (code: string, message: string) => {
      count(calls, code)
      return { errors: [{ message, extensions: { code } }], extensions: costReport(requested, null) }
    }
    if (requested > DEAREST_QUERY)
      return refuse(
        'MAX_COST_EXCEEDED',
        `Query cost is ${requested}, which exceeds the single query max cost limit`,
      )
    if (restored() < requested || faults.throttleNext > 0) {
      faults.throttleNext = Math.max(0, faults.throttleNext - 1)
      return refuse('THROTTLED', 'Throttled')
    }
    const taken = { cost: 0 }
    const data = changes ? change(selection, taken) : answerQuery(selection, orders, taken)
    for (const field of Object.keys(data)) count(calls, field)
    const actual = Math.min(requested, taken.cost)
    bucket.available -= actual
    return { data, extensions: costReport(requested, actual) }
  }
  function answer(request: IncomingMessage, body: string): { status: number; json: object } {
    if (faults.failNext > 0) {
      faults.failNext--
      return { status: 500, json: { errors: 'Internal Server Error' } }
    }
    if (request.url === '/admin/oauth/access_token') return grant(body, faults)
    if (request.url !== GRAPHQL_PATH || request.method !== 'POST')
      return { status: 404, json: { errors: 'Not Found' } }
    if (faults.keysExpired || request.headers['x-shopify-access-token'] !== TOKEN)
      return {
        status: 401,
        json: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
      }
    try {
      return { status: 200, json: graphql(body) }
    } catch (error) {
      if (error instanceof SyntaxFault)
        return {
          status: 200,
          json: { errors: [{ message: error.message, locations: [{ line: 1, column: 1 }] }] },
        }
      if (error instanceof QueryFault)
        return {
          status: 200,
          json: {
            errors: [
              { message: error.message, extensions: error.extensions, locations: [{ line: 1, column: 1 }] },
            ],
          },
        }
      throw error
    }
  }
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (faults.outage) return void request.socket.destroy()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { status, json } = answer(request, Buffer.concat(chunks).toString())
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'x-shopify-api-version': API_VERSION,
      date: new Date(now()).toUTCString(),
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
    settings: { access_token: TOKEN, client_id: 'practice', client_secret: SECRET },
    shop,
    faults,
    calls,
    async [Symbol.asyncDispose]() {
      await bells[Symbol.asyncDispose]()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function grant(body: string, faults: SimulatorFaults): { status: number; json: object } {
  const form = new URLSearchParams(body)
  if (faults.keysExpired || form.get('client_id') !== 'practice' || form.get('client_secret') !== SECRET)
    return { status: 404, json: { errors: 'application_cannot_be_found' } }
  return {
    status: 200,
    json: {
      access_token: TOKEN,
      scope: 'read_orders,write_merchant_managed_fulfillment_orders',
      expires_in: 86_399,
    },
  }
}

function count(calls: Map<string, number>, name: string): void {
  calls.set(name, (calls.get(name) ?? 0) + 1)
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
