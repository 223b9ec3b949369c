import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { SecretBox } from '../kernel'
import { coreDatabase } from '../testing'
import { once, type Command } from './index'

const actor = { who: 'owner', from: 'desktop' }
const command: Command = {
  commandId: 'command-1',
  name: 'shops.add',
  input: { name: '店', settings: { app_secret: 'abc' } },
}

test('a command repeated after a lost answer gives the first answer and acts once', async () => {
  await using database = await coreDatabase()
  let acted = 0
  const say = () => database.withTx(actor, (tx) => once(tx, command, async () => ({ id: `s${++acted}` })))
  expect(await say()).toEqual({ id: 's1' })
  expect(await say()).toEqual({ id: 's1' })
  expect(acted).toBe(1)
})

test('the same command sent twice at once acts once', async () => {
  await using database = await coreDatabase()
  let acted = 0
  const say = () => database.withTx(actor, (tx) => once(tx, command, async () => ++acted))
  expect(await Promise.all([say(), say(), say()])).toEqual([1, 1, 1])
})

test('other input, or another command, under the same id is refused', async () => {
  await using database = await coreDatabase()
  const say = (other: Partial<Command>) =>
    database.withTx(actor, (tx) => once(tx, { ...command, ...other }, async () => null))
  await say({})
  await expect(say({ input: { name: '别的店', settings: {} } })).rejects.toMatchObject({
    name: 'Refusal',
    code: 'command-id-reused',
  })
  await expect(say({ name: 'shops.remove' })).rejects.toMatchObject({ code: 'command-id-reused' })
})

test('a command that failed is not remembered: it may be said again', async () => {
  await using database = await coreDatabase()
  const failing = database.withTx(actor, (tx) => once(tx, command, () => Promise.reject(new Error('stop'))))
  await expect(failing).rejects.toThrow('stop')
  expect(await database.withTx(actor, (tx) => once(tx, command, async () => 'done'))).toBe('done')
})

test('nothing returned is nothing repeated', async () => {
  await using database = await coreDatabase()
  for (let n = 0; n < 2; n++)
    expect(await database.withTx(actor, (tx) => once(tx, command, async () => undefined))).toBeUndefined()
})

test('a secret result is stored sealed, and no plain hash of a PIN is kept', async () => {
  await using database = await coreDatabase()
  const secrets = new SecretBox(randomBytes(32))
  const say = (pin: string) =>
    database.withTx(actor, (tx) =>
      once(tx, { commandId: 'pin-1', name: 'auth.setOwnerPin', input: { pin }, secrets }, async () => ({
        recoveryPassphrase: 'bafei dagao',
      })),
    )
  expect(await say('824613')).toEqual({ recoveryPassphrase: 'bafei dagao' })
  expect(await say('824613')).toEqual({ recoveryPassphrase: 'bafei dagao' })
  await expect(say('924613')).rejects.toMatchObject({ code: 'command-id-reused' })
  expect(JSON.stringify(await database.read.all('select * from commands'))).not.toContain('bafei')

  const plain = (pin: string, commandId: string) =>
    database.withTx(actor, (tx) => once(tx, { commandId, name: 'x', input: { pin } }, async () => null))
  await plain('824613', 'pin-2')
  await plain('111222', 'pin-3')
  const hashes = await database.read.all<{ input_hash: string }>(
    `select input_hash from commands where name = 'x'`,
  )
  expect(new Set(hashes.map((row) => row.input_hash)).size).toBe(1)
})
