import { expect, test } from 'vitest'
import { feedHead, feedSince, recordHistory, verifyChain } from '../audit'
import { coreDatabase } from '../testing'
import { openDatabase, type Database } from './index'
import { historyStep } from '../audit'
import { Changes, systemClock } from '../kernel'

const actor = { who: '王掌柜', from: 'desktop' }

async function note(database: Database, ...ids: string[]): Promise<void> {
  await database.withTx(actor, async (tx) => {
    for (const entityId of ids)
      recordHistory(tx, {
        kind: 'noted',
        entity: 'order',
        entityId,
        changes: [['memo', null, '\u0000 周末送']],
      })
  })
}

test('eight writers at once: a reader that asks «since n» misses nothing', async () => {
  await using database = await coreDatabase()
  const WRITERS = 8
  const EACH = 25
  const others: Database[] = []
  // On PostgreSQL several processes share the database; here each has its own connections.
  if ('url' in database.place)
    for (let n = 0; n < 2; n++)
      others.push(
        await openDatabase({
          url: database.place.url,
          entities: [],
          lastSteps: [historyStep],
          changes: new Changes(),
          clock: systemClock,
        }),
      )
  const all = [database, ...others]
  const seen: number[] = []
  const ids = new Set<string>()
  let writing = true
  const reading = (async () => {
    for (let finished = false; !finished;) {
      finished = !writing
      const batch = await feedSince(database.read, seen.at(-1) ?? 0, 50)
      for (const { sequence, entityId } of batch) {
        seen.push(sequence)
        ids.add(entityId)
      }
      if (batch.length > 0) finished = false
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let n = 0; n < EACH; n++) await note(all[writer % all.length] ?? database, `${writer}/${n}`)
    }),
  )
  writing = false
  await reading
  expect(ids.size).toBe(WRITERS * EACH)
  expect(seen).toEqual(Array.from({ length: WRITERS * EACH }, (_, i) => i + 1))
  expect(await verifyChain(database.read)).toBeUndefined()
  for (const other of others) await other[Symbol.asyncDispose]()
})

test('the history refuses to be changed or shortened', async () => {
  await using database = await coreDatabase()
  await note(database, '1')
  for (const sql of [`update history set who = 'nobody'`, 'delete from history'])
    await expect(database.withTx(actor, (tx) => tx.run(sql))).rejects.toThrow('append-only')
  expect(await feedHead(database.read)).toBe(1)
})

test('more than one insert’s worth of entries hang together', async () => {
  await using database = await coreDatabase()
  await note(database, ...Array.from({ length: 120 }, (_, i) => String(i)))
  await note(database, 'last')
  expect(await feedHead(database.read)).toBe(121)
  const progress: number[] = []
  expect(await verifyChain(database.slow, (done) => progress.push(done))).toBeUndefined()
  expect(progress.at(-1)).toBe(121)
})

test('whoever changes the past behind the program’s back is found out', async () => {
  const allow = (database: Database) =>
    database.dialect === 'postgres'
      ? ['alter table history disable trigger all']
      : ['drop trigger history_no_update', 'drop trigger history_no_delete']
  const attacks = [
    { sql: `update history set changes_json = '[]' where seq = 2`, fault: { sequence: 2, why: 'altered' } },
    { sql: `update history set hash = prev where seq = 2`, fault: { sequence: 2, why: 'altered' } },
    { sql: 'delete from history where seq = 2', fault: { sequence: 2, why: 'missing' } },
    { sql: 'delete from history where seq = 3', fault: { sequence: 3, why: 'missing' } },
    { sql: 'update history_head set seq = 2 where one = 1', fault: { sequence: 2, why: 'head' } },
  ]
  for (const { sql, fault } of attacks) {
    await using database = await coreDatabase()
    await note(database, '1', '2', '3')
    await database.withTx(actor, async (tx) => {
      for (const statement of [...allow(database), sql]) await tx.run(statement)
    })
    expect(await verifyChain(database.read), sql).toEqual(fault)
  }
})
