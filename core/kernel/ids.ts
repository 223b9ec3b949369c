import { createHash, randomBytes } from 'node:crypto'

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

/** Content hash, 16 bytes as hex: names a raw part within its order. */
export function contentHash(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex').slice(0, 32)
}
