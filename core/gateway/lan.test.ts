import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http'
import { createServer } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ownerFrom } from '../auth'
import { buildCore, type Core } from '../build-core'
import type { Api } from '../rpc/api'
import { router } from '../rpc'
import { fakeClock, noLog } from '../testing'
import { isPrivateAddress } from './lan-addresses'
import { startGateway, type Gateway } from './gateway'

// Loopback's other addresses stand for this PC's address in its LAN (Linux has them all).
const LAN = '127.0.0.2'
const PIN = '702518'
const OTHER_PIN = '918273'
let clock: ReturnType<typeof fakeClock>
let folder: string
let core: Core
let gateway: Gateway
let addresses: string[]
let lanPort: number
let mayConnect: (address: string | undefined) => boolean

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

let commands = 0
const cmd = () => ({ commandId: `command-${++commands}` })
const owner = () => createRouterClient(router(core.rpc), { context: { caller: ownerFrom('desktop'), log: noLog } }) // prettier-ignore
const lanAddress = () => core.rpc.lan.state.addresses[0] ?? 'http://127.0.0.2:1'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
function ask(
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
const cookieIn = (answer: Answer, name: string) => new RegExp(`${name}=[^;]+`).exec(String(answer.headers['set-cookie']))?.[0] // prettier-ignore
const pair = (code: string, headers: Record<string, string> = {}, more: RequestOptions = {}) =>
  ask(lanAddress(), '/pair', {
    method: 'POST', ...more,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ code, name: '仓库手机' }).toString(),
  }) // prettier-ignore
const signIn = (cookie: string, body: object, origin = lanAddress()) =>
  ask(origin, '/session', { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify(body) }) // prettier-ignore

