import { createHash, hash, randomBytes, randomFillSync } from 'node:crypto'

/** Order ids count milliseconds from here; 2020 to 2089 stays below 2^53. */
const EPOCH_MS = Date.UTC(2020, 0, 1)
const TIES = 4096

/**
 * The first integer id to try for an order created at `createdAtMs`: (ms since 2020) × 4096 + tie-break.
 * The id is also the sort key, newest last. The tie-break comes from the order's name so that re-reading
 * the same orders into an empty database gives the same ids; a taken id is followed by the next one.
 */
export function orderIdFor(createdAtMs: number, shop: string, externalId: string): number {
  const ms = Math.max(0, createdAtMs - EPOCH_MS)
  let hash = 0x811c9dc5
  const name = `${shop}/${externalId}`
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return ms * TIES + ((hash >>> 0) % TIES)
}

/** When an order with this id was created, in UTC ms. */
export function createdAtOf(orderId: number): number {
  return Math.floor(orderId / TIES) + EPOCH_MS
}

/** The smallest id an order created at `ms` can have: turns a time filter into an id range. */
export function firstIdAt(ms: number): number {
  return Math.max(0, ms - EPOCH_MS) * TIES
}

/** A key for an outside write, derived from the business fact, so that a restored program makes the same one. */
export function outboundKey(...fact: readonly (string | number)[]): string {
  return createHash('sha256').update(fact.join('\u001f')).digest('hex').slice(0, 32)
}

/** Random, URL-safe, 128 bits. For sessions, one-time links and command ids made on our side. */
export function randomToken(): string {
  return randomBytes(16).toString('base64url')
}

/** 16 random bytes: from it a subject's own key comes. */
export function randomSalt(): Buffer {
  return pooledRandom(16)
}

const pool = Buffer.alloc(8192)
let used = pool.length

/** Random bytes from a pool: asking the system for each handful costs more than sealing with them. */
export function pooledRandom(bytes: number): Buffer {
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const slice = Buffer.from(pool.subarray(used, used + bytes))
  pool.fill(0, used, used + bytes)
  used += bytes
  return slice
}

/** Content hash, 16 bytes as hex: names a raw part within its order. */
export function contentHash(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex').slice(0, 32)
}

/** 53 bits of a text as hex: tells whether content changed. Not for names that an attacker may choose. */
export function changeHash(text: string): string {
  let a = 0x811c9dc5
  let b = 0x01000193
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt(n)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x85ebca6b) + n
  }
  a = Math.imul(a ^ (a >>> 16), 0x7feb352d)
  b = Math.imul(b ^ (b >>> 15), 0x846ca68b)
  return ((a >>> 0) * 0x200000 + ((b >>> 0) & 0x1fffff)).toString(36)
}
