import type { ReadDb, Tx } from '../database'
import { Refusal, sealText, seal, unseal, unsealText, type SecretBox } from '../kernel'
import type { AskReason, MatchBasis } from './match-slip'
import { readingOf } from './reading-json'
import type { SlipReading } from './slip-reading'

export const SLIP_SOURCES = ['drop', 'folder', 'paste', 'picker', 'phone', 'command'] as const
export type SlipSource = (typeof SLIP_SOURCES)[number]
export type SlipState = 'reading' | 'matched' | 'ask' | 'none' | 'unreadable' | 'set-aside'

export interface SlipCandidate {
  readonly orderId: number
  readonly confidence: number
}

/** A slip as it is stored, without its pictures. */
export interface Slip {
  readonly id: string
  readonly receivedAt: number
  readonly source: SlipSource
  readonly fileName: string
  readonly sizeBytes: number
  readonly parts: number
  readonly sentBy: string
  readonly sentFrom: string
  readonly state: SlipState
  readonly version: number
  readonly attempts: number
  readonly problem: string | null
  readonly readMs: number | null
  readonly keySealed: Uint8Array
  readonly readingSealed: Uint8Array | null
  /** As shown: the order's own number of the parcel where it was read almost like it. */
  readonly waybill: string | null
  readonly courier: string | null
  readonly ask: AskReason | 'taken-back' | null
  readonly candidates: readonly SlipCandidate[]
  readonly orderId: number | null
  readonly basis: MatchBasis | 'person' | null
  /** A person's name; null where it was matched by itself. */
  readonly decidedBy: string | null
  readonly decidedAt: number | null
  /** Something has followed from the match: it can no longer be taken back here. */
  readonly followed: boolean
  /** Where a person has put the parcel. */
  readonly putAt: string | null
}

const COLUMNS = `id, received_at as "receivedAt", source, file_name as "fileName", size_bytes as "sizeBytes", parts, sent_by as "sentBy",
  sent_from as "sentFrom", state, version, attempts, problem, read_ms as "readMs", key_sealed as "keySealed", reading as "readingSealed", waybill, courier, ask,
  candidates_json as "candidatesJson", order_id as "orderId", basis, decided_by as "decidedBy", decided_at as "decidedAt", followed, put_at as "putAt"`

type Stored = Omit<Slip, 'followed' | 'candidates'> & { candidatesJson: string; followed: number }

function slipOf({ candidatesJson, followed, ...row }: Stored): Slip {
  const candidates = JSON.parse(candidatesJson) as SlipCandidate[] // ours, written below
  return { ...row, candidates, followed: followed === 1 }
}

export async function slipById(read: ReadDb, id: string): Promise<Slip | undefined> {
  const row = await read.get<Stored>(`select ${COLUMNS} from slips where id = ?`, [id])
  return row && slipOf(row)
}

/** For a change: the row is held, and the caller must have seen its present version. */
export async function slipForChange(tx: Tx, id: string, version?: number): Promise<Slip> {
  const row = await tx.get<Stored>(`select ${COLUMNS} from slips where id = ?${tx.forUpdate}`, [id])
  if (!row) throw new Refusal('no-such-slip')
  if (version !== undefined && version !== row.version) throw new Refusal('edited-meanwhile')
  return slipOf(row)
}

export interface SlipPage {
  readonly slips: readonly Slip[]
  readonly nextCursor: string | null
}

/** Slips of some states, newest first. */
export async function pageOfSlips(
  read: ReadDb,
  states: readonly SlipState[],
  cursor: string | null,
  limit: number,
): Promise<SlipPage> {
  const [at, id] = cursor?.split(' ') ?? []
  const rows = await read.all<Stored>(
    `select ${COLUMNS} from slips where state in (${states.map(() => '?').join(',')})
     ${id === undefined ? '' : 'and (received_at < ? or (received_at = ? and id < ?))'} order by received_at desc, id desc limit ?`,
    [...states, ...(id === undefined ? [] : [Number(at), Number(at), id]), limit + 1],
  )
  const slips = rows.slice(0, limit).map(slipOf)
  const last = slips.at(-1)
  return { slips, nextCursor: rows.length > limit && last ? `${last.receivedAt} ${last.id}` : null }
}

export async function countSlips(read: ReadDb): Promise<{ state: SlipState; count: number }[]> {
  const rows = await read.all<{ state: SlipState; count: number | string }>(
    'select state, count(*) as count from slips group by state',
  )
  return rows.map(({ state, count }) => ({ state, count: Number(count) }))
}

export async function slipsOfOrder(read: ReadDb, orderId: number): Promise<Slip[]> {
  return (
    await read.all<Stored>(`select ${COLUMNS} from slips where order_id = ? order by received_at, id`, [
      orderId,
    ])
  ).map(slipOf)
}

const DRAWER = 'slips'

/** The slip's own key, sealed anew for whom it belongs to: an order's key, or the drawer for nobody's. */
export function sealKey(box: SecretBox, key: Uint8Array, orderSalt: Uint8Array | null): Buffer {
  return seal(orderSalt ? box.keyFor(orderSalt) : box.drawerKey(DRAWER), key)
}

/** `undefined` where the order's key is destroyed: its person was forgotten. */
export async function keyOfSlip(read: ReadDb, box: SecretBox, slip: Slip): Promise<Buffer | undefined> {
  if (slip.orderId === null) return unseal(box.drawerKey(DRAWER), slip.keySealed)
  const salt = await saltOf(read, slip.orderId)
  return salt && unseal(box.keyFor(salt), slip.keySealed)
}

/** `undefined` for an order that is not there, or whose person was forgotten. */
export async function saltOf(read: ReadDb, orderId: number): Promise<Uint8Array | undefined> {
  const row = await read.get<{ salt: Uint8Array | null }>('select salt from orders where id = ?', [orderId])
  return row?.salt ?? undefined
}

export function openReading(key: Uint8Array | undefined, slip: Slip): SlipReading | null {
  return key && slip.readingSealed ? readingOf(unsealText(key, slip.readingSealed)) : null
}

/** Changes to a slip's row; its version rises with every one. */
export type SlipPatch = Partial<
  Pick<
    Slip,
    'state' | 'attempts' | 'problem' | 'readMs' | 'keySealed' | 'waybill' | 'courier' | 'ask' | 'orderId' | 'basis' | 'decidedBy' | 'decidedAt' | 'putAt' | 'parts' | 'candidates' | 'followed'
  > & { readonly reading: { readonly key: Uint8Array; readonly of: SlipReading } }
> // prettier-ignore

const NAMES: Readonly<Record<string, string>> = {
  readMs: 'read_ms', keySealed: 'key_sealed', orderId: 'order_id', decidedBy: 'decided_by', decidedAt: 'decided_at', putAt: 'put_at', candidates: 'candidates_json',
} // prettier-ignore

export async function changeSlip(tx: Tx, slip: Slip, patch: SlipPatch): Promise<void> {
  const { reading, candidates, followed, ...plain } = patch
  const values = {
    ...plain,
    ...(candidates ? { candidates: JSON.stringify(candidates) } : {}),
    ...(followed === undefined ? {} : { followed: followed ? 1 : 0 }),
    ...(reading ? { reading: sealText(reading.key, JSON.stringify(reading.of)) } : {}),
  }
  const names = Object.keys(values).map((name) => `${NAMES[name] ?? name} = ?`)
  await tx.run(`update slips set version = version + 1, ${names.join(', ')} where id = ?`, [
    ...Object.values(values),
    slip.id,
  ])
}
