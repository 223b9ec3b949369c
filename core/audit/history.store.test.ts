import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { coreDatabase, fakeClock } from '../testing'
import { feedHead, feedSince, readHistory, recordHistory, verifyChain, type Change } from './index'

const clock = fakeClock()
const actor = { who: '王掌柜', from: '192.168.1.20' }

test('an entry says who, when, from where, and each field before and after', async () => {
  await using database = await coreDatabase({ clock })
  const changes: Change[] = [['memo', '', '周末送 "急" \u0000'], ['memoFlag', null, 3], ['lines.1.shipped', 0, 2]] // prettier-ignore
  await database.withTx(actor, async (tx) =>
    recordHistory(tx, { kind: 'order.changed', entity: 'order', entityId: '7', changes }),
  )
  expect(await readHistory(database.read, 'order', '7')).toEqual([
    {
      sequence: 1,
      at: clock.now(),
      kind: 'order.changed',
      who: '王掌柜',
      origin: '192.168.1.20',
      changes,
      erased: false,
    },
  ])
  expect(await readHistory(database.read, 'order', '8')).toEqual([])
})

test('personal changes open only under their key; without it they read «erased» and the chain still verifies', async () => {
  await using database = await coreDatabase()
  const key = randomBytes(32)
  const open: Change[] = [['state', 'to-ship', 'shipped']]
  const secret: Change[] = [['phone', null, '13800001111']]
  await database.withTx(actor, async (tx) =>
    recordHistory(tx, {
      kind: 'order.changed',
      entity: 'order',
      entityId: '7',
      changes: open,
      personal: { changes: secret, key },
    }),
  )
  expect((await readHistory(database.read, 'order', '7', key))[0]).toMatchObject({
    changes: [...open, ...secret],
    erased: false,
  })
  for (const other of [undefined, randomBytes(32)])
    expect((await readHistory(database.read, 'order', '7', other))[0]).toMatchObject({
      changes: open,
      erased: true,
    })
  const stored = await database.read.get<{ changes_json: string; personal: Uint8Array }>(
    'select changes_json, personal from history',
  )
  expect(stored?.changes_json).not.toContain('1380000')
  expect(Buffer.from(stored?.personal ?? []).toString('latin1')).not.toContain('1380000')
  expect(await verifyChain(database.read)).toBeUndefined()
})

test('the feed gives what came after, a piece at a time', async () => {
  await using database = await coreDatabase()
  expect(await feedHead(database.read)).toBe(0)
  await database.withTx(actor, async (tx) => {
    for (const entityId of ['1', '2', '3'])
      recordHistory(tx, { kind: 'noted', entity: 'order', entityId, changes: [] })
  })
  expect(await feedHead(database.read)).toBe(3)
  expect(await feedSince(database.read, 1, 1)).toEqual([{ sequence: 2, entity: 'order', entityId: '2' }])
  expect(await feedSince(database.read, 3, 10)).toEqual([])
})

test('a transaction that fails leaves no entry and no gap in the numbers', async () => {
  await using database = await coreDatabase()
  const note = (fail: boolean) =>
    database.withTx(actor, async (tx) => {
      recordHistory(tx, { kind: 'noted', entity: 'order', entityId: '1', changes: [] })
      if (fail) throw new Error('stop')
    })
  await note(false)
  await expect(note(true)).rejects.toThrow('stop')
  await note(false)
  expect((await feedSince(database.read, 0, 10)).map(({ sequence }) => sequence)).toEqual([1, 2])
  expect(await verifyChain(database.read)).toBeUndefined()
})
