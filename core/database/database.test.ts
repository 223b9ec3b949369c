import 'reflect-metadata'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Changes, systemClock } from '../kernel'
import { openDatabase } from './index'

const actor = { who: 'test', from: 'test' }

test('a rolled-back neighbour takes nothing with it', async () => {
  await using database = await openDatabase({
    file: join(mkdtempSync(join(tmpdir(), 'zg-')), 'a.sqlite'),
    entities: [],
    lastSteps: [],
    changes: new Changes(),
    clock: systemClock,
  })
  const failing = database.withTx(actor, async (tx) => {
    await tx.run('insert into meta values (?, ?)', ['a', '1'])
    throw new Error('stop')
  })
  const kept = database.withTx(actor, async (tx) => tx.run('insert into meta values (?, ?)', ['b', '2']))
  await expect(failing).rejects.toThrow('stop')
  await kept
  expect(await database.read.all('select key from meta')).toEqual([{ key: 'b' }])
  expect(await database.slow.all('select key from meta')).toEqual([{ key: 'b' }])
})
