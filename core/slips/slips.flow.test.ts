import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { historyStep } from '../audit'
import { doctor } from '../database'
import {
  decideSlip,
  followSlip,
  matchSlipsAgain,
  readSlipAgain,
  readSlipJob,
  receiveOrders,
  setSlipAside,
  stopReading,
  undoSlip,
  type MatchedSlip,
  type ReadingDeps,
} from '../flows'
import { SecretBox } from '../kernel'
import { countersStep, DEFAULT_TIME_OUTS, searchStep } from '../orders'
import { anObservation, anOrder, coreDatabase, fakeClock, type TestDatabase } from '../testing'
import { aReading, aNumber, readAs } from '../testing/a-reading'
import { noteReturnWaybill } from './return-waybills.store'
import { pieceOf, wholePicture } from './slip-picture.store'
import type { SlipReading } from './slip-reading'
import { keyOfSlip, openReading, slipById } from './slip.store'
import { takeSlip } from './take-slip'
import type { SlipRow } from './slip-desk'

const actor = { who: '王姐', from: '192.168.1.30' }
const box = new SecretBox(randomBytes(32))
const clock = fakeClock(Date.UTC(2026, 10, 24, 8))
const NUMBER = '4203815521773064337'
let database: TestDatabase
let matched: MatchedSlip[]
let followed: boolean

beforeEach(async () => {
  matched = []
  followed = false
  database = await coreDatabase({ lastSteps: [countersStep, searchStep, historyStep], clock })
  await database.withTx(actor, async (tx) => {
    await tx.run(
      `insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values ('s1','taobao','栗里家居','http://x',?,'',1)`,
      [new Uint8Array(1)],
    )
    await tx.run(`insert into warehouses (id,name,position) values ('w1','杭州仓',1)`)
  })
})
afterEach(() => database[Symbol.asyncDispose]())

async function sell(externalId = NUMBER, phone = '13800002046'): Promise<number> {
  const address = { ...anObservation().groups.address!, phone }
  const intake = { box, timeOuts: DEFAULT_TIME_OUTS, shopId: 's1', skuOf: (code: string | null) => code }
  await database.withTx(actor, (tx) =>
    receiveOrders(tx, intake, { source: 'pull', kind: 'test', asOf: Date.now() }, [anOrder({ externalId, groups: { address } })]),
  ) // prettier-ignore
  const row = await database.read.get<{ id: number }>('select id from orders where external_id = ?', [
    externalId,
  ])
  return row!.id
}

const deps = (row: SlipRow): ReadingDeps => ({
  database, box, desk: { readPicture: async () => row },
  onMatched: async (_tx, one) => {
    matched.push(one)
    return { followed }
  },
}) // prettier-ignore
const send = (text: string) =>
  database.withTx(actor, (tx) =>
    takeSlip(tx, box, { bytes: Buffer.from(text), name: 'a.jpg', source: 'drop' }),
  )
const slipOf = async (id: string) => (await slipById(database.read, id))!
async function sendAndRead(text: string, reading: SlipReading): Promise<string> {
  const { id } = await send(text)
  await readSlipJob(deps(readAs(reading)), { payload: { id } })
  return id
}
const inTx = <T>(body: Parameters<typeof database.withTx<T>>[1]) => database.withTx(actor, body)
const saysNumber = aReading({ numbers: [aNumber(NUMBER)], waybill: '773310002000001', text: '退货' })
const saysPhone = aReading({ phone: '13800002046' })

