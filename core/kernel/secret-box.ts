import { createCipheriv, createDecipheriv, createSecretKey, hash, randomBytes, scryptSync } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { Refusal } from './errors'
import { pooledRandom } from './ids'

const IV_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM under one key. Sealed form: iv ‖ tag ‖ ciphertext. (A KeyObject saves Node two thirds of the set-up.) */
export function seal(key: Uint8Array, plain: Uint8Array): Buffer {
  const iv = pooledRandom(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), iv)
  const body = cipher.update(plain)
  cipher.final()
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

/** Throws `Refusal('sealed-data-unreadable')` when the key is wrong or a byte was changed. */
export function unseal(key: Uint8Array, sealed: Uint8Array): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), sealed.subarray(0, IV_BYTES))
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
  } catch {
    throw new Refusal('sealed-data-unreadable')
  }
}

// Level 1: what a platform sends shrinks to a third in a few microseconds; higher levels cost more than they save.
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** A long text (a raw page, a part of one), compressed with zstd, then sealed. */
export function sealText(key: Uint8Array, text: string): Buffer {
  return seal(key, zstdCompressSync(text, FAST))
}
export function unsealText(key: Uint8Array, sealed: Uint8Array): string {
  return zstdDecompressSync(unseal(key, sealed)).toString()
}

/**
 * The box for everything secret: one random data key per folder, from which a key per subject is derived.
 *
 * An order's key is SHA-256(data key ‖ the order's random salt); the key has a fixed length, so nothing can be shifted. Forgetting an order means destroying its salt:
 * without it, nothing sealed for that order can be opened again, in history, inbox or a copy of them.
 */
export class SecretBox {
  readonly #dataKey: Buffer
  constructor(dataKey: Uint8Array) {
    this.#dataKey = Buffer.from(dataKey)
  }
  /** The key of one subject. `salt` is 16 random bytes kept beside the subject. */
  keyFor(salt: Uint8Array): Buffer {
    return hash('sha256', Buffer.concat([this.#dataKey, salt]), 'buffer')
  }
  /** The key of a named drawer that is never forgotten: shop credentials, a shop's raw pages. */
  drawerKey(name: string): Buffer {
    return this.keyFor(Buffer.from(`drawer:${name}`))
  }
  sealIn(drawer: string, plain: string): Buffer {
    return seal(this.drawerKey(drawer), Buffer.from(plain))
  }
  openFrom(drawer: string, sealed: Uint8Array): string {
    return unseal(this.drawerKey(drawer), sealed).toString()
  }
  /** The data key wrapped under a recovery passphrase: salt ‖ sealed key. What a backup carries. */
  wrapForPassphrase(passphrase: string): Buffer {
    const salt = randomBytes(16)
    return Buffer.concat([salt, seal(stretch(passphrase, salt), this.#dataKey)])
  }
  static fromPassphrase(passphrase: string, wrapped: Uint8Array): SecretBox {
    return new SecretBox(unseal(stretch(passphrase, wrapped.subarray(0, 16)), wrapped.subarray(16)))
  }
  /** The raw key, for the two keepers only: the 0600 file and safeStorage. */
  exportKey(): Buffer {
    return Buffer.from(this.#dataKey)
  }
}

function stretch(passphrase: string, salt: Uint8Array): Buffer {
  return scryptSync(passphrase.normalize('NFKC').replace(/\s+/g, ' ').trim(), salt, 32, {
    N: 1 << 15,
    r: 8,
    maxmem: 64 << 20,
  })
}
