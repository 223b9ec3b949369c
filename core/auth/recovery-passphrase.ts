import { randomBytes } from 'node:crypto'
import type { ReadDb, Tx } from '../database'
import { Refusal, SecretBox } from '../kernel'
import { keyFits } from './key-check'
import { changeSettings } from './settings'

// 16 × 16 syllables make 256 words that are easy to say, to write by hand and to type, and all differ in sound.
const FIRST = ['ba', 'bo', 'da', 'fu', 'ge', 'hu', 'ji', 'ka', 'le', 'mi', 'na', 'pu', 'ri', 'su', 'ta', 'wo']
const SECOND = [
  'bai',
  'can',
  'dou',
  'fei',
  'gao',
  'hui',
  'jin',
  'lan',
  'men',
  'nuo',
  'ping',
  'qiu',
  'ren',
  'sheng',
  'tian',
  'yue',
]
const WORDS = 8
const META_KEY = 'wrapped_data_key'

/** Eight words of 8 bits: 64 bits from the system's generator, and every guess costs a scrypt. Shown once. */
export function makeRecoveryPassphrase(): string {
  return [...randomBytes(WORDS)]
    .map((byte) => `${FIRST[byte >> 4] ?? ''}${SECOND[byte & 15] ?? ''}`)
    .join(' ')
}

/** Wraps the data key under a passphrase (~ 0.1 s): do it before the transaction that keeps the result. */
export function wrapDataKey(box: SecretBox, passphrase: string): string {
  return box.wrapForPassphrase(normal(passphrase)).toString('base64')
}

/**
 * Keeps the wrapped data key in the database, and so in every backup of it. An older passphrase no longer opens, and
 * nobody has written down the new one yet.
 */
export async function keepWrappedKey(tx: Tx, wrapped: string): Promise<void> {
  await tx.run(
    'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
    [META_KEY, wrapped],
  )
  await changeSettings(tx, { recoveryWords: 'unsure' })
}

/**
 * Opens the box of a database whose key was lost, on this PC or a new one. `ask` is called only when there is something
 * to open. `Refusal('no-recovery-key')`: no passphrase was ever made for it; `Refusal('passphrase-wrong')`.
 */
export async function openWithPassphrase(read: ReadDb, ask: () => Promise<string>): Promise<SecretBox> {
  const row = await read.get<{ value: string }>('select value from meta where key = ?', [META_KEY])
  if (!row) throw new Refusal('no-recovery-key')
  const box = unwrap(await ask(), row.value)
  if ((await keyFits(read, box)) === false) throw new Refusal('passphrase-wrong')
  return box
}

function unwrap(passphrase: string, wrapped: string): SecretBox {
  try {
    return SecretBox.fromPassphrase(normal(passphrase), Buffer.from(wrapped, 'base64'))
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal('passphrase-wrong')
    throw error
  }
}

function normal(passphrase: string): string {
  return passphrase
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim()
}