describe('a picture that is sent', () => {
  test('is durable, sealed, and queued before anybody reads it; the same again changes nothing and says so', async () => {
    const first = await send('picture')
    expect(first).toMatchObject({ repeat: false, state: 'reading' })
    expect(await send('picture')).toEqual({ id: first.id, repeat: true, state: 'reading' })
    const slip = await slipOf(first.id)
    const key = await keyOfSlip(database.read, box, slip)
    expect(String(await wholePicture(database.read, key!, slip.id, slip.parts))).toBe('picture')
    const stored = await database.read.all<{ body: Uint8Array }>('select body from slip_pictures')
    expect(Buffer.from(stored[0]!.body).includes('picture')).toBe(false)
    expect(await database.read.all(`select kind, state from jobs`)).toEqual([
      { kind: 'read-slip', state: 'waiting' },
    ])
  })

  test('from two stations at once is one slip with one reading', async () => {
    const both = await Promise.all([send('same'), send('same'), send('same')])
    expect(both.filter(({ repeat }) => !repeat)).toHaveLength(1)
    expect(await database.read.all('select count(*) as n from slips')).toEqual([{ n: 1 }])
    expect(await database.read.all('select count(*) as n from jobs')).toEqual([{ n: 1 }])
  })

  test('in many pieces comes out as it went in', async () => {
    const bytes = randomBytes(1_700_000)
    const { id } = await inTx((tx) => takeSlip(tx, box, { bytes, name: 'big.jpg', source: 'folder' }))
    const slip = await slipOf(id)
    expect(slip.parts).toBe(4)
    const key = await keyOfSlip(database.read, box, slip)
    expect((await wholePicture(database.read, key!, id, slip.parts)).equals(bytes)).toBe(true)
  })

  test('named like a path out of the folder keeps only its last part, and is never a path', async () => {
    for (const [name, shown] of [['../../etc/passwd', 'passwd'], ['C:\\Users\\x\\a\u0000\u202eb.jpg', 'ab.jpg']] as const) {
      const { id } = await inTx((tx) => takeSlip(tx, box, { bytes: Buffer.from(name), name, source: 'drop' }))
      expect((await slipOf(id)).fileName).toBe(shown)
    } // prettier-ignore
  })

  test('of more than 40 MB is refused, and nothing of it stays', async () => {
    const bytes = new Uint8Array(40 * 2 ** 20 + 1)
    await expect(inTx((tx) => takeSlip(tx, box, { bytes, name: 'x', source: 'drop' }))).rejects.toMatchObject({ code: 'picture-too-large' }) // prettier-ignore
    expect(await database.read.all('select id from slips')).toEqual([])
  })
})

describe('reading and matching', () => {
  test('a slip with the order’s number is matched by itself: picture and reading under the order’s key, waybill noted, the case told', async () => {
    const orderId = await sell()
    const id = await sendAndRead('one', saysNumber)
    const slip = await slipOf(id)
    expect(slip).toMatchObject({ state: 'matched', orderId, basis: 'order-number', decidedBy: null, waybill: '773310002000001' })
    expect(matched).toEqual([{ slipId: id, orderId, waybill: '773310002000001' }])
    expect(await database.read.all('select waybill, order_id, source from return_waybills')).toEqual([
      { waybill: '773310002000001', order_id: orderId, source: 'slip' },
    ])
    expect(openReading(await keyOfSlip(database.read, box, slip), slip)?.text).toBe('退货')
    const told = await database.read.all<{ kind: string }>(`select kind from history where entity = 'order' order by seq`)
    expect(told.map(({ kind }) => kind)).toContain('order.slip')
    expect((await doctor(database)).findings.filter(({ ok }) => !ok)).toEqual([])
  }) // prettier-ignore

  test('forgetting the order forgets the picture: without its salt nothing opens', async () => {
    const orderId = await sell()
    const id = await sendAndRead('one', saysNumber)
    await inTx((tx) => tx.run('update orders set salt = null where id = ?', [orderId]))
    expect(await keyOfSlip(database.read, box, await slipOf(id))).toBeUndefined()
  })

  test('a later parcel is found by the return waybill that a case or an earlier slip told', async () => {
    const orderId = await sell()
    await inTx((tx) => noteReturnWaybill(tx, { waybill: 'yt 8841207735196', orderId, source: 'case' }))
    const id = await sendAndRead('two', aReading({ numbers: [aNumber('YT8841207735196', 'waybill')], waybill: 'YT8841207735196' }))
    expect(await slipOf(id)).toMatchObject({ state: 'matched', orderId, basis: 'return-waybill' })
  }) // prettier-ignore

  test('a number that two orders have is never decided by itself', async () => {
    const [one, two] = [await sell('4203815521773064337'), await sell('4203815521773064338', '13900001111')]
    const both = aReading({ numbers: [aNumber('4203815521773064337'), aNumber('4203815521773064338')] })
    const id = await sendAndRead('both', both)
    const slip = await slipOf(id)
    expect(slip).toMatchObject({ state: 'ask', orderId: null, ask: 'several-orders' })
    expect(slip.candidates.map(({ orderId }) => orderId).sort()).toEqual([one, two].sort())
    expect(matched).toEqual([])
  })

  test('an order that arrives after its slip finds it by itself; one that a person has refused stays refused', async () => {
    const id = await sendAndRead('early', saysNumber)
    expect(await slipOf(id)).toMatchObject({ state: 'none', ask: 'number-not-known' })
    const refused = await sendAndRead('early too', aReading({ numbers: [aNumber(NUMBER)], text: '二' }))
    await inTx(async (tx) => decideSlip(tx, deps(readAs(saysNumber)), { id: refused, version: (await slipOf(refused)).version, orderId: null }))
    const orderId = await sell()
    await matchSlipsAgain(deps(readAs(saysNumber)), clock.now())
    expect(await slipOf(id)).toMatchObject({ state: 'matched', orderId })
    expect(await slipOf(refused)).toMatchObject({ state: 'none', decidedBy: '王姐' })
  }) // prettier-ignore

  test('what cannot be read is a row with its reason, and can be read again', async () => {
    const { id } = await send('pdf')
    const bad: SlipRow = {
      file: 'x',
      reading: null,
      problem: { code: 'pdf', detail: '' },
      ms: 3,
      times: null,
    }
    await readSlipJob(deps(bad), { payload: { id } })
    expect(await slipOf(id)).toMatchObject({ state: 'unreadable', problem: 'pdf' })
    await inTx(async (tx) => readSlipAgain(tx, { id, version: (await slipOf(id)).version }))
    expect(await slipOf(id)).toMatchObject({ state: 'reading', problem: null })
    await readSlipJob(deps(readAs(saysPhone)), { payload: { id } })
    expect((await slipOf(id)).state).toBe('none')
  })

  test('a picture that takes the helper down is tried three times, then it is a row', async () => {
    const { id } = await send('evil')
    const crash: SlipRow = { file: 'x', reading: null, problem: { code: 'reader-crashed', detail: '' }, ms: 3, times: null }
    const states: string[] = []
    for (let n = 0; n < 3; n++) {
      await readSlipJob(deps(crash), { payload: { id } })
      states.push((await slipOf(id)).state)
    }
    expect(states).toEqual(['reading', 'reading', 'unreadable'])
    expect(await database.read.get(`select count(*) as n from jobs where kind = 'read-slip'`)).toEqual({ n: 3 })
  }) // prettier-ignore

  test('the program that ends while a slip is read leaves it waiting', async () => {
    const { id } = await send('late')
    const stopped: SlipRow = {
      file: 'x',
      reading: null,
      problem: { code: 'stopped', detail: '' },
      ms: 0,
      times: null,
    }
    await expect(readSlipJob(deps(stopped), { payload: { id } })).rejects.toMatchObject({ retryable: true })
    expect((await slipOf(id)).state).toBe('reading')
  })

  test('a job that runs twice settles once', async () => {
    await sell()
    const id = await sendAndRead('one', saysNumber)
    await readSlipJob(deps(readAs(saysNumber)), { payload: { id } })
    expect(matched).toHaveLength(1)
  })

  test('stopping ends what waits, and what comes back afterwards changes nothing', async () => {
    await sell()
    const { id } = await send('one')
    expect(await inTx((tx) => stopReading(tx))).toBe(1)
    await readSlipJob(deps(readAs(saysNumber)), { payload: { id } })
    expect(await slipOf(id)).toMatchObject({ state: 'unreadable', problem: 'stopped' })
    expect(matched).toEqual([])
  })
})

