import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { Refusal } from '../kernel'

/** A stretched PIN as it is stored: `scrypt$15$<salt>$<hash>`, base64url. */
export type PinHash = string & { readonly __pinHash: unique symbol }

const LOG_N = 15
const BYTES = 32

/** Stretches a new PIN, off the main thread (~ 0.1 s). `Refusal('pin-length' | 'pin-too-simple')`. */
export async function hashPin(pin: string): Promise<PinHash> {
  refuseWeakPin(pin)
  const salt = randomBytes(16)
  const hash = await stretch(pin, salt, LOG_N)
  return `scrypt$${LOG_N}$${salt.toString('base64url')}$${hash.toString('base64url')}` as PinHash
}

export async function pinMatches(pin: string, stored: string): Promise<boolean> {
  const [scheme, logN, salt, hash] = stored.split('$')
  if (scheme !== 'scrypt' || !logN || !salt || !hash) return false
  const expected = Buffer.from(hash, 'base64url')
  const given = await stretch(pin, Buffer.from(salt, 'base64url'), Number(logN))
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** 6–12 letters or digits; not the ones that a stranger tries first. */
export function refuseWeakPin(pin: string): void {
  if (pin.length < 6 || pin.length > 12) throw new Refusal('pin-length', { min: 6, max: 12 })
  if (!/^[\x21-\x7e]+$/.test(pin)) throw new Refusal('pin-characters')
  if (isTrivial(pin.toLowerCase())) throw new Refusal('pin-too-simple')
}

const FIRST_TRIED = [
  'password',
  'zhanggui',
  'admin',
  'qwerty',
  'asdfgh',
  'zxcvbn',
  'iloveyou',
  '1qaz2wsx',
  '147258',
  '159357',
  '5201314',
  '123123',
  '112233',
  '246810',
]

function isTrivial(pin: string): boolean {
  return (
    new Set(pin).size < 3 ||
    isRun(pin) ||
    repeatsItself(pin) ||
    FIRST_TRIED.some((word) => pin.startsWith(word))
  )
}

/** 123456, 987654, abcdef, and 890123 where the run turns over. */
function isRun(pin: string): boolean {
  const steps = [...pin].slice(1).map((char, i) => char.charCodeAt(0) - pin.charCodeAt(i))
  return [1, -1].some((step) => steps.every((found) => found === step || found === step - 10 * step))
}

/** 123123, ababab. */
function repeatsItself(pin: string): boolean {
  return [1, 2, 3].some(
    (length) => pin.length % length === 0 && pin === pin.slice(0, length).repeat(pin.length / length),
  )
}

function stretch(pin: string, salt: Buffer, logN: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(
      pin.normalize('NFKC'),
      salt,
      BYTES,
      { N: 1 << logN, r: 8, p: 1, maxmem: 128 << 20 },
      (error, key) => {
        if (error) reject(error)
        else resolve(key)
      },
    )
  })
}