async function aStation(): Promise<{ id: string; cookie: string }> {
  const { code } = await owner().stations.offerPairing(cmd())
  const cookie = cookieIn(await pair(code), 'zg_station')
  const { stations } = await owner().stations.overview()
  return { id: stations[0]?.id ?? '', cookie: cookie ?? '' }
}
async function aPacker(roles: ('warehouse' | 'sales' | 'finance')[] = ['warehouse']): Promise<string> {
  return (await owner().people.add({ ...cmd(), name: '小李', roles, pin: PIN })).id
}
/** The wire of a browser with these cookies; resolves with how it was opened. */
async function wire(cookie: string, origin = lanAddress(), headers: Record<string, string> = {}) {
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
async function aSignedInPacker(roles?: ('warehouse' | 'sales' | 'finance')[]) {
  const personId = await aPacker(roles)
  const station = await aStation()
  const session = cookieIn(await signIn(station.cookie, { personId, pin: PIN }), 'zg_session')
  return { personId, station, cookie: `${station.cookie}; ${session}` }
}

describe('the door to the LAN', () => {
  it('is shut until the owner opens it, opens without a new start, and shutting ends its connections at once', async () => {
    await expect(ask(`http://${LAN}:${new URL(gateway.address).port}`, '/')).rejects.toThrow()
    await expect(owner().stations.offerPairing(cmd())).rejects.toMatchObject({ data: { code: 'lan-off' } })
    const { pathname, search } = new URL(gateway.oneTimeLink())
    const here = cookieIn(await ask(gateway.address, pathname + search), 'zg_session') ?? ''
    const onPc = await wire(here, gateway.address)

    expect(await owner().stations.setLan({ ...cmd(), on: true })).toMatchObject({ on: true, problem: null, addresses: [expect.stringMatching(/^http:\/\/127\.0\.0\.2:\d+$/)] }) // prettier-ignore
    const phone = await aSignedInPacker()
    const onPhone = await wire(phone.cookie)
    expect((await onPhone.client.auth.standing()).name).toBe('小李')
    const shutAddress = lanAddress()
    await owner().stations.setLan({ ...cmd(), on: false })
    expect(await onPhone.closed).not.toBe(1000)
    await expect(ask(shutAddress, '/')).rejects.toThrow()
    // The window of this PC never noticed.
    expect((await onPc.client.auth.standing()).roles).toEqual(['owner'])
    expect(onPc.socket.readyState).toBe(WebSocket.OPEN)
    onPc.socket.close()

    await owner().stations.setLan({ ...cmd(), on: true })
    const again = await wire(phone.cookie)
    expect((await again.client.auth.standing()).name).toBe('小李')
    again.socket.close()
  })

  it('says why nobody can come: no network, or the port is taken there', async () => {
    addresses = []
    expect(await owner().stations.setLan({ ...cmd(), on: true })).toMatchObject({ addresses: [], problem: 'no-network' }) // prettier-ignore
    await owner().stations.setLan({ ...cmd(), on: false })
    addresses = ['192.0.2.1']
    expect(await owner().stations.setLan({ ...cmd(), on: true })).toMatchObject({ problem: 'no-network' })
    await owner().stations.setLan({ ...cmd(), on: false })
    const other = createServer().listen(0, LAN)
    await once(other, 'listening')
    addresses = [LAN]
    lanPort = (other.address() as { port: number }).port
    expect(await owner().stations.setLan({ ...cmd(), on: true })).toMatchObject({ addresses: [], problem: 'port-in-use' }) // prettier-ignore
    await new Promise((resolve) => other.close(resolve))
  })

  it('takes webhooks as before, and asks nobody to pair for them', async () => {
    await owner().stations.setLan({ ...cmd(), on: true })
    for (const origin of [gateway.address, lanAddress()])
      expect(await ask(origin, '/hooks/s99', { method: 'POST', body: '{}', headers: { host: 'shop.example' } })).toMatchObject({ status: 404 }) // prettier-ignore
  })
})

describe('with the door open, the gateway withstands', () => {
  beforeEach(async () => {
    await owner().stations.setLan({ ...cmd(), on: true })
  })

  it('an unpaired device that asks for names: it learns how to pair and nothing else', async () => {
    await aPacker()
    for (const path of ['/', '/door', '/index.html', '/practice/mug.svg', '/open?k=x', '/session', '/rpc', '/%2e%2e/door', '/nothing']) {
      const answer = await ask(lanAddress(), path)
      expect([path, answer.body.includes('小李'), answer.body.includes('the page')]).toEqual([path, false, false])
      expect([path, answer.body.includes('配对')]).toEqual([path, true])
    } // prettier-ignore
    expect((await wire('')).opened).toBe(false)
    expect(await signIn('', { personId: 'owner', pin: PIN })).toMatchObject({ status: 403 })
    // Nor with a cookie that nobody gave, nor with the owner's one-time link.
    expect((await ask(lanAddress(), '/door', { headers: { cookie: 'zg_station=guessed' } })).status).toBe(403)
    const { pathname, search } = new URL(gateway.oneTimeLink())
    expect(cookieIn(await ask(lanAddress(), pathname + search), 'zg_session')).toBeUndefined()
  })

  it('DNS rebinding: only this PC’s own addresses and names, with the port, are its own', async () => {
    const { port } = new URL(lanAddress())
    for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.3:${port}`, LAN, `${LAN}:1`, `localhost:${port}`, `127.0.0.1:${port}`, `${LAN}:${port}.evil.example`])
      expect([host, (await ask(lanAddress(), '/', { headers: { host } })).status]).toEqual([host, 421]) // prettier-ignore
    for (const host of [`${LAN}:${port}`, `${hostname()}:${port}`])
      expect([host, (await ask(lanAddress(), '/', { headers: { host } })).status]).toEqual([host, 200])
    // A station is no key to the door of this PC either.
    expect((await ask(gateway.address, '/', { headers: { host: `${LAN}:${port}` } })).status).toBe(421)
  })

  it('a foreign page in a paired browser: it opens no wire, signs nobody in, pairs nothing', async () => {
    const { cookie } = await aSignedInPacker()
    const { code } = await owner().stations.offerPairing(cmd())
    for (const origin of ['https://evil.example', 'null', gateway.address, lanAddress().replace('http:', 'https:').replace(/:\d+$/, '')]) {
      expect([origin, (await wire(cookie, lanAddress(), { origin })).opened]).toEqual([origin, false])
      expect((await pair(code, { origin })).status).toBe(403)
    } // prettier-ignore
    // The code is still good for whom it was meant.
    expect((await pair(code, { origin: lanAddress() })).status).toBe(303)
  })

  it('a code that is opened by a preview, used twice, or used after five minutes', async () => {
    const { code, links } = await owner().stations.offerPairing(cmd())
    const { pathname, search } = new URL(links[0] ?? '')
    expect(cookieIn(await ask(lanAddress(), pathname + search), 'zg_station')).toBeUndefined()
    const paired = await pair(` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`)
    expect(paired.status).toBe(303)
    expect(String(paired.headers['set-cookie'])).toMatch(/zg_station=.*HttpOnly.*SameSite=Strict/)
    expect((await pair(code)).status).toBe(401)
    const late = await owner().stations.offerPairing(cmd())
    await clock.advance(5 * 60_000 + 1)
    expect((await pair(late.code)).status).toBe(401)
    const [first, second] = [await owner().stations.offerPairing(cmd()), await owner().stations.offerPairing(cmd())] // prettier-ignore
    expect((await pair(first.code)).status).toBe(401)
    expect((await pair(second.code)).status).toBe(303)
    const stored = JSON.stringify(await core.database.read.all('select * from stations'))
    expect(stored).not.toContain(cookieIn(paired, 'zg_station')?.split('=')[1])
    expect(JSON.stringify(await core.database.read.all('select * from commands'))).not.toContain(code)
  })

  it('two devices that use one code at once: one of them is paired', async () => {
    const { code } = await owner().stations.offerPairing(cmd())
    const answers = await Promise.all([pair(code), pair(code), pair(code)])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 401, 401])
  })

  it('codes that are guessed, from one address and from many', async () => {
    const { code } = await owner().stations.offerPairing(cmd())
    const from = (n: number) => ({ localAddress: `127.0.1.${n}` })
    for (let n = 0; n < 5; n++) expect((await pair('AAAAAAAA', {}, from(1))).status).toBe(401)
    expect((await pair(code, {}, from(1))).status).toBe(429)
    for (let n = 2; n <= 46; n++) await pair('AAAAAAAA', {}, from(n))
    expect((await pair('AAAAAAAA', {}, from(99))).status).toBe(429)
    expect(await core.database.read.all('select id from stations')).toEqual([])
  })

  it('a PIN that is guessed from several stations: they are slowed together', async () => {
    const personId = await aPacker()
    const stations = [await aStation(), await aStation(), await aStation()]
    const tries: number[] = []
    for (let n = 0; n < 9; n++) tries.push((await signIn(stations[n % 3]?.cookie ?? '', { personId, pin: OTHER_PIN })).status) // prettier-ignore
    expect(tries).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 429])
    const told = await signIn(stations[0]?.cookie ?? '', { personId, pin: PIN })
    expect(told.status).toBe(429)
    await clock.advance((JSON.parse(told.body) as { retryAfterSeconds: number }).retryAfterSeconds * 1000)
    expect((await signIn(stations[0]?.cookie ?? '', { personId, pin: PIN })).status).toBe(204)
  })

  it('a stolen session without its station, or on another one', async () => {
    const { cookie, station } = await aSignedInPacker()
    const session = cookie.split('; ')[1] ?? ''
    const other = await aStation()
    expect((await wire(session)).opened).toBe(false)
    for (const [stolen, origin] of [[`${other.cookie}; ${session}`, lanAddress()], [session, gateway.address], [cookie, gateway.address]] as const) {
      const { client, socket } = await wire(stolen, origin)
      expect(await client.auth.standing()).toMatchObject({ signedIn: false })
      socket.close()
    } // prettier-ignore
    const mine = await wire(`${station.cookie}; ${session}`)
    expect(await mine.client.auth.standing()).toMatchObject({ signedIn: true })
    mine.socket.close()
  })

  it('a station that was removed, and the cookie that was copied from it: its wire ends, its sessions are gone', async () => {
    const { station, cookie, personId } = await aSignedInPacker()
    const open = await wire(cookie)
    const idle = await wire(station.cookie)
    expect((await open.client.auth.standing()).signedIn).toBe(true)
    await owner().stations.remove({ ...cmd(), id: station.id })
    await expect(open.client.orders.page({ filter: [], cursor: null, limit: 5 })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' }) // prettier-ignore
    expect([await open.closed, await idle.closed]).toEqual([4401, 4401])
    expect((await wire(cookie)).opened).toBe(false)
    expect((await signIn(cookie, { personId, pin: PIN })).status).toBe(403)
    expect(await core.database.read.all('select * from sessions')).toEqual([])
    expect((await owner().stations.overview()).stations).toEqual([])
  })

  it('a person who was removed while their wire was open: the stream that runs ends too', async () => {
    const { personId, cookie, station } = await aSignedInPacker()
    const { client, closed } = await wire(cookie)
    const feed = await client.feed.follow({ epoch: null, since: null })
    await feed.next()
    await owner().people.remove({ ...cmd(), id: personId })
    await expect(client.orders.counts({ filter: [], exact: false })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' }) // prettier-ignore
    await expect(feed.next()).rejects.toThrow()
    expect(await closed).toBe(4401)
    expect((await signIn(station.cookie, { personId, pin: PIN })).status).toBe(401)
    expect((await ask(lanAddress(), '/door', { headers: { cookie: station.cookie } })).body).not.toContain('小李') // prettier-ignore
  })

  it('a role that is taken away while a stream is open: the next word knows it already', async () => {
    const { personId, cookie } = await aSignedInPacker(['sales'])
    const { client, closed } = await wire(cookie)
    const feed = await client.feed.follow({ epoch: null, since: null })
    await feed.next()
    const byMemo = { filter: [{ field: 'memo', op: 'any' } as const], exact: false }
    await expect(client.orders.counts(byMemo)).resolves.toBeDefined()
    await owner().people.change({ ...cmd(), id: personId, roles: ['warehouse'] })
    await expect(client.orders.counts(byMemo)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await closed).toBe(4401)
    const after = await wire(cookie)
    expect((await after.client.auth.standing()).roles).toEqual(['warehouse'])
    after.socket.close()
  })

  it('a packer who calls what is the owner’s', async () => {
    const { personId, cookie, station } = await aSignedInPacker(['warehouse', 'sales', 'finance'])
    const { client, socket } = await wire(cookie)
    const calls = [
      () => client.people.list(),
      () => client.people.sessions(),
      () => client.people.add({ ...cmd(), name: '贼', roles: ['finance'], pin: OTHER_PIN }),
      () => client.people.change({ ...cmd(), id: personId, roles: ['supervisor'] }),
      () => client.people.resetPin({ ...cmd(), id: personId, pin: null }),
      () => client.people.remove({ ...cmd(), id: personId }),
      () => client.people.endSession({ ...cmd(), id: 'x' }),
      () => client.stations.overview(),
      () => client.stations.offerPairing(cmd()),
      () => client.stations.setLan({ ...cmd(), on: false }),
      () => client.stations.remove({ ...cmd(), id: station.id }),
      () => client.auth.changePin({ ...cmd(), pin: OTHER_PIN }),
      () => client.auth.backupNow(cmd()),
      () => client.shops.remove({ ...cmd(), id: 's1' }),
    ]
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    socket.close()
    expect((await owner().stations.overview()).lan.on).toBe(true)
  })

  it('bodies that are larger than anybody needs to pair or to sign in', async () => {
    const { cookie } = await aStation()
    const large = 'x'.repeat(5_000)
    expect((await pair(large)).status).toBe(413)
    expect((await signIn(cookie, { personId: 'owner', pin: large })).status).toBe(413)
    for (const body of ['null', '[]', '{"pin":{"a":1}}', '{"personId":["owner"],"pin":7}'])
      expect([body, (await ask(lanAddress(), '/session', { method: 'POST', body, headers: { cookie, 'content-type': 'application/json' } })).status]).toEqual([body, 401]) // prettier-ignore
  })

  it('a page that carries a script in the code or in the name', async () => {
    const typed = '"><script>alert(1)</script>'
    for (const answer of [
      await ask(lanAddress(), `/pair?k=${encodeURIComponent(typed)}`),
      await ask(lanAddress(), '/pair', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ code: 'x', name: typed }).toString() }),
    ]) {
      expect(answer.body).not.toContain('<script')
      expect(answer.headers['content-security-policy']).toContain("default-src 'self'")
    }
  }) // prettier-ignore

  it('a caller from beyond the LAN: cut off before a word is read', async () => {
    mayConnect = (address) => address !== '127.0.0.9' && isPrivateAddress(address)
    await expect(ask(lanAddress(), '/', { localAddress: '127.0.0.9' })).rejects.toThrow()
    await expect(
      ask(lanAddress(), '/hooks/s1', { method: 'POST', localAddress: '127.0.0.9' }),
    ).rejects.toThrow()
    expect((await ask(lanAddress(), '/', { localAddress: '127.0.0.8' })).status).toBe(200)
  })
})

it('a changed PIN keeps the session that changed it, and ends the others', async () => {
  const { pathname, search } = new URL(gateway.oneTimeLink())
  const mine = await wire(cookieIn(await ask(gateway.address, pathname + search), 'zg_session') ?? '', gateway.address) // prettier-ignore
  const link = new URL(gateway.oneTimeLink())
  const other = await wire(cookieIn(await ask(gateway.address, link.pathname + link.search), 'zg_session') ?? '', gateway.address) // prettier-ignore
  await mine.client.auth.changePin({ ...cmd(), pin: PIN })
  expect(await other.closed).toBe(4401)
  expect((await mine.client.auth.standing()).signedIn).toBe(true)
  const { sessions } = await mine.client.people.sessions()
  expect(sessions.map(({ own, person, station }) => [own, person, station])).toEqual([[true, '掌柜', null]])
  mine.socket.close()
})

it('history names who paired, who was let in and who was sent away', async () => {
  await owner().stations.setLan({ ...cmd(), on: true })
  const { station, personId } = await aSignedInPacker()
  await owner().stations.remove({ ...cmd(), id: station.id })
  await owner().people.remove({ ...cmd(), id: personId })
  const entries = await core.database.read.all<{ kind: string; who: string; origin: string }>('select kind, who, origin from history order by seq') // prettier-ignore
  expect(entries.map(({ kind, who }) => `${kind} ${who}`)).toEqual([
    'lan.opened owner',
    'person.added owner',
    'station.pairing-offered owner',
    'station.paired station',
    'signed-in 小李',
    'station.removed owner',
    'person.removed owner',
  ])
  expect(entries.find(({ kind }) => kind === 'signed-in')?.origin).toBe('127.0.0.1')
})

it.each([
  ['192.168.1.20', true], ['10.0.0.1', true], ['172.31.255.255', true], ['169.254.3.4', true], ['fd00::1', true], ['fe80::1%eth0', true],
  ['::ffff:192.168.1.20', true], ['172.32.0.1', false], ['192.169.0.1', false], ['8.8.8.8', false], ['::ffff:8.8.8.8', false],
  ['2001:db8::1', false], ['100.64.0.1', false], ['', false], [undefined, false], ['192.168.1.20.evil', false],
])('%s is of a private network: %s', (address, expected) => {
  expect(isPrivateAddress(address)).toBe(expected)
}) // prettier-ignore
