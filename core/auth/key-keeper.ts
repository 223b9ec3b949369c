import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal, SecretBox } from '../kernel'

const KEY_BYTES = 32

/** Where the data key of a folder lies: a 0600 file, or the desktop's safe storage. */
export interface KeyKeeper {
  load(): Promise<Uint8Array | undefined>
  /** Resolves once the key is durable. */
  store(key: Uint8Array): Promise<void>
}

/** `data.key` in the data folder, readable by its owner only (a Windows folder keeps its own rights). */
export function fileKeeper(folder: string): KeyKeeper {
  const file = join(folder, 'data.key')
  return {
    async load() {
      try {
        const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64')
        if (key.length !== KEY_BYTES)
          throw new Refusal(
            'key-file-damaged',
            { file: 'data.key' },
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

/**
 * Opens the folder's box. A new folder gets a new random key; a folder whose database exists but whose key is gone
 * is refused (`key-file-missing`): a new key would make everything sealed unreadable for ever.
 */
export async function openSecretBox(
  keeper: KeyKeeper,
  folder: { readonly databaseExists: boolean },
): Promise<SecretBox> {
  const key = await keeper.load()
  if (key) return new SecretBox(key)
  if (folder.databaseExists)
    throw new Refusal(
      'key-file-missing',
      { file: 'data.key' },
      'The key of this data folder is gone. Put data.key back, or open the folder with the recovery passphrase.',
    )
  const fresh = randomBytes(KEY_BYTES)
  await keeper.store(fresh)
  return new SecretBox(fresh)
}
