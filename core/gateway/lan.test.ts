import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import {
  LAN,
  PIN,
  aSignedInPacker,
  ask,
  cmd,
  cookieIn,
  lan,
  lanAddress,
  owner,
  useLan,
  wire,
} from '../testing/a-lan'
import { isPrivateAddress } from './lan-addresses'

useLan()

describe('the door to the LAN', () => {
  it('is shut until the owner opens it, opens without a new start, and shutting ends its connections at once', async () => {
    await expect(ask(`http://${LAN}:${new URL(lan.gateway.address).port}`, '/')).rejects.toThrow()
    await expect(owner().stations.offerPairing(cmd())).rejects.toMatchObject({ data: { code: 'lan-off' } })
    const { pathname, search } = new URL(lan.gateway.oneTimeLink())
    const here = cookieIn(await ask(lan.gateway.address, pathname + search), 'zg_session') ?? ''
    const onPc = await wire(here, lan.gateway.address)

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
    lan.addresses = []
    expect(await owner().stations.setLan({ ...cmd(), on: true })).toMatchObject({ addresses: [], problem: 'no-network' }) // prettier-ignore
    await owner().stations.setLan({ ...cmd(), on: false })
    lan.addresses = ['192.0.2.1']
    expect(await owner().stations.setLan({ ...cmd(), on: true })).toMatchObject({ problem: 'no-network' })
    await owner().stations.setLan({ ...cmd(), on: false })
    const other = createServer().listen(0, LAN)
    await once(other, 'listening')
    lan.addresses = [LAN]
    lan.port = (other.address() as { port: number }).port
    expect(await owner().stations.setLan({ ...cmd(), on: true })).toMatchObject({ addresses: [], problem: 'port-in-use' }) // prettier-ignore
    await new Promise((resolve) => other.close(resolve))
  })

  it('takes webhooks as before, and asks nobody to pair for them', async () => {
    await owner().stations.setLan({ ...cmd(), on: true })
    for (const origin of [lan.gateway.address, lanAddress()])
      expect(await ask(origin, '/hooks/s99', { method: 'POST', body: '{}', headers: { host: 'shop.example' } })).toMatchObject({ status: 404 }) // prettier-ignore
  })
})

it('a changed PIN keeps the session that changed it, and ends the others', async () => {
  const { pathname, search } = new URL(lan.gateway.oneTimeLink())
  const mine = await wire(cookieIn(await ask(lan.gateway.address, pathname + search), 'zg_session') ?? '', lan.gateway.address) // prettier-ignore
  const link = new URL(lan.gateway.oneTimeLink())
  const other = await wire(cookieIn(await ask(lan.gateway.address, link.pathname + link.search), 'zg_session') ?? '', lan.gateway.address) // prettier-ignore
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
  const entries = await lan.core.database.read.all<{ kind: string; who: string; origin: string }>('select kind, who, origin from history order by seq') // prettier-ignore
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