describe('a person decides', () => {
  test('with one key, is named in the history, and takes it back while nothing has followed', async () => {
    const orderId = await sell()
    const id = await sendAndRead('ask', aReading({ numbers: [aNumber('4203815521773064331')] }))
    const asked = await slipOf(id)
    expect(asked).toMatchObject({ state: 'ask', candidates: [{ orderId }] })
    await inTx((tx) => decideSlip(tx, deps(readAs(saysPhone)), { id, version: asked.version, orderId }))
    const decided = await slipOf(id)
    expect(decided).toMatchObject({ state: 'matched', orderId, basis: 'person', decidedBy: '王姐', decidedAt: clock.now() })
    await inTx((tx) => undoSlip(tx, deps(readAs(saysPhone)), { id, version: decided.version }))
    const back = await slipOf(id)
    expect(back).toMatchObject({ state: 'ask', orderId: null, ask: 'taken-back', decidedAt: null })
    expect(openReading(await keyOfSlip(database.read, box, back), back)).not.toBeNull()
    const kinds = await database.read.all<{ kind: string; who: string }>(`select kind, who from history where entity = 'slip' order by seq`)
    expect(kinds).toEqual([
      { kind: 'slip.received', who: '王姐' }, { kind: 'slip.asked', who: 'core' }, { kind: 'slip.matched', who: '王姐' }, { kind: 'slip.taken-back', who: '王姐' },
    ])
  }) // prettier-ignore

  test('what something has followed from cannot be taken back here', async () => {
    followed = true
    await sell()
    const id = await sendAndRead('one', saysNumber)
    const { version } = await slipOf(id)
    await expect(inTx((tx) => undoSlip(tx, deps(readAs(saysNumber)), { id, version }))).rejects.toMatchObject({ code: 'slip-has-followed' }) // prettier-ignore
    expect(await slipOf(id)).toMatchObject({ state: 'matched' })
  })

  test('taking a match back takes its waybill back too, but not what a case had told', async () => {
    const orderId = await sell()
    const id = await sendAndRead('one', saysNumber)
    await inTx((tx) => noteReturnWaybill(tx, { waybill: '99887766554433', orderId, source: 'case' }))
    await inTx(async (tx) =>
      undoSlip(tx, deps(readAs(saysNumber)), { id, version: (await slipOf(id)).version }),
    )
    expect(await database.read.all('select waybill from return_waybills')).toEqual([
      { waybill: '99887766554433' },
    ])
  })

  test('two stations that decide the same slip at once: the second is told that it was edited meanwhile', async () => {
    const [one, two] = [await sell(), await sell('4203815521773064999', '13911112222')]
    const id = await sendAndRead('ask', aReading({ numbers: [aNumber('4203815521773064331')] }))
    const { version } = await slipOf(id)
    const decide = (orderId: number) => inTx((tx) => decideSlip(tx, deps(readAs(saysPhone)), { id, version, orderId })) // prettier-ignore
    const both = await Promise.allSettled([decide(one), decide(two)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'edited-meanwhile' } }) // prettier-ignore
  })

  test('what a person decided is followed half a minute later, once; taken back within it, nothing follows', async () => {
    const orderId = await sell()
    const id = await sendAndRead('ask', aReading({ numbers: [aNumber('4203815521773064331')] }))
    const given = deps(readAs(saysPhone))
    const version = async () => (await slipOf(id)).version
    const jobs = () => database.read.all<{ payload_json: string; next_at: number; created_at: number }>(`select payload_json, next_at, created_at from jobs where kind = 'follow-slip' order by id`) // prettier-ignore
    const decide = () => inTx(async (tx) => decideSlip(tx, given, { id, version: await version(), orderId }))
    followed = true
    await decide()
    const [first] = await jobs()
    expect(Number(first!.next_at) - Number(first!.created_at)).toBe(30_000)
    expect(matched).toEqual([])
    await inTx(async (tx) => undoSlip(tx, given, { id, version: await version() }))
    await clock.advance(1_000)
    await decide()
    // The first one's time comes: that match was taken back.
    await followSlip(database, given, { payload: JSON.parse(first!.payload_json) })
    expect(matched).toEqual([])
    const second = { payload: JSON.parse((await jobs())[1]!.payload_json) as object }
    await followSlip(database, given, second)
    await followSlip(database, given, second)
    expect(matched).toEqual([{ slipId: id, orderId, waybill: null }])
    await expect(inTx(async (tx) => undoSlip(tx, given, { id, version: await version() }))).rejects.toMatchObject({ code: 'slip-has-followed' }) // prettier-ignore
  })

  test('an order that does not exist, or whose person was forgotten, is refused; a matched slip is not matched anew', async () => {
    const orderId = await sell()
    const id = await sendAndRead('ask', aReading({ numbers: [aNumber('4203815521773064331')] }))
    const decide = async (to: number) =>
      inTx(async (tx) => decideSlip(tx, deps(readAs(saysPhone)), { id, version: (await slipOf(id)).version, orderId: to })) // prettier-ignore
    await expect(decide(7)).rejects.toMatchObject({ code: 'no-such-order' })
    await decide(orderId)
    await expect(decide(orderId)).rejects.toMatchObject({ code: 'slip-is-matched' })
  })

  test('laid aside with a word on where, and back', async () => {
    const id = await sendAndRead('none', saysPhone)
    await inTx(async (tx) =>
      setSlipAside(tx, { id, version: (await slipOf(id)).version, putAt: ' B 架 3 层 ' }),
    )
    expect(await slipOf(id)).toMatchObject({ state: 'set-aside', putAt: 'B 架 3 层' })
    await inTx(async (tx) => undoSlip(tx, deps(readAs(saysPhone)), { id, version: (await slipOf(id)).version })) // prettier-ignore
    expect(await slipOf(id)).toMatchObject({ state: 'none', putAt: null })
  })
})

test('the shown pictures are sealed too, and the one without the amount is a picture of its own', async () => {
  await sell()
  const { id } = await send('one')
  const shown = { preview: Buffer.from('whole'), covered: Buffer.from('covered') }
  await readSlipJob(deps({ ...readAs(saysNumber), shown }), { payload: { id } })
  const slip = await slipOf(id)
  const key = await keyOfSlip(database.read, box, slip)
  expect(String(await pieceOf(database.read, key!, id, 'preview', 0))).toBe('whole')
  expect(String(await pieceOf(database.read, key!, id, 'covered', 0))).toBe('covered')
})
