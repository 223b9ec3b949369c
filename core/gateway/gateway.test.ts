import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashPin, resetPin, setOwnerPin } from '../auth'
import { buildCore, type Core } from '../build-core'
import type { Api } from '../rpc/api'
import { webhookHmac } from '../connectors/vendure/vendure.sign'
import type { Actor, Tx } from '../database'
import { Refusal } from '../kernel'
import { addShop } from '../shops'
import { fakeClock, noLog } from '../testing'
import { startGateway, type Gateway } from './gateway'

const clock = fakeClock()
let folder: string
let core: Core
let gateway: Gateway

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhanggui-gateway-'))
  const rendererFolder = join(folder, 'renderer')
  await mkdir(rendererFolder)
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>the page</title>')
  await writeFile(join(folder, 'package.json'), 'not yours')
  core = await buildCore({ folder: join(folder, 'data'), practice: false, clock, log: noLog })
  gateway = await startGateway({
    deps: core.rpc, log: noLog, host: '127.0.0.1', port: 0, rendererFolder, practicePictures: join(folder, 'none'),
    openSession: (origin) => core.openOwnerSession(origin), lan: { port: 0, addresses: () => [] },
  }) // prettier-ignore
})
afterEach(async () => {
  await gateway[Symbol.asyncDispose]()
  await core[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Plain HTTP: a browser's fetch would tidy the path and the Host that an attacker chooses. */
function ask(path: string, options: RequestOptions & { body?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { body, ...rest } = options
    const sent = request(gateway.address, { path, agent: false, ...rest }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: String(Buffer.concat(parts)),
        }),
      )
    })
    sent.on('error', reject).end(body)
  })
}

const tryPin = (pin: string, headers: Record<string, string> = {}) =>
  ask('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ pin }),
  })

const sessionIn = (answer: Answer) => /zg_session=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1]

/** Asks for the wire as a browser does. Resolves with the status: 101 when it was opened. */
function openWire(headers: Record<string, string>, path = '/rpc'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(gateway.address, {
      path,
      agent: false,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    })
    sent.on('upgrade', (response, socket) => (socket.destroy(), resolve(response.statusCode ?? 0)))
    sent.on('response', (response) => (response.resume(), resolve(response.statusCode ?? 0)))
    sent.on('error', reject).end()
  })
}

async function asStation<T>(use: (client: ContractRouterClient<Api>) => Promise<T>): Promise<T> {
  const socket = new WebSocket(`${gateway.address.replace('http', 'ws')}/rpc`)
  try {
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
    return await use(createORPCClient(new RPCLink({ websocket: socket })))
  } finally {
    socket.close()
  }
}

