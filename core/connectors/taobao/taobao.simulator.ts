import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { noFaults, type Simulator, type SimulatorOptions } from '../simulator'
import { banned, checkSystem, rateGate, type Keys } from './gate.simulator'
import { messageQueue } from './messages.simulator'
import { simMethods } from './methods.simulator'
import { TopRefusal } from './refusal.simulator'
import { simulatedShop } from './shop.simulator'
import { responseKey } from './taobao.wire'
import { topJson, topXml } from './wire.simulator'

export interface TaobaoSimulatorOptions extends SimulatorOptions {
  /** Calls a second and method before a ban; 40 if absent. */
  readonly callsPerSecond?: number
  /** Refunds of so many fen and more want the code that goes to the merchant's phone; never if absent. */
  readonly codeFromMinor?: number
}

const BODY_LIMIT = 1_000_000

/** A practice Taobao on 127.0.0.1: TOP's gateway at /router/rest with its signature, clock, window and rate checks. */
export async function startTaobaoSimulator(options: TaobaoSimulatorOptions = {}): Promise<Simulator> {
  const seed = options.seed ?? 1
  const faults = noFaults()
  const keys: Keys = {
    appKey: '12345678',
    secret: `practice-secret-${seed}`,
    session: `practice-session-${seed}`,
  }
  const queue = messageQueue(faults, seed)
  const shop = simulatedShop({ queue, seed, memory: options.memory })
  const methods = simMethods(shop, queue, faults, options.codeFromMinor ?? Infinity)
  const limit = rateGate(options.callsPerSecond ?? 40)
  const calls = new Map<string, number>()
  const now = () => (options.now ?? Date.now)() + faults.skewMs

  function answer(params: Readonly<Record<string, string>>): unknown {
    const name = params['method']
    if (!name) throw new TopRefusal(21, 'Missing Method')
    const method = methods.get(name)
    if (!method) throw new TopRefusal(22, 'Invalid Method', 'isv.invalid-method', '不存在的方法名')
    calls.set(name, (calls.get(name) ?? 0) + 1)
    if (faults.throttleNext > 0) {
      faults.throttleNext--
      throw banned(1)
    }
    limit(name)
    if (faults.failNext > 0) {
      faults.failNext--
      throw new TopRefusal(
        15,
        'Remote service error',
        'isp.top-remote-connection-timeout',
        '远程服务连接超时',
      )
    }
    checkSystem(params, { keys, now: now(), needsSession: method.needsSession, faults })
    return {
      [responseKey(name)]: { ...(method.answer(params, now()) as object), request_id: '15vbi00simulated' },
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const params = await paramsOf(request)
    if (faults.outage || params === undefined) return void request.socket.destroy()
    response.setHeader('Date', new Date(now()).toUTCString())
    if (!params.path.endsWith('/router/rest')) return void response.writeHead(404).end('not found')
    const json = params.values['format'] === 'json'
    response.setHeader('Content-Type', json ? 'application/json;charset=utf-8' : 'text/xml;charset=utf-8')
    const write = json ? topJson : topXml
    try {
      response.end(write(answer(params.values)))
    } catch (error) {
      if (!(error instanceof TopRefusal)) throw error
      response.end(write(error.body()))
    }
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    settings: { app_key: keys.appKey, app_secret: keys.secret, session: keys.session },
    shop,
    faults,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Query and form together; `undefined` for a body larger than any call of TOP's. */
async function paramsOf(
  request: IncomingMessage,
): Promise<{ path: string; values: Record<string, string> } | undefined> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_LIMIT) return undefined
    chunks.push(chunk)
  }
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
  return {
    path: url.pathname,
    values: { ...Object.fromEntries(url.searchParams), ...Object.fromEntries(form) },
  }
}
