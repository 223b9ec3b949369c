import { expect, test } from 'vitest'
import { readHistory } from '../audit'
import { coreDatabase } from '../testing'
import { changeSettings, readSettings } from './index'

const actor = { who: 'owner', from: 'desktop' }

test('settings have defaults, are changed with history, and refuse what is out of range', async () => {
  await using database = await coreDatabase()
  const defaults = {
    unpaidYellowMinutes: 30,
    unshippedRedMinutes: 120,
    refundDueMinutes: 120,
    language: 'zh',
    theme: 'system',
    backupHour: 3,
    backupKeep: 14,
    recoveryWords: 'kept',
  }
  expect(await readSettings(database.read)).toEqual(defaults)
  const changed = await database.withTx(actor, (tx) =>
    changeSettings(tx, { backupHour: null, unshippedRedMinutes: 60, language: 'zh' }),
  )
  expect(changed).toEqual({ ...defaults, backupHour: null, unshippedRedMinutes: 60 })
  expect(await readSettings(database.read)).toEqual(changed)
  expect((await readHistory(database.read, 'settings', 'settings')).map((entry) => entry.changes)).toEqual([[['unshippedRedMinutes', 120, 60], ['backupHour', 3, null]]]) // prettier-ignore
  const refused = database.withTx(actor, (tx) =>
    changeSettings(tx, { backupKeep: 3, unpaidYellowMinutes: 0 }),
  )
  await expect(refused).rejects.toMatchObject({
    code: 'setting-invalid',
    data: { setting: 'unpaidYellowMinutes' },
  })
  expect(await readSettings(database.read)).toEqual(changed)
})

test('a value stored in a shape of another version gives way to the default', async () => {
  await using database = await coreDatabase()
  await database.withTx(actor, (tx) =>
    tx.run(`insert into settings (key, value) values ('theme', '"sepia"'), ('unheard', '1')`),
  )
  expect(await readSettings(database.read)).toMatchObject({ theme: 'system' })
})
