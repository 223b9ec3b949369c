import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SecretBox } from '../kernel'
import { coreDatabase } from '../testing'
import {
  fileKeeper,
  keepWrappedKey,
  keyFits,
  makeRecoveryPassphrase,
  readSettings,
  once,
  openSecretBox,
  openWithPassphrase,
  wrapDataKey,
} from './index'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a new folder gets a key that only its owner reads, and opens with it ever after', async () => {
  await using database = await coreDatabase()
  const born = await openSecretBox(fileKeeper(folder), database)
  if (process.platform !== 'win32') expect((await stat(join(folder, 'data.key'))).mode & 0o777).toBe(0o600)
  const sealed = born.sealIn('shop:s1', 'secret')
  const later = await openSecretBox(fileKeeper(folder), database)
  expect(later.openFrom('shop:s1', sealed)).toBe('secret')
})

test('a database whose key is gone, damaged or another one is refused, never given a new key', async () => {
  await using database = await coreDatabase()
  const keeper = fileKeeper(folder)
  await openSecretBox(keeper, database)
  await rm(join(folder, 'data.key'))
  await expect(openSecretBox(keeper, database)).rejects.toMatchObject({
    code: 'key-file-missing',
    message: expect.stringContaining('recovery passphrase') as unknown,
  })
  await expect(stat(join(folder, 'data.key'))).rejects.toMatchObject({ code: 'ENOENT' })
  await writeFile(join(folder, 'data.key'), 'half')
  await expect(openSecretBox(keeper, database)).rejects.toMatchObject({ code: 'key-file-damaged' })
  await keeper.store(randomBytes(32))
  await expect(openSecretBox(keeper, database)).rejects.toMatchObject({ code: 'key-wrong' })
})

test('a database from before there was a check is held against the sealed answer to its first PIN', async () => {
  await using database = await coreDatabase()
  const keeper = fileKeeper(folder)
  const box = new SecretBox(randomBytes(32))
  await database.withTx({ who: 'owner', from: 'desktop' }, (tx) =>
    once(tx, { commandId: 'c1', name: 'auth.setOwnerPin', input: {}, secrets: box }, async () => ({ a: 1 })),
  )
  await keeper.store(randomBytes(32))
  await expect(openSecretBox(keeper, database)).rejects.toMatchObject({ code: 'key-wrong' })
  await keeper.store(box.exportKey())
  await openSecretBox(keeper, database)
  expect(await keyFits(database.read, box)).toBe(true)
})

test('the recovery passphrase opens the box again, however it is typed; a wrong one does not', async () => {
  await using database = await coreDatabase()
  await expect(openWithPassphrase(database.read, async () => 'x')).rejects.toMatchObject({
    code: 'no-recovery-key',
  })
  const box = new SecretBox(randomBytes(32))
  const passphrase = makeRecoveryPassphrase()
  const wrapped = wrapDataKey(box, passphrase)
  await database.withTx({ who: 'owner', from: 'desktop' }, (tx) => keepWrappedKey(tx, wrapped))
  expect((await readSettings(database.read)).recoveryWords).toBe('unsure')
  const opened = await openWithPassphrase(
    database.read,
    async () => `  ${passphrase.toUpperCase().replaceAll(' ', '  \n')} `,
  )
  expect(opened.exportKey().equals(box.exportKey())).toBe(true)
  await expect(openWithPassphrase(database.read, async () => makeRecoveryPassphrase())).rejects.toMatchObject(
    {
      code: 'passphrase-wrong',
    },
  )
})

test('eight words out of 256 different ones', () => {
  const words = new Set(Array.from({ length: 1000 }, () => makeRecoveryPassphrase().split(' ')).flat())
  expect(makeRecoveryPassphrase().split(' ')).toHaveLength(8)
  expect(words.size).toBe(256)
})
