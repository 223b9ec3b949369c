import { hash } from 'node:crypto'
import type { ReadDb, Tx, Value } from './database'

/** One entry as it is stored, without its place in the chain. */
export interface ChainEntry {
  readonly kind: string
  readonly entity: string
  readonly entityId: string
  readonly changesJson: string
  /** Sealed; the chain covers the ciphertext, so that forgetting a key leaves the chain whole. */
  readonly personal: Buffer | null
}

export interface ChainFault {
  readonly sequence: number
  /** `missing` a number was left out · `altered` its content differs · `broken` it does not follow the one before · `head` the head names another end */
  readonly why: 'missing' | 'altered' | 'broken' | 'head'
}

interface Stored {
  seq: number
  at: number
  kind: string
  entity: string
  entity_id: string
  who: string
  origin: string
  changes_json: string
  personal: Uint8Array | null
  prev: Uint8Array
  hash: Uint8Array
}

const ROWS_PER_INSERT = 50
const PAGE = 500
const COLUMNS = 'seq, at, kind, entity, entity_id, who, origin, changes_json, personal, prev, hash'

/** sha256 over the hash before and every other column, as JSON (lengths and order cannot be confused). */
function hashOf(prev: Uint8Array, row: Omit<Stored, 'prev' | 'hash'>): Buffer {
  const head = prev.length === 0 ? '' : Buffer.from(prev).toString('base64')
  const personal = row.personal && Buffer.from(row.personal).toString('base64')
  const text = JSON.stringify([
    head,
    row.seq,
    row.at,
    row.kind,
    row.entity,
    row.entity_id,
    row.who,
    row.origin,
    row.changes_json,
    personal,
  ])
  // Asking for hex and decoding it costs half of asking for a buffer.
  return Buffer.from(hash('sha256', text, 'hex'), 'hex')
}

/** Text that both databases give back as it was stored: no NUL, no half of a surrogate pair. */
function plain(text: string): string {
  return text.isWellFormed() && !text.includes('\u0000')
    ? text
    : text.toWellFormed().replaceAll('\u0000', '\u2400')
}

/**
 * Appends entries and returns the number of the first. Must be the last thing a transaction does: the head stays
 * locked until the commit, which makes the order of numbers the order of commits on both databases.
 */
export async function appendToChain(tx: Tx, entries: readonly ChainEntry[]): Promise<number> {
  const head = (await tx.get<{ seq: number; hash: Uint8Array }>(
    `select seq, hash from history_head where one = 1${tx.forUpdate}`,
  )) ?? { seq: 0, hash: Buffer.alloc(0) }
  const who = plain(tx.actor.who)
  const origin = plain(tx.actor.from)
  let { seq, hash: prev } = head
  for (let start = 0; start < entries.length; start += ROWS_PER_INSERT) {
    const some = entries.slice(start, start + ROWS_PER_INSERT)
    const params: Value[] = []
    for (const entry of some) {
      const row = {
        seq: ++seq,
        at: tx.now,
        kind: entry.kind,
        entity: entry.entity,
        entity_id: plain(entry.entityId),
        who,
        origin,
        changes_json: entry.changesJson,
        personal: entry.personal,
      }
      const own = hashOf(prev, row)
      params.push(
        row.seq,
        row.at,
        row.kind,
        row.entity,
        row.entity_id,
        who,
        origin,
        row.changes_json,
        row.personal,
        prev,
        own,
      )
      prev = own
    }
    await tx.run(
      `insert into history (${COLUMNS}) values ${Array(some.length).fill('(?,?,?,?,?,?,?,?,?,?,?)').join(',')}`,
      params,
    )
  }
  await tx.run('update history_head set seq = ?, hash = ? where one = 1', [seq, prev])
  return head.seq + 1
}

/**
 * Walks the chain from its first entry to the head that stood at the start. Returns the first fault, or `undefined`.
 * Reads by keyset, a page at a time, and lets the loop turn between pages.
 */
export async function verifyChain(
  read: ReadDb,
  onProgress?: (done: number, total: number) => void,
): Promise<ChainFault | undefined> {
  const head = await read.get<{ seq: number; hash: Uint8Array }>(
    'select seq, hash from history_head where one = 1',
  )
  if (!head) return { sequence: 0, why: 'head' }
  let seq = 0
  let prev: Uint8Array = Buffer.alloc(0)
  while (seq < head.seq) {
    const rows = await read.all<Stored>(
      `select ${COLUMNS} from history where seq > ? and seq <= ? order by seq limit ${PAGE}`,
      [seq, head.seq],
    )
    for (const row of rows) {
      if (row.seq !== seq + 1) return { sequence: seq + 1, why: 'missing' }
      if (Buffer.compare(row.prev, prev) !== 0) return { sequence: row.seq, why: 'broken' }
      if (Buffer.compare(hashOf(prev, row), row.hash) !== 0) return { sequence: row.seq, why: 'altered' }
      seq = row.seq
      prev = row.hash
    }
    if (rows.length === 0) return { sequence: seq + 1, why: 'missing' }
    onProgress?.(seq, head.seq)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const beyond = await read.get<{ seq: number }>('select max(seq) as seq from history')
  const now = await read.get<{ seq: number }>('select seq from history_head where one = 1')
  if (Buffer.compare(prev, head.hash) !== 0 || (beyond?.seq ?? 0) > (now?.seq ?? 0))
    return { sequence: seq, why: 'head' }
  return undefined
}
