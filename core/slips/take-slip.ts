import { recordHistory } from '../audit'
import type { Tx } from '../database'
import { queueJob } from '../jobs'
import { contentHash, randomSalt, Refusal, type SecretBox } from '../kernel'
import { keepPicture } from './slip-picture.store'
import { sealKey, type SlipSource, type SlipState } from './slip.store'

/** A picture that a station may send: a 100-megapixel scan as JPEG has about 40 MB. */
export const MAX_SENT_BYTES = 40 * 2 ** 20
/** Pictures that wait to be read: a day's work of a large warehouse. */
const MOST_WAITING = 2_000
const NAME_LENGTH = 120

export interface SentPicture {
  readonly bytes: Uint8Array
  /** As the sender calls it; only shown, never a path to anything. */
  readonly name: string
  readonly source: SlipSource
}

export interface Taken {
  readonly id: string
  /** The same picture was here before: nothing has changed. */
  readonly repeat: boolean
  readonly state: SlipState
}

/**
 * Keeps a picture before anything is understood of it, and queues its reading in the same transaction. The same
 * picture again, from wherever, changes nothing and says so. Refuses `picture-too-large`, `too-many-slips`.
 */
export async function takeSlip(tx: Tx, box: SecretBox, sent: SentPicture): Promise<Taken> {
  if (sent.bytes.length > MAX_SENT_BYTES)
    throw new Refusal('picture-too-large', { maxMb: MAX_SENT_BYTES / 2 ** 20 })
  // Of nothing only the name tells one from another: each empty file is a row with its reason.
  const id = contentHash(sent.bytes.length > 0 ? sent.bytes : `empty file ${shownName(sent.name)}`)
  const key = Buffer.concat([randomSalt(), randomSalt()])
  const name = shownName(sent.name)
  const fresh = await tx.run(
    `insert into slips (id, received_at, source, file_name, size_bytes, parts, sent_by, sent_from, state, version, key_sealed)
     values (?, ?, ?, ?, ?, ?, ?, ?, 'reading', 1, ?) on conflict (id) do nothing`,
    [id, tx.now, sent.source, name, sent.bytes.length, 0, tx.actor.who, tx.actor.from, sealKey(box, key, null)],
  ) // prettier-ignore
  if (fresh === 0) {
    const known = await tx.get<{ state: SlipState }>('select state from slips where id = ?', [id])
    return { id, repeat: true, state: known?.state ?? 'reading' }
  }
  const waiting = await tx.get<{ n: number }>(`select count(*) as n from slips where state = 'reading'`)
  if (Number(waiting?.n) > MOST_WAITING) throw new Refusal('too-many-slips', { most: MOST_WAITING })
  const parts = await keepPicture(tx, key, id, 'original', sent.bytes)
  await tx.run('update slips set parts = ? where id = ?', [parts, id])
  await queueReading(tx, id, 1)
  recordHistory(tx, {
    kind: 'slip.received',
    entity: 'slip',
    entityId: id,
    changes: [
      ['state', null, 'reading'],
      ['source', null, sent.source],
    ],
  })
  return { id, repeat: false, state: 'reading' }
}

/** Two lanes: slips never take all hands of the background work, and one that waits does not stop the others. */
export async function queueReading(tx: Tx, id: string, round: number): Promise<void> {
  const lane = Number.parseInt(id.slice(0, 2), 16) % 2
  await queueJob(tx, {
    kind: 'read-slip',
    subject: `slips:${lane}`,
    payload: { id },
    key: `read-slip:${id}:${round}`,
  })
}

/** Last part of a path of either kind, without signs that are none. */
function shownName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  return last.replace(/\p{Cc}|\p{Cf}/gu, '').slice(0, NAME_LENGTH)
}
