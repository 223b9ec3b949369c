import { createRouterClient } from '@orpc/server'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NOBODY, type Caller } from '../auth'
import { receiveOrders } from '../flows'
import type { Role } from '../kernel'
import { router } from '../rpc'
import { anObservation, anOrder, noLog } from '../testing'
import { aServedCore, type ServedCore } from '../testing/a-served-core'

const sample = (name: string) => readFileSync(join(import.meta.dirname, 'samples', name))
const PIECE = 700_000
let served: ServedCore
let commands = 0

beforeAll(async () => {
  served = await aServedCore()
  const { id: shopId } = await served.bind('taobao', { origin: 'http://127.0.0.1:9', settings: { app_key: '1', app_secret: 's', session: 't' } }) // prettier-ignore
  await served.core.database.withTx({ who: 'test', from: 'test' }, async (tx) => {
    const intake = { box: served.core.box, timeOuts: { unpaidYellowMinutes: 30, unshippedRedMinutes: 1440 }, shopId, skuOf: () => null } // prettier-ignore
    const address = { ...anObservation().groups.address!, phone: ORDER.phone, receiver: ORDER.buyer }
    const order = anOrder({ externalId: ORDER.orderNo, groups: { address } })
    await receiveOrders(tx, intake, { source: 'pull', kind: 'orders', asOf: tx.now }, [order])
  })
})
afterAll(() => served[Symbol.asyncDispose]())

const ORDER = (JSON.parse(String(sample('orders.json'))) as { orderId: string; orderNo: string; phone: string; buyer: string }[]).find(
  ({ orderId }) => orderId === (JSON.parse(String(sample('truth.json'))) as { file: string; orderId: string }[]).find(({ file }) => file === 'slip-001.jpg')!.orderId,
)! // prettier-ignore

function as(role: Role | undefined) {
  const caller: Caller = role
    ? { signedIn: true, personId: role, name: role, roles: [role], from: 'test' }
    : NOBODY
  return createRouterClient(router(served.core.rpc), { context: { caller, log: noLog } }).slips
}

async function send(role: Role, bytes: Buffer, name = 'a.jpg') {
  const commandId = `command-${++commands}`
  for (let at = 0; ; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE).toString('base64')
    const said = await as(role).send({ commandId, name, source: 'drop', sizeBytes: bytes.length, at, piece })
    if (said.slipId !== null) return said as typeof said & { slipId: string }
  }
}

async function read(id: string) {
  await expect.poll(async () => (await as('owner').open({ id })).row.state).not.toBe('reading') // prettier-ignore
  return as('owner').open({ id })
}

