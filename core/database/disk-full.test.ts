import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { coreDatabase } from '../testing'
import { doctor, type Tx } from './index'

const actor = { who: 'test', from: 'test' }
// A disk of our own that fills up exists on SQLite only; PostgreSQL's is its server's.
const onSqlite = test.skipIf(process.env['ZG_DB'] === 'postgres')
const fill = (tx: Tx, key: string) =>
  tx.run('insert into meta (key, value) values (?, ?)', [key, randomBytes(32 << 10).toString('hex')])

onSqlite('a full disk is refused in words, and what was written before is intact', async () => {
  await using database = await coreDatabase({ maxPageCount: 250 })
  let kept = 0
  let refused: unknown
  while (refused === undefined && kept < 100) {
    try {
      await database.withTx(actor, (tx) => fill(tx, `row ${kept}`))
      kept++
    } catch (error) {
      refused = error
    }
  }
  expect(refused).toMatchObject({ name: 'Refusal', code: 'disk-full' })
  expect(kept).toBeGreaterThan(2)
  expect(await database.read.get('select count(*) as n from meta')).toEqual({ n: kept })
  expect(await doctor(database)).toMatchObject({ ok: true })
  await database.withTx(actor, (tx) => tx.run(`delete from meta where key = 'row 0'`))
  await database.withTx(actor, (tx) => tx.run(`insert into meta (key, value) values ('small', '')`))
})

onSqlite('a body that goes on after the disk was full writes nothing outside its transaction', async () => {
  await using database = await coreDatabase({ maxPageCount: 250 })
  const filling = database.withTx(actor, async (tx) => {
    for (let n = 0; n < 100; n++)
      try {
        await tx.savepoint(() => fill(tx, `row ${n}`))
      } catch (error) {
        expect(error).toMatchObject({ message: expect.stringMatching(/full/) as unknown })
        await tx.run(`insert into meta (key, value) values ('after', '')`)
      }
  })
  await expect(filling).rejects.toMatchObject({ code: 'disk-full' })
  expect(await database.read.get('select count(*) as n from meta')).toEqual({ n: 0 })
})
