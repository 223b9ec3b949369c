import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { recordHistory } from '../audit'
import { coreDatabase } from '../testing'
import { TX_DEADLINE_MS, type Tx } from './index'

const actor = { who: 'test', from: 'test' }
const put = (tx: Tx, key: string) => tx.run('insert into meta (key, value) values (?, ?)', [key, ''])
const keys = async (read: { all<T>(sql: string): Promise<T[]> }) =>
  (await read.all<{ key: string }>('select key from meta order by key')).map((row) => row.key)

test('a stranger’s await inside a transaction sees nothing of it and loses nothing', async () => {
  await using database = await coreDatabase()
  // Its worker starts now, not inside the deadline of the transaction.
  await keys(database.slow)
  let strangerSaw: string[] = []
  const failing = database.withTx(actor, async (tx) => {
    await put(tx, 'mine')
    strangerSaw = [...(await keys(database.read)), ...(await keys(database.slow))]
    throw new Error('stop')
  })
  const stranger = database.withTx(actor, (tx) => put(tx, 'stranger'))
  await expect(failing).rejects.toThrow('stop')
  await stranger
  expect(strangerSaw).not.toContain('mine')
  expect(await keys(database.read)).toEqual(['stranger'])
})

test('a rolled-back neighbour takes nothing with it', async () => {
  await using database = await coreDatabase()
  const failing = database.withTx(actor, async (tx) => {
    await put(tx, 'a')
    throw new Error('stop')
  })
  const kept = database.withTx(actor, (tx) => put(tx, 'b'))
  await expect(failing).rejects.toThrow('stop')
  await kept
  expect(await keys(database.read)).toEqual(['b'])
  expect(await keys(database.slow)).toEqual(['b'])
})

test('a transaction used after its end throws, and writes nothing', async () => {
  await using database = await coreDatabase()
  let kept: Tx | undefined
  await database.withTx(actor, async (tx) => {
    kept = tx
  })
  const late = kept
  expect(late).toBeDefined()
  if (!late) return
  await expect((async () => put(late, 'late'))()).rejects.toThrow('after its end')
  await expect((async () => late.savepoint(() => put(late, 'late')))()).rejects.toThrow('after its end')
  expect(() => late.collect('history', {})).toThrow('after its end')
  expect(await keys(database.read)).toEqual([])
})

test('a transaction inside a transaction is a bug, and the outer one is undone', async () => {
  await using database = await coreDatabase()
  const nested = database.withTx(actor, async (tx) => {
    await put(tx, 'outer')
    await database.withTx(actor, (inner) => put(inner, 'inner'))
  })
  await expect(nested).rejects.toMatchObject({ name: 'Bug' })
  expect(await keys(database.read)).toEqual([])
})

test('a body that awaits something else is rolled back at the deadline, and the next one runs', async () => {
  await using database = await coreDatabase()
  const begun = Date.now()
  const stalled = database.withTx(actor, async (tx) => {
    await put(tx, 'stalled')
    await new Promise(() => undefined)
  })
  const next = database.withTx(actor, (tx) => put(tx, 'next'))
  await expect(stalled).rejects.toThrow('longer than')
  await next
  expect(Date.now() - begun).toBeGreaterThanOrEqual(TX_DEADLINE_MS - 50)
  expect(await keys(database.read)).toEqual(['next'])
})

test('a rolled-back savepoint takes its rows and what it collected along', async () => {
  await using database = await coreDatabase()
  const note = (tx: Tx, entityId: string) =>
    recordHistory(tx, { kind: 'noted', entity: 'thing', entityId, changes: [] })
  await database.withTx(actor, async (tx) => {
    note(tx, 'before')
    const failed = tx.savepoint(async () => {
      await put(tx, 'lost')
      note(tx, 'lost')
      throw new Error('this one fails')
    })
    await expect(failed).rejects.toThrow('this one fails')
    await tx.savepoint(async () => {
      await put(tx, 'kept')
      note(tx, 'kept')
    })
  })
  expect(await keys(database.read)).toEqual(['kept'])
  expect(await database.read.all('select entity_id from history order by seq')).toEqual([
    { entity_id: 'before' },
    { entity_id: 'kept' },
  ])
})

test('a failed savepoint leaves the transaction usable, also after an error of the database', async () => {
  await using database = await coreDatabase()
  await database.withTx(actor, async (tx) => {
    await put(tx, 'a')
    await expect(tx.savepoint(() => put(tx, 'a'))).rejects.toThrow()
    await put(tx, 'b')
  })
  expect(await keys(database.read)).toEqual(['a', 'b'])
})

test('what a transaction announces is heard after its commit, in the order of its numbers', async () => {
  await using database = await coreDatabase()
  const heard: unknown[] = []
  using _following = database.changes.follow((batch) => heard.push(...batch))
  await database.withTx(actor, async (tx) => {
    for (const entityId of ['1', '2'])
      recordHistory(tx, { kind: 'noted', entity: 'order', entityId, changes: [] })
    await setImmediate()
    expect(heard).toEqual([])
  })
  expect(heard).toEqual([
    { sequence: 1, entity: 'order', entityId: '1' },
    { sequence: 2, entity: 'order', entityId: '2' },
  ])
})