describe('a slip that is sent in pieces', () => {
  test('is read and matched, and the warehouse sees no money of it: not the field, not the evidence, not on the picture', async () => {
    const { slipId: id } = await send('warehouse', sample('slip-001.jpg'))
    const whole = await read(id)
    expect(whole.row).toMatchObject({ state: 'matched', order: { number: ORDER.orderNo } })
    expect(whole.fields.map(({ name }) => name)).toContain('amount')
    const packers = await as('warehouse').open({ id })
    expect(packers.row.order).toMatchObject({ number: ORDER.orderNo, pieces: 2 })
    expect(JSON.stringify(packers)).not.toMatch(/amount|Minor|currency/)
    expect(packers.fields.map(({ name }) => name)).toContain('waybill')
    const [theirs, ours] = [(await as('warehouse').picture({ id })).jpeg, (await as('owner').picture({ id })).jpeg]
    expect(theirs).not.toBe(ours)
    // Where the amount stands, their picture is one flat colour.
    const { place } = whole.fields.find(({ name }) => name === 'amount')!
    const spread = async (jpeg: string) => {
      const picture = sharp(Buffer.from(jpeg, 'base64'))
      const { width, height } = await picture.metadata()
      const area = { left: Math.round(place!.x * width), top: Math.round(place!.y * height), width: Math.max(1, Math.round(place!.width * width)), height: Math.max(1, Math.round(place!.height * height)) } // prettier-ignore
      return (await sharp(await picture.extract(area).png().toBuffer()).greyscale().stats()).channels[0]!.stdev
    }
    expect(await spread(ours)).toBeGreaterThan(20)
    expect(await spread(theirs)).toBeLessThan(5)
    await expect(as('warehouse').original({ id, part: 0 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(Buffer.from((await as('support').original({ id, part: 0 })).piece, 'base64').equals(sample('slip-001.jpg').subarray(0, 524_288))).toBe(true)
  }) // prettier-ignore

  test('of many pieces, over wires of their own, comes out as it went in', async () => {
    const bytes = randomBytes(1_600_000)
    const { slipId: id } = await send('warehouse', bytes)
    expect((await read(id)).row).toMatchObject({ state: 'unreadable', problem: 'not-a-picture' })
    const { parts } = await as('support').original({ id, part: 0 })
    const pieces = await Promise.all(Array.from({ length: parts }, (_, part) => as('support').original({ id, part }))) // prettier-ignore
    expect(Buffer.concat(pieces.map(({ piece }) => Buffer.from(piece, 'base64'))).equals(bytes)).toBe(true)
  })

  test('the same again says so', async () => {
    expect(await send('support', sample('slip-001.jpg'), 'another name.jpg')).toMatchObject({ repeat: true })
  })

  test('a stranger, and a role that handles no parcels, read and send nothing', async () => {
    const { slipId: id } = await send('owner', sample('slip-001.jpg'))
    for (const [role, code] of [[undefined, 'UNAUTHENTICATED'], ['finance', 'FORBIDDEN']] as const) {
      const slips = as(role)
      const tries = [
        slips.open({ id }), slips.picture({ id }), slips.original({ id, part: 0 }), slips.counts({}), slips.ofOrder({ orderId: 1 }),
        slips.page({ states: ['matched'], cursor: null, limit: 5 }), slips.stop({ commandId: 'command-x' }),
        slips.undo({ commandId: 'command-y', id, version: 1 }), slips.decide({ commandId: 'command-z', id, version: 1, orderId: null }),
        slips.send({ commandId: 'command-w', name: 'a', source: 'drop', sizeBytes: 1, at: 0, piece: 'AA==' }),
      ]
      for (const one of await Promise.allSettled(tries)) expect(one).toMatchObject({ status: 'rejected', reason: { code } })
    }
  }) // prettier-ignore

  test('another person cannot write into a picture that somebody is sending', async () => {
    const input = { commandId: 'command-shared', name: 'a', source: 'drop' as const, sizeBytes: 6 }
    await as('support').send({ ...input, at: 0, piece: Buffer.from('abc').toString('base64') })
    await expect(as('sales').send({ ...input, at: 3, piece: Buffer.from('xyz').toString('base64') })).rejects.toMatchObject({ data: { code: 'sending-broken' } }) // prettier-ignore
  })

  test('a huge upload is refused at its first word, and one that lies about its size when it lies', async () => {
    const input = { commandId: 'command-huge', name: 'a', source: 'drop' as const, at: 0, piece: 'AAAA' }
    await expect(as('support').send({ ...input, sizeBytes: 2 ** 40 })).rejects.toMatchObject({ data: { code: 'picture-too-large' } }) // prettier-ignore
    await expect(as('support').send({ ...input, sizeBytes: 2 })).rejects.toMatchObject({ data: { code: 'sending-broken' } }) // prettier-ignore
    const many = Array.from({ length: 5 }, (_, n) =>
      as('support').send({ ...input, commandId: `command-many-${n}`, sizeBytes: 40 * 2 ** 20 }),
    )
    const refused = (await Promise.allSettled(many)).filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    for (const one of refused) expect(one).toMatchObject({ reason: { data: { code: 'too-much-at-once' } } })
  })
})

/** A ZIP of one entry of zeroes: small on the wire, large when unpacked. */
function aZipBomb(): Buffer {
  const body = deflateRawSync(Buffer.alloc(50 * 2 ** 20))
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(body.length, 18)
  return Buffer.concat([head, body])
}

test('two empty files are two rows, the same one again is none', async () => {
  const [first, second, again] = [await send('warehouse', Buffer.alloc(0), 'left.jpg'), await send('warehouse', Buffer.alloc(0), 'right.jpg'), await send('warehouse', Buffer.alloc(0), 'left.jpg')] // prettier-ignore
  expect(second.slipId).not.toBe(first.slipId)
  expect(again.slipId).toBe(first.slipId)
})

describe('what pretends to be a picture', () => {
  const bad: readonly [what: string, bytes: () => Buffer, problem: string][] = [
    ['a page of HTML with a script', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'not-a-picture'],
    ['an SVG with a script', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'not-a-picture'],
    ['a text file', () => Buffer.from('hello'), 'not-a-picture'],
    ['a renamed PDF', () => Buffer.from('%PDF-1.7\n'), 'pdf'],
    ['nothing at all', () => Buffer.alloc(0), 'empty-file'],
    ['a truncated JPEG', () => sample('neg-truncated.jpg'), 'picture-damaged'],
    ['an iPhone’s HEIC', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'heic'],
    ['a ZIP bomb', aZipBomb, 'not-a-picture'],
  ] // prettier-ignore
  test.each(bad)('%s is kept as a row with its reason, and nothing of it is ever shown', async (_what, bytes, problem) => {
    const { slipId: id } = await send('warehouse', bytes(), '<img src=x onerror=alert(1)>.jpg')
    const { row, hasPicture } = await read(id)
    expect(row).toMatchObject({ state: 'unreadable', problem })
    expect(hasPicture).toBe(false)
    await expect(as('owner').picture({ id })).rejects.toMatchObject({ data: { code: 'no-picture' } })
  }) // prettier-ignore

  test('a picture of 12,000 × 9,000 is read; what is shown of it is small and a JPEG without EXIF', async () => {
    const huge = await sharp({ create: { width: 12_000, height: 9_000, channels: 3, background: '#fff' } }).jpeg().withExif({ IFD0: { Copyright: 'where it was taken' } }).toBuffer() // prettier-ignore
    const { slipId: id } = await send('warehouse', huge)
    expect((await read(id)).row).toMatchObject({ state: 'none', ask: 'not-a-slip' })
    const jpeg = Buffer.from((await as('owner').picture({ id })).jpeg, 'base64')
    expect(jpeg.length).toBeLessThanOrEqual(400 * 1024)
    expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 1800 })
    expect(jpeg.includes('where it was taken')).toBe(false)
  })
})
