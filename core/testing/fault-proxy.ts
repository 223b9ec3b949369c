import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What a network does to one call. `lost`, `timeout`, `twice` and `cut` come after the platform acted: whoever
 * repeats the call without asking does it a second time.
 *
 * - `error`: answered 500, the platform never heard of it
 * - `lost`: the platform acted, the connection ends without an answer
 * - `timeout`: the platform acted, the answer is held back for `timeoutMs`, then the connection ends
 * - `twice`: the call arrives twice, the second answer comes back
 * - `cut`: the platform acted, the answer ends in its middle
 */
export type Fault = 'error' | 'lost' | 'timeout' | 'twice' | 'cut'

/** A call as the proxy saw it, whole. */
export interface ProxiedCall {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly body: string
}

export interface FaultProxyOptions {
  /** Where the calls go on to, such as a simulator's origin. */
  readonly target: string
  /** The same seed and the same calls in the same order give the same faults. */
  readonly seed: number
  /** Share 0..1 of the calls that each fault strikes; together at most 1. */
  readonly shares: Partial<Readonly<Record<Fault, number>>>
  /** Only these calls are struck, the others pass; all if absent. */
  readonly strikes?: (call: ProxiedCall) => boolean
  /** How long `timeout` holds an answer back; 2,000 if absent. */
  readonly timeoutMs?: number
}

export interface FaultProxy extends AsyncDisposable {
  readonly origin: string
  /** How often each fault struck. */
  readonly struck: Readonly<Record<Fault, number>>
  /** While true nothing is struck: for the last round of a test, in which all must end well. */
  calm: boolean
}

interface Answer {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

/** Headers that belong to one connection, not to the call. */
const OF_THE_CONNECTION = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding']) // prettier-ignore

/** An HTTP proxy on 127.0.0.1 that loses, delays, doubles and damages calls by shares, seeded. */
export async function aFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const random = seeded(options.seed)
  const struck = { error: 0, lost: 0, timeout: 0, twice: 0, cut: 0 }
  const held = new Set<NodeJS.Timeout>()
  const proxy = { calm: false }

  function faultFor(call: ProxiedCall): Fault | undefined {
    if (proxy.calm || options.strikes?.(call) === false) return undefined
    let roll = random()
    for (const [fault, share] of Object.entries(options.shares) as [Fault, number][]) {
      if (roll < share) return fault
      roll -= share
    }
    return undefined
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await wholeOf(request)
    const call = { method: request.method ?? 'GET', path: request.url ?? '/', body: body.toString('utf8') }
    const fault = faultFor(call)
    if (fault) struck[fault] += 1
    if (fault === 'error') return void response.writeHead(500).end('Internal Server Error')
    const first = await passOn(options.target, request, body)
    switch (fault) {
      case undefined:
        return void write(response, first, first.body)
      case 'twice': {
        const second = await passOn(options.target, request, body)
        return void write(response, second, second.body)
      }
      case 'lost':
        return void request.socket.destroy()
      case 'cut':
        response.writeHead(first.status, { ...first.headers, 'content-length': first.body.length })
        response.write(first.body.subarray(0, Math.floor(first.body.length / 2)))
        // Not at once: what was written would never leave.
        return hold(20, () => request.socket.destroy())
      case 'timeout':
        return hold(options.timeoutMs ?? 2_000, () => request.socket.destroy())
    }
  }

  function hold(ms: number, then: () => void): void {
    const timer = setTimeout(() => {
      held.delete(timer)
      then()
    }, ms)
    held.add(timer)
  }

  const server = createServer((request, response) => {
    // The platform is gone, or the caller is: either way the connection ends without an answer.
    serve(request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  return Object.assign(proxy, {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    struck,
    async [Symbol.asyncDispose]() {
      for (const timer of held) clearTimeout(timer)
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  })
}

async function wholeOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function passOn(target: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      OF_THE_CONNECTION.has(name) || value === undefined ? [] : [[name, String(value)]],
    ),
  )
  const response = await fetch(new URL(request.url ?? '/', target), {
    method: request.method ?? 'GET',
    headers,
    ...(body.length > 0 ? { body } : {}),
    redirect: 'manual',
  })
  return {
    status: response.status,
    headers: Object.fromEntries([...response.headers].filter(([name]) => !OF_THE_CONNECTION.has(name))),
    body: Buffer.from(await response.arrayBuffer()),
  }
}

function write(response: ServerResponse, answer: Answer, body: Buffer): void {
  response.writeHead(answer.status, answer.headers).end(body)
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
