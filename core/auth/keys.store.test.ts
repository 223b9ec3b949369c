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
  makeRecoveryPassphrase,
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
  const born = await openSecretBox(fileKeeper(folder), { databaseExists: false })
  if (process.platform !== 'win32') expect((await stat(join(folder, 'data.key'))).mode & 0o777).toBe(0o600)
  const sealed = born.sealIn('shop:s1', 'secret')
  const later = await openSecretBox(fileKeeper(folder), { databaseExists: true })
  expect(later.openFrom('shop:s1', sealed)).toBe('secret')
})

test('a database whose key is gone or damaged is refused, never given a new key', async () => {
  const keeper = fileKeeper(folder)
  await expect(openSecretBox(keeper, { databaseExists: true })).rejects.toMatchObject({
    code: 'key-file-missing',
    message: expect.stringContaining('recovery passphrase') as unknown,
  })
  await writeFile(join(folder, 'data.key'), 'half')
  await expect(openSecretBox(keeper, { databaseExists: true })).rejects.toMatchObject({
    code: 'key-file-damaged',
  })
})

test('the recovery passphrase opens the box again, however it is typed; a wrong one does not', async () => {
  await using database = await coreDatabase()
  await expect(openWithPassphrase(database.read, 'x')).rejects.toMatchObject({ code: 'no-recovery-key' })
  const box = new SecretBox(randomBytes(32))
  const passphrase = makeRecoveryPassphrase()
  const wrapped = wrapDataKey(box, passphrase)
  await database.withTx({ who: 'owner', from: 'desktop' }, (tx) => keepWrappedKey(tx, wrapped))
  const opened = await openWithPassphrase(
    database.read,
    `  ${passphrase.toUpperCase().replaceAll(' ', '  \n')} `,
  )
  expect(opened.exportKey().equals(box.exportKey())).toBe(true)
  await expect(openWithPassphrase(database.read, makeRecoveryPassphrase())).rejects.toMatchObject({
    code: 'passphrase-wrong',
  })
})

test('eight words out of 256 different ones', () => {
  const words = new Set(Array.from({ length: 1000 }, () => makeRecoveryPassphrase().split(' ')).flat())
  expect(makeRecoveryPassphrase().split(' ')).toHaveLength(8)
  expect(words.size).toBe(256)
})