describe('the gateway withstands', () => {
  it('DNS rebinding: another name that resolves to this machine gets nothing', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${new URL(gateway.address).port}`,
      '127.0.0.1.evil.example',
    ])
      expect(await ask('/', { headers: { host } })).toMatchObject({ status: 421 })
    expect(await ask('/', { headers: { host: `localhost:${new URL(gateway.address).port}` } })).toMatchObject(
      { status: 200 },
    )
  })

  it('a foreign page that posts a PIN or opens the wire', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1'])
      expect(await tryPin('123456', { origin })).toMatchObject({ status: 403 })
    for (const origin of [
      'https://evil.example',
      'null',
      'http://127.0.0.1:1',
      `${gateway.address}.evil.example`,
    ])
      expect([origin, await openWire({ origin })]).toEqual([origin, 403])
    expect(await openWire({ origin: gateway.address })).toBe(101)
    expect(await openWire({})).toBe(101)
  })

  it('a wire under a foreign name, and one through the door of the platforms', async () => {
    const host = 'evil.example'
    expect(await openWire({ host, origin: `http://${host}` })).toBe(421)
    expect(await openWire({ host })).toBe(421)
    for (const path of ['/hooks/../rpc', '/hooks/%2e%2e/rpc', '/hooks/s1', '/hooks/'])
      expect([path, await openWire({ host, origin: `http://${host}` }, path)]).not.toEqual([path, 101])
  })

  it('a foreign name that comes in by the door of the platforms gets nothing of the page', async () => {
    for (const path of [
      '/hooks/../index.html',
      '/hooks/..%2findex.html',
      '/hooks/',
      '/hooks',
      '/hooks/s1/../../',
    ])
      for (const method of ['GET', 'POST']) {
        const answer = await ask(path, { method, headers: { host: 'evil.example' } })
        expect([path, method, answer.status >= 400]).toEqual([path, method, true])
        expect(answer.body).not.toContain('the page')
      }
  })

  it('guessing: after five free tries every try costs a wait, and the right PIN waits too', async () => {
    const pin = '702518'
    const hash = await hashPin(pin)
    await core.database.withTx({ who: 'owner', from: 'test' }, (tx) => setOwnerPin(tx, hash))
    for (let n = 0; n < 5; n++) expect(await tryPin('000000')).toMatchObject({ status: 401 })
    const refused = await tryPin(pin)
    expect(refused.status).toBe(429)
    const { retryAfterSeconds } = JSON.parse(refused.body) as { retryAfterSeconds: number }
    expect(retryAfterSeconds).toBeGreaterThan(0)
    await clock.advance(retryAfterSeconds * 1000)
    const welcome = await tryPin(pin)
    expect(welcome.status).toBe(204)
    expect(String(welcome.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Strict/)
  })

  it('a link that is used twice, and one that nobody gave', async () => {
    const { pathname, search } = new URL(gateway.oneTimeLink())
    const first = await ask(pathname + search)
    expect(first.status).toBe(302)
    expect(sessionIn(first)).toBeTruthy()
    for (const path of [pathname + search, '/open?k=', '/open', '/open?k=x'])
      expect(sessionIn(await ask(path))).toBeUndefined()
    expect(await ask(pathname + search)).toMatchObject({ status: 410 })
  })

  it('a push with a wrong signature: refused, and nothing of it is kept', async () => {
    const shop = await core.database.withTx(
      { who: 'owner', from: 'test' },
      (tx) =>
      addShop(tx, core.box, {
        platform: 'shopify', name: '练习', url: 'http://127.0.0.1:9', since: null,
        settings: { client_id: 'id', client_secret: 'a-secret-of-ours' },
      }), // prettier-ignore
    )
    const push = (headers: Record<string, string>) =>
      ask(`/hooks/${shop.id}`, {
        method: 'POST', body: '{"id":1}',
        headers: { 'content-type': 'application/json', 'x-shopify-topic': 'orders/create', 'x-shopify-webhook-id': 'w1', ...headers },
      }) // prettier-ignore
    expect(await push({ 'x-shopify-hmac-sha256': Buffer.from('wrong').toString('base64') })).toMatchObject({
      status: 401,
    })
    expect(await push({})).toMatchObject({ status: 401 })
    expect((await ask('/hooks/s99', { method: 'POST', body: '{}' })).status).toBeGreaterThanOrEqual(400)
    expect(await core.database.read.all('select id from inbox_pages')).toEqual([])
  })

  it('a wire that stays open after its session ended, or its PIN was changed', async () => {
    const wireOf = async () => {
      const { pathname, search } = new URL(gateway.oneTimeLink())
      const cookie = `zg_session=${sessionIn(await ask(pathname + search))}`
      const socket = new WebSocket(`${gateway.address.replace('http', 'ws')}/rpc`, { headers: { cookie } })
      await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
      const closed = new Promise<number>((resolve) =>
        socket.addEventListener('close', ({ code }) => resolve(code), { once: true }),
      )
      const client: ContractRouterClient<Api> = createORPCClient(new RPCLink({ websocket: socket }))
      return { cookie, client, closed, socket }
    }
    const [leaving, staying] = [await wireOf(), await wireOf()]
    expect((await leaving.client.auth.standing()).roles).toEqual(['owner'])
    await ask('/session', { method: 'DELETE', headers: { cookie: leaving.cookie } })
    expect(await leaving.closed).toBe(4401)
    expect((await staying.client.shops.list()).shops).toEqual([])
    await core.database.withTx({ who: 'owner', from: 'test' }, (tx) => resetPin(tx))
    expect(await staying.closed).toBe(4401)
  })

  it('a push that finds the disk full: not taken for kept, and kept when it comes again', async () => {
    const actor = { who: 'owner', from: 'test' }
    const secret = 'a-secret-of-ours'
    const settings = { api_key: 'k', webhook_secret: secret }
    const shop = await core.database.withTx(actor, (tx) =>
      addShop(tx, core.box, {
        platform: 'vendure',
        name: '店',
        url: 'http://127.0.0.1:9',
        since: null,
        settings,
      }),
    )
    const body = JSON.stringify({
      id: 'e1',
      topic: 'order.placed',
      payload: { orderId: '1', more: 'x'.repeat(9_000) },
    })
    const headers = { 'content-type': 'application/json', 'x-vendure-hmac-sha256': webhookHmac(secret, Buffer.from(body)) } // prettier-ignore
    const push = () => ask(`/hooks/${shop.id}`, { method: 'POST', body, headers })
    let full = true
    const { withTx } = core.database
    Object.assign(core.database, {
      withTx: (who: Actor, work: (tx: Tx) => Promise<unknown>) =>
        withTx(who, async (tx) => {
          const result = await work(tx)
          if (full && who.from === 'push') throw new Refusal('disk-full')
          return result
        }),
    })
    const refused = await push()
    expect(refused.status).toBe(503)
    expect(refused.body).toContain('send again')
    expect(await core.database.read.all('select id from inbox_pages')).toEqual([])
    full = false
    expect(await push()).toMatchObject({ status: 200 })
    expect(await core.database.read.all('select source from inbox_pages')).toEqual([{ source: 'push' }])
  })

  it('a path that climbs out of the page’s folder', async () => {
    const climbs = [
      '/../package.json',
      '/..%2fpackage.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/package.json',
      '/..%5cpackage.json',
      '/assets/../../package.json',
    ]
    for (const path of climbs) {
      const answer = await ask(path)
      expect([path, answer.status >= 400]).toEqual([path, true])
      expect(answer.body).not.toContain('not yours')
    }
  })

  it('a caller without a session: only who-am-I is answered', async () => {
    await asStation(async (client) => {
      expect(await client.auth.standing()).toMatchObject({ signedIn: false, roles: [] })
      for (const call of [client.auth.settings, client.shops.list, client.sync.pill])
        await expect(call()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
      await expect(client.orders.page({ filter: [], cursor: null, limit: 5 })).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
      })
    })
  })
})

it('every page carries the policy: only our own files run, nobody frames us', async () => {
  for (const path of ['/', '/no-such-file', '/open?k=x']) {
    const { headers } = await ask(path)
    expect(headers['content-security-policy']).toMatch(/default-src 'self'.*frame-ancestors 'none'/)
    expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe|unsafe-eval/)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  }
})
