import SqliteDatabase from 'better-sqlite3'
import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fileKeeper, keepWrappedKey, makeRecoveryPassphrase, wrapDataKey } from '../auth'
import { buildCore, type Core } from '../build-core'
import { databaseFile } from '../database'
import { startPracticeShop } from '../practice'
import { addShop, openAccount } from '../shops'
import { noLog } from '../testing'
import { explain, parseLine } from './run-on-core'
import { runRestore } from './restore'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const actor = { who: 'owner', from: 'test' }
const aCore = (name: string): Promise<Core> =>
  buildCore({ folder: join(folder, name), practice: false, log: noLog })

interface Said {
  code: number
  out: string
  err: string
}

/** `zhanggui restore …` as typed; `typed` = a person at the terminal, without it a script. */
async function restore(
  name: string,
  argv: string[],
  given: { env?: string; typed?: string } = {},
): Promise<Said> {
  let [out, err] = ['', '']
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) }
  const stdin = Object.assign(new PassThrough(), {
    isTTY: given.typed !== undefined,
    setRawMode: () => stdin,
  })
  const stderr = new PassThrough()
  stderr.on('data', (text: Buffer) => void (err += text.toString()))
  if (given.typed !== undefined) stdin.end(`${given.typed}\r`)
  const terminal = {
    stdin: stdin as unknown as NodeJS.ReadStream, stderr: stderr as unknown as NodeJS.WriteStream,
    env: { ZHANGGUI_PASSPHRASE: given.env }, cwd: folder,
  } // prettier-ignore
  try {
    const { words } = parseLine(['restore', ...argv])
    return { code: await runRestore(join(folder, name), words, io, terminal), out, err }
  } catch (error) {
    return { code: explain(error, io), out, err }
  }
}

/** A folder with a shop, a passphrase on paper, and a proven backup. */
async function aFolder(
  name: string,
  shop: { origin: string; settings: Readonly<Record<string, string>> } = {
    origin: 'http://127.0.0.1:9',
    settings: { api_key: 'k', webhook_secret: 's' },
  },
): Promise<{ passphrase: string; backup: string; key: string }> {
  const passphrase = makeRecoveryPassphrase()
  await using core = await aCore(name)
  const wrapped = wrapDataKey(core.box, passphrase)
  await core.database.withTx(actor, async (tx) => {
    await keepWrappedKey(tx, wrapped)
    await addShop(tx, core.box, { platform: 'vendure', name: '小店', url: shop.origin, settings: shop.settings, since: null }) // prettier-ignore
  })
  const made = await core.backupNow()
  const key = await readFile(join(folder, name, 'data.key'), 'utf8')
  return { passphrase, backup: join(folder, name, 'backups', made.file), key }
}

/** Without what a reader of the database leaves beside it. */
const filesIn = async (name: string) =>
  (await readdir(join(folder, name))).filter((file) => !/-(wal|shm)$/.test(file)).sort()

const settingsIn = async (name: string) => {
  await using core = await aCore(name)
  return (await openAccount(core.database.read, core.box, 's1')).settings
}

test('a backup on a new PC opens with the passphrase from paper, and its shops are read again', async () => {
  await using shop = await startPracticeShop({ platform: 'vendure', port: 0, orders: 3, seed: 1, faults: '' })
  const { passphrase, backup, key } = await aFolder('old', shop)
  const done = await restore('new', [backup], { typed: passphrase })
  expect(done).toMatchObject({ code: 0 })
  expect(done.err).toContain('找回口令')
  expect(done.out + done.err).not.toContain(passphrase.split(' ')[0])
  expect(await readFile(join(folder, 'new/data.key'), 'utf8')).toBe(key)
  await using core = await aCore('new')
  await core.sync.once(['s1'], () => core.jobs.idle())
  expect(await core.database.read.get('select count(*) as n from orders')).toEqual({ n: 3 })
})

test('a wrong passphrase, or none, is a clear refusal and changes nothing', async () => {
  const { backup } = await aFolder('old')
  const other = await aFolder('here')
  const before = await readFile(databaseFile(join(folder, 'here')))
  const names = await filesIn('here')
  const wrong = await restore('here', [backup], { env: makeRecoveryPassphrase() })
  expect(wrong).toMatchObject({ code: 1, out: '' })
  expect(wrong.err).toMatch(/口令不对.*\n.*passphrase is wrong; nothing was changed/)
  expect(await restore('here', [backup])).toMatchObject({
    code: 1,
    err: expect.stringContaining('--passphrase-file') as unknown,
  })
  expect((await restore('here', [backup, '--passphrase-file', 'nowhere'])).err).toContain('nowhere')
  expect(await restore('here', [backup, '--passphrase', 'x'])).toMatchObject({ code: 2 })
  expect(before.equals(await readFile(databaseFile(join(folder, 'here'))))).toBe(true)
  expect(await filesIn('here')).toEqual(names)
  expect(await readFile(join(folder, 'here/data.key'), 'utf8')).toBe(other.key)
})

