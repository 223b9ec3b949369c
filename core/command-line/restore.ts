import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileKeeper, keyFits, openWithPassphrase, setKeyAside, WRAPPED_KEY_FILE } from '../auth'
import { databaseFile, lockFolder, lookInto, restoreBackup, type ReadDb } from '../database'
import { iso, Refusal, SecretBox, systemClock } from '../kernel'
import { PayoutJournal, unknownIntents } from '../refunds'
import type { Io, Words } from './io'
import { passphraseGiven, readPassphrase, type Terminal } from './passphrase'
import { wrong } from './usage'

/** Where the key of a restored folder comes from: it was there and fits, the passphrase, or the desktop's key store. */
type Key = 'kept' | 'passphrase' | 'desktop'

interface Here {
  readonly folder: string
  readonly words: Words
  readonly terminal: Terminal
}

/**
 * `zhanggui restore FILE`: a proven backup takes the place of the folder's database. The recovery passphrase is asked
 * for only when the folder's key does not open the backup. `zhanggui restore --key`: the database stays, only the key
 * is made again from the passphrase.
 */
export async function runRestore(
  folder: string,
  words: Words,
  io: Pick<Io, 'out'>,
  terminal: Terminal,
): Promise<number> {
  const here = { folder, words, terminal }
  const say = (json: unknown, sentence: string) =>
    io.out(words.options['json'] === true ? `${JSON.stringify(json)}\n` : `${sentence}\n`)
  const [file] = words.positionals
  if (words.options['key'] === true) {
    if (file) throw wrong('--key 只重做钥匙，不带备份文件。', '--key makes the key alone again: name no backup with it.', 'zhanggui restore --key [--passphrase-file F]') // prettier-ignore
    const key = await restoreKey(here)
    say({ key }, KEY_SENTENCES[key])
    return 0
  }
  if (!file) throw wrong('用哪份备份恢复？写出文件，备份在数据文件夹的 backups 里。', 'Restore which backup? Name its file; backups lie in the folder backups of the data folder.', 'zhanggui restore FILE [--as-is] | --key [--passphrase-file F]') // prettier-ignore
  const from = resolve(terminal.cwd, file)
  if (!existsSync(from)) throw new Refusal('file-missing', { file: from })
  let key: Key = 'kept'
  let payoutsToAsk = 0
  const settleKey = async (read: ReadDb) => {
    const found = await findKey(here, read)
    key = found.key
    payoutsToAsk = (await unknownIntents(read, PayoutJournal.open(folder))).length
    return found.store
  }
  const asItIs = words.options['as-is'] === true
  const restored = await restoreBackup(from, folder, systemClock, settleKey, asItIs).catch(toldToClose)
  say(
    { ...restored, key, payoutsToAsk },
    `已恢复。原来的数据库放在 ${restored.setAside ?? '—'}；${restored.heldJobs} 件对外工作等你核对。\nRestored. The former database: ${restored.setAside ?? '—'}; ${restored.heldJobs} outbound jobs wait for you.\n${payoutsToAsk > 0 ? payoutSentence(payoutsToAsk) : ''}${KEY_SENTENCES[key]}`,
  )
  return 0
}

/** Whoever restores need not know what holds the folder, only that it must be closed. */
function toldToClose(error: unknown): never {
  if (error instanceof Refusal && error.code === 'folder-in-use') throw new Refusal('restore-while-running', error.data)
  throw error
} // prettier-ignore

const payoutSentence = (count: number) =>
  `这份备份之后付过（或正要付）${count} 笔退款：下次打开时先逐笔去平台核对，一笔都不会再付。\n${count} refunds were paid or about to be after this backup: at the next start each is asked for at its platform first, none is paid again.\n`

const KEY_SENTENCES: Readonly<Record<Key, string>> = {
  kept: '文件夹里的钥匙打得开。\nThe key in the folder opens it.',
  passphrase:
    '找回口令对了：钥匙已重新存好。\nThe passphrase is right: the key is stored in the folder again.',
  desktop:
    '钥匙由桌面版的系统钥匙库锁着，打开桌面版时会核对；不对就用 zhanggui restore --key。\nThe key is locked by the desktop’s key store and is checked when the desktop opens; if it is a wrong one, use zhanggui restore --key.',
}

async function restoreKey(here: Here): Promise<Key> {
  const file = databaseFile(here.folder)
  if (!existsSync(file)) throw new Refusal('file-missing', { file })
  using _lock = lockFolder(here.folder)
  const desktopHasOne = existsSync(join(here.folder, WRAPPED_KEY_FILE))
  const { key, store } = await lookInto(file, (read) =>
    desktopHasOne ? fromPassphrase(here, read) : findKey(here, read),
  )
  await store?.()
  return key
}

interface Found {
  readonly key: Key
  readonly store?: () => Promise<void>
}

async function findKey(here: Here, read: ReadDb): Promise<Found> {
  const kept = await keyInFile(here.folder)
  if (kept && (await keyFits(read, kept)) !== false) return { key: 'kept' }
  const desktopHasOne = existsSync(join(here.folder, WRAPPED_KEY_FILE))
  if (!kept && desktopHasOne && !passphraseGiven(here.words, here.terminal)) return { key: 'desktop' }
  return fromPassphrase(here, read)
}

async function fromPassphrase({ folder, words, terminal }: Here, read: ReadDb): Promise<Found> {
  const box = await openWithPassphrase(read, () => readPassphrase(words, terminal))
  const stamp = iso(systemClock.now()).slice(0, 19).replaceAll(/[-:]/g, '')
  return {
    key: 'passphrase',
    async store() {
      await setKeyAside(folder, `before-restore-${stamp}`)
      await fileKeeper(folder).store(box.exportKey())
    },
  }
}

/** A damaged key file is as good as none here: the passphrase makes it anew. */
async function keyInFile(folder: string): Promise<SecretBox | undefined> {
  try {
    const key = await fileKeeper(folder).load()
    return key && new SecretBox(key)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'key-file-damaged') return undefined
    throw error
  }
}
