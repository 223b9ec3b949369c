import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database, ReadDb } from '../database'
import { Refusal, SecretBox } from '../kernel'
import { keepKeyCheck, keyFits } from './key-check'

const KEY_BYTES = 32
const KEY_FILE = 'data.key'
/** The same key, locked by the desktop's key store. */
export const WRAPPED_KEY_FILE = 'data.key.wrapped'

/** Where the data key of a folder lies: a 0600 file, or the desktop's safe storage. */
export interface KeyKeeper {
  load(): Promise<Uint8Array | undefined>
  /** Resolves once the key is durable. */
  store(key: Uint8Array): Promise<void>
}

/** `data.key` in the data folder, readable by its owner only (a Windows folder keeps its own rights). */
export function fileKeeper(folder: string): KeyKeeper {
  const file = join(folder, KEY_FILE)
  return {
    async load() {
      try {
        const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64')
        if (key.length !== KEY_BYTES)
          throw new Refusal(
            'key-file-damaged',
            { file: KEY_FILE },
            'data.key is damaged: open the folder with the recovery passphrase.',
          )
        await chmod(file, 0o600)
        return key
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async store(key) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const draft = `${file}.new`
      const handle = await open(draft, 'w', 0o600)
      try {
        await handle.writeFile(`${Buffer.from(key).toString('base64')}\n`)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(draft, file)
    },
  }
}

/** Puts the folder's present key beside it, both of its forms: the database it opens was set aside as well. */
export async function setKeyAside(folder: string, name: string): Promise<void> {
  for (const file of [KEY_FILE, WRAPPED_KEY_FILE])
    if (existsSync(join(folder, file))) await rename(join(folder, file), join(folder, `${name}.${file}`))
}

/**
 * Opens the folder's box. A new folder gets a new random key and keeps a check of it. `Refusal('key-file-missing')`
 * when the folder has lived but its key is gone: a new key would make everything sealed unreadable for ever;
 * `Refusal('key-wrong')` when the key is another folder's.
 */
export async function openSecretBox(
  keeper: KeyKeeper,
  database: Pick<Database, 'read' | 'withTx'>,
): Promise<SecretBox> {
  const key = await keeper.load()
  if (!key && (await hasLived(database.read)))
    throw new Refusal(
      'key-file-missing',
      { file: KEY_FILE },
      'The key of this data folder is gone. Put data.key back, or open the folder with the recovery passphrase.',
    )
  const box = new SecretBox(key ?? randomBytes(KEY_BYTES))
  if ((await keyFits(database.read, box)) === false)
    throw new Refusal(
      'key-wrong',
      { file: KEY_FILE },
      'data.key belongs to another data folder. Put the right one back, or use the recovery passphrase.',
    )
  if (!key) await keeper.store(box.exportKey())
  await database.withTx({ who: 'core', from: 'core' }, (tx) => keepKeyCheck(tx, box))
  return box
}

/** A folder that was opened once has its epoch. */
async function hasLived(read: ReadDb): Promise<boolean> {
  return (await read.get(`select 1 as one from meta where key in ('epoch', 'key_check')`)) !== undefined
}