test('restoring over a folder with another key sets that key aside with its database', async () => {
  const { passphrase, backup, key } = await aFolder('old')
  const other = await aFolder('here')
  await writeFile(join(folder, 'paper.txt'), `${passphrase}\n`)
  expect(await restore('here', [backup, '--json', '--passphrase-file', 'paper.txt'])).toMatchObject({
    code: 0,
  })
  expect(await readFile(join(folder, 'here/data.key'), 'utf8')).toBe(key)
  const aside = (await readdir(join(folder, 'here'))).find((name) =>
    /^before-restore-.*\.data\.key$/.test(name),
  )
  expect(await readFile(join(folder, 'here', aside ?? ''), 'utf8')).toBe(other.key)
  expect(await settingsIn('here')).toMatchObject({ api_key: 'k' })
})

test('a folder’s own backup asks for nothing: its key is there', async () => {
  const { backup } = await aFolder('old')
  const done = await restore('old', [backup, '--json'])
  expect(done).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(done.out)).toMatchObject({ key: 'kept', heldJobs: 0 })
})

test('a moved folder without its key, or with a wrong or damaged one, does not start and says what to do', async () => {
  const { passphrase, key } = await aFolder('old')
  await mkdir(join(folder, 'moved'))
  await copyFile(databaseFile(join(folder, 'old')), databaseFile(join(folder, 'moved')))
  const refused = async (code: string) => {
    const error: unknown = await aCore('moved').then(
      async (core) => core[Symbol.asyncDispose](),
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ name: 'Refusal', code })
    let said = ''
    explain(error, { err: (text) => void (said += text) })
    expect(said).toContain('zhanggui restore --key')
  }
  await refused('key-file-missing')
  await writeFile(join(folder, 'moved/data.key'), 'half of a k')
  await refused('key-file-damaged')
  await fileKeeper(join(folder, 'moved')).store(randomBytes(32))
  await refused('key-wrong')

  expect(await restore('moved', ['--key'], { env: makeRecoveryPassphrase() })).toMatchObject({ code: 1 })
  await refused('key-wrong')
  expect(await restore('moved', ['--key'], { env: passphrase.toUpperCase() })).toMatchObject({ code: 0 })
  expect(await readFile(join(folder, 'moved/data.key'), 'utf8')).toBe(key)
  expect(await settingsIn('moved')).toMatchObject({ api_key: 'k' })
  expect(await restore('moved', ['--key', '--json'])).toMatchObject({ code: 0, out: '{"key":"kept"}\n' })
})

test('the desktop’s locked key is left to the desktop, unless a passphrase is given', async () => {
  const { passphrase, backup } = await aFolder('old')
  await mkdir(join(folder, 'desk'))
  await writeFile(join(folder, 'desk/data.key.wrapped'), 'locked')
  const left = await restore('desk', [backup, '--json'])
  expect(JSON.parse(left.out)).toMatchObject({ key: 'desktop' })
  expect(await restore('desk', ['--key'], { env: passphrase })).toMatchObject({ code: 0 })
  expect(await readdir(join(folder, 'desk'))).not.toContain('data.key.wrapped')
  expect(await settingsIn('desk')).toMatchObject({ api_key: 'k' })
})

test('where no passphrase was ever made it is not asked for', async () => {
  {
    await using core = await aCore('young')
    await core.backupNow()
  }
  await rm(join(folder, 'young/data.key'))
  const said = await restore('young', ['--key'], { typed: 'anything' })
  expect(said).toMatchObject({ code: 1, err: expect.stringContaining('No recovery passphrase') as unknown })
})

test('while a program has the folder open it is to be closed first; a folder is no backup', async () => {
  const { backup } = await aFolder('old')
  {
    await using _open = await aCore('old')
    const said = await restore('old', [backup])
    expect(said).toMatchObject({ code: 1, out: '' })
    expect(said.err).toMatch(/先关掉它再恢复[\s\S]*Close it first/)
  }
  expect((await restore('old', [folder])).err).toMatch(/是文件夹，不是文件/)
})

test('a backup whose sums were touched is refused; who has no other takes it as it is', async () => {
  const { backup } = await aFolder('old')
  const handle = new SqliteDatabase(backup)
  handle.exec(`insert into order_counters (shop_id, state, currency, count, total) values ('s1', 'done', 'CNY', 0, 100)`) // prettier-ignore
  handle.close()
  const refused = await restore('old', [backup])
  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.err).toMatch(/账对不上[\s\S]*--as-is[\s\S]*do not add up[\s\S]*--as-is/)
  expect(await restore('old', [backup, '--as-is'])).toMatchObject({ code: 0, err: '' })
})
