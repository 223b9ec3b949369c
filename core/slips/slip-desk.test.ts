import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Helper } from '../kernel'
import { matchSlip, type SlipOrder } from './match-slip'
import { OrderIndex } from './order-index'
import { readSlips } from './read-slips'
import { SlipDesk } from './slip-desk'

const sample = (name: string) => join(import.meta.dirname, 'samples', name)
let scratch = ''

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'zhanggui-slips-'))
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

interface Truth {
  file: string
  waybill: string | null
  orderId: string | null
}

describe('reading slips in the helper', () => {
  it('clean slips are read whole, and find their orders', async () => {
    const truth = JSON.parse(readFileSync(sample('truth.json'), 'utf8')) as Truth[]
    const orders = JSON.parse(readFileSync(sample('orders.json'), 'utf8')) as Record<string, string | null>[]
    const index = new OrderIndex(
      orders.map((order): SlipOrder => ({
        orderId: order['orderId']!, orderNo: order['orderNo']!, phone: order['phone']!, amount: Math.round(Number(order['amount']) * 100),
        buyer: order['buyer']!, orderedOn: order['orderDate']!, returnWaybills: order['returnWaybill'] ? [order['returnWaybill']] : [],
      })),
    ) // prettier-ignore
    const files = ['slip-001.jpg', 'slip-009.jpg', 'slip-037.jpg', 'slip-071.jpg']
    const rows = await readSlips(files.map(sample), { cacheFolder: scratch })
    for (const [at, { reading }] of rows.entries()) {
      const wanted = truth.find(({ file }) => file === files[at])!
      expect({ waybill: reading!.waybill?.value, order: matchSlip(reading!, index.candidatesOf(reading!)).orderId }).toEqual({
        waybill: wanted.waybill, order: wanted.orderId,
      }) // prettier-ignore
      const place = reading!.waybill!.place!
      expect(
        place.x >= 0 && place.y >= 0 && place.x + place.width <= 1.001 && place.y + place.height <= 1.001,
      ).toBe(true)
    }
  })

  it('every bad picture is a row with its reason, in its place', async () => {
    const pdf = join(scratch, 'renamed.jpg')
    writeFileSync(pdf, '%PDF-1.7\n%âãÏÓ\n')
    const huge = join(scratch, 'huge.png')
    await sharp({ create: { width: 12_000, height: 9_000, channels: 3, background: '#fff' } })
      .png()
      .toFile(huge)
    const vast = join(scratch, 'vast.png')
    writeFileSync(vast, pngThatClaims(60_000, 60_000))
    const files = [
      sample('neg-truncated.jpg'),
      sample('neg-empty.jpg'),
      sample('neg-garbage.jpg'),
      pdf,
      join(scratch, 'absent.jpg'),
      vast,
      huge,
      sample('neg-blank.png'),
    ]
    const rows = await readSlips(files, { cacheFolder: scratch })
    expect(rows.map((row) => row.file)).toEqual(files)
    expect(rows.map((row) => row.problem?.code ?? null)).toEqual([
      'picture-damaged', 'empty-file', 'not-a-picture', 'pdf', 'file-missing', 'too-many-pixels', null, null,
    ]) // prettier-ignore
    for (const { reading } of rows.slice(-2))
      expect(reading).toMatchObject({ waybill: null, orderNo: null, amount: null, phone: null })
  })

  it('a helper that is killed in the middle: its pictures are read again, the rest goes on', async () => {
    await using desk = new SlipDesk({ cacheFolder: scratch, lanes: 2 })
    const rows = ['slip-001.jpg', 'slip-009.jpg', 'slip-037.jpg'].map((name) => desk.read(sample(name)))
    await rows[0]
    const killed = desk.helperPid!
    process.kill(killed, 'SIGKILL')
    // The others may have been read before the blow: this one needs the next helper.
    rows.push(desk.read(sample('slip-071.jpg')))
    const all = await Promise.all(rows)
    expect(all.map((row) => row.problem)).toEqual([null, null, null, null])
    expect(desk.helperPid).not.toBe(killed)
  })

  it('a picture that takes every helper down is a row, and the next one is read', async () => {
    const started: string[] = []
    await using desk = new SlipDesk({ lanes: 2, start: () => aHelper(started) })
    const rows = await Promise.all([desk.read('good-1'), desk.read('evil'), desk.read('good-2')])
    expect(rows.map((row) => row.problem?.code ?? 'read')).toEqual(['read', 'reader-crashed', 'read'])
    expect(started.length).toBeGreaterThan(1)
  })
})

/** Answers at once, dies of the file `evil`. */
function aHelper(started: string[]): Helper {
  let die = () => {}
  let hear = (_message: unknown) => {}
  started.push('helper')
  const ended = new Promise<void>((done) => (die = done))
  return {
    pid: 1,
    ended,
    send(message) {
      const { id, picture: file } = message as { id: number; picture: string }
      queueMicrotask(() => (file === 'evil' ? die() : hear({ id, reading: {}, times: {}, ms: 1 })))
    },
    onMessage: (listener) => void (hear = listener),
    kill: () => die(),
    [Symbol.asyncDispose]: async () => die(),
  }
}

/** A PNG whose head speaks of more pixels than anybody has. */
function pngThatClaims(width: number, height: number): Buffer {
  const chunk = (name: string, body: Buffer) => {
    const named = Buffer.concat([Buffer.from(name, 'latin1'), body])
    const out = Buffer.alloc(8)
    out.writeUInt32BE(body.length, 0)
    out.writeUInt32BE(crc32(named), 4)
    return Buffer.concat([out.subarray(0, 4), named, out.subarray(4)])
  }
  const size = Buffer.alloc(13)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  size.set([8, 2, 0, 0, 0], 8)
  const pixels = deflateSync(Buffer.alloc(100))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', size),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
