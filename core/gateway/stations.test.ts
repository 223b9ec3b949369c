import { hostname } from 'node:os'
import { beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '../kernel'
import {
  OTHER_PIN,
  LAN,
  PIN,
  aPacker,
  aSignedInPacker,
  aStation,
  ask,
  cmd,
  cookieIn,
  lan,
  lanAddress,
  owner,
  pair,
  signIn,
  useLan,
  wire,
} from '../testing/a-lan'
import { isPrivateAddress } from './lan-addresses'

useLan()

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
    const { pathname, search } = new URL(lan.gateway.oneTimeLink())
    expect(cookieIn(await ask(lanAddress(), pathname + search), 'zg_session')).toBeUndefined()
  })

  it('DNS rebinding: only this PC’s own addresses and names, with the port, are its own', async () => {
    const { port } = new URL(lanAddress())
    for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.3:${port}`, LAN, `${LAN}:1`, `localhost:${port}`, `127.0.0.1:${port}`, `${LAN}:${port}.evil.example`])
      expect([host, (await ask(lanAddress(), '/', { headers: { host } })).status]).toEqual([host, 421]) // prettier-ignore
    for (const host of [`${LAN}:${port}`, `${hostname()}:${port}`])
      expect([host, (await ask(lanAddress(), '/', { headers: { host } })).status]).toEqual([host, 200])
    // A station is no key to the door of this PC either.
    expect((await ask(lan.gateway.address, '/', { headers: { host: `${LAN}:${port}` } })).status).toBe(421)
  })

  it('a foreign page in a paired browser: it opens no wire, signs nobody in, pairs nothing', async () => {
    const { cookie } = await aSignedInPacker()
    const { code } = await owner().stations.offerPairing(cmd())
    for (const origin of ['https://evil.example', 'null', lan.gateway.address, lanAddress().replace('http:', 'https:').replace(/:\d+$/, '')]) {
      expect([origin, (await wire(cookie, lanAddress(), { origin })).opened]).toEqual([origin, false])
      expect((await pair(code, { origin })).status).toBe(403)
    } // prettier-ignore
    // The code is still good for whom it was meant.
    expect((await pair(code, { origin: lanAddress() })).status).toBe(303)
  })

  it('a paired station where nobody has signed in: it sends no parcel and reads none', async () => {
    const { client, socket } = await wire((await aStation()).cookie)
    const parcels = [{ courier: 'SF', waybill: 'SF1023574470215', lines: null }]
    const tries = [
      client.fulfilment.ship({ ...cmd(), orderId: 1, parcels, confirm: [] }),
      client.fulfilment.picking({ orderIds: null, limit: 5 }),
      client.fulfilment.preview({ rows: [{ line: 1, number: '1', waybill: '2', courier: '' }] }),
    ]
    for (const one of await Promise.allSettled(tries))
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'UNAUTHENTICATED' } })
    socket.close()
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
    await lan.clock.advance(5 * 60_000 + 1)
    expect((await pair(late.code)).status).toBe(401)
    const [first, second] = [await owner().stations.offerPairing(cmd()), await owner().stations.offerPairing(cmd())] // prettier-ignore
    expect((await pair(first.code)).status).toBe(401)
    expect((await pair(second.code)).status).toBe(303)
    const stored = JSON.stringify(await lan.core.database.read.all('select * from stations'))
    expect(stored).not.toContain(cookieIn(paired, 'zg_station')?.split('=')[1])
    expect(JSON.stringify(await lan.core.database.read.all('select * from commands'))).not.toContain(code)
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
    expect(await lan.core.database.read.all('select id from stations')).toEqual([])
  })

  it('a PIN that is guessed from several stations: they are slowed together', async () => {
    const personId = await aPacker()
    const stations = [await aStation(), await aStation(), await aStation()]
    const tries: number[] = []
    for (let n = 0; n < 9; n++) tries.push((await signIn(stations[n % 3]?.cookie ?? '', { personId, pin: OTHER_PIN })).status) // prettier-ignore
    expect(tries).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 429])
    const told = await signIn(stations[0]?.cookie ?? '', { personId, pin: PIN })
    expect(told.status).toBe(429)
    await lan.clock.advance((JSON.parse(told.body) as { retryAfterSeconds: number }).retryAfterSeconds * 1000)
    expect((await signIn(stations[0]?.cookie ?? '', { personId, pin: PIN })).status).toBe(204)
  })

  it('a stolen session without its station, or on another one', async () => {
    const { cookie, station } = await aSignedInPacker()
    const session = cookie.split('; ')[1] ?? ''
    const other = await aStation()
    expect((await wire(session)).opened).toBe(false)
    for (const [stolen, origin] of [[`${other.cookie}; ${session}`, lanAddress()], [session, lan.gateway.address], [cookie, lan.gateway.address]] as const) {
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
    await expect(open.client.orders.page({ filter: [], cursor: null, limit: 5 })).rejects.toThrow() // prettier-ignore
    expect([await open.closed, await idle.closed]).toEqual([4401, 4401])
    expect((await wire(cookie)).opened).toBe(false)
    expect((await signIn(cookie, { personId, pin: PIN })).status).toBe(403)
    expect(await lan.core.database.read.all('select * from sessions')).toEqual([])
    expect((await owner().stations.overview()).stations).toEqual([])
  })

  it('a person who was removed while their wire was open: the stream that runs ends too', async () => {
    const { personId, cookie, station } = await aSignedInPacker()
    const { client, closed } = await wire(cookie)
    const feed = await client.feed.follow({ epoch: null, since: null })
    await feed.next()
    await owner().people.remove({ ...cmd(), id: personId })
    await expect(client.orders.counts({ filter: [], exact: false })).rejects.toThrow() // prettier-ignore
    // A frame that was on its way before may still arrive; then it ends.
    await expect(feed.next().then(() => feed.next())).rejects.toThrow()
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
    // Refused, or cut off with the wire: whichever comes first.
    await expect(client.orders.counts(byMemo)).rejects.toThrow()
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
    lan.mayConnect = (address) => address !== '127.0.0.9' && isPrivateAddress(address)
    await expect(ask(lanAddress(), '/', { localAddress: '127.0.0.9' })).rejects.toThrow()
    await expect(
      ask(lanAddress(), '/hooks/s1', { method: 'POST', localAddress: '127.0.0.9' }),
    ).rejects.toThrow()
    expect((await ask(lanAddress(), '/', { localAddress: '127.0.0.8' })).status).toBe(200)
  })

  it('a full disk: when a station was seen is not kept, and people go on reading', async () => {
    const { cookie } = await aSignedInPacker()
    await lan.clock.advance(120_000)
    const { withTx } = lan.core.database
    Object.assign(lan.core.database, { withTx: () => Promise.reject(new Refusal('disk-full')) })
    const { client, socket } = await wire(cookie)
    expect((await client.auth.standing()).name).toBe('小李')
    Object.assign(lan.core.database, { withTx })
    socket.close()
  })
})
