import { recordHistory, type Change } from '../audit'
import type { Database, Tx } from '../database'
import { queueJob } from '../jobs'
import { assert, Refusal, type SecretBox } from '../kernel'
import {
  changeSlip,
  forgetSlipWaybill,
  keepPicture,
  keyOfSlip,
  likelyNumbers,
  noteReturnWaybill,
  openReading,
  queueReading,
  saltOf,
  sealKey,
  slipForChange,
  type MatchBasis,
  type Slip,
  type SlipMatch,
  type SlipOrder,
  type SlipReading,
  type SlipRow,
} from '../slips'

export interface MatchedSlip {
  readonly slipId: string
  readonly orderId: number
  /** The parcel's number, where one was read. */
  readonly waybill: string | null
}

/**
 * What follows from a match: the after-sale case learns that its parcel has come. By itself in the match's own
 * transaction, by a person half a minute later. `followed`:
 * something has moved that taking the match back would not undo.
 */
export type OnMatched = (tx: Tx, matched: MatchedSlip) => Promise<{ readonly followed: boolean }>

export interface SlipDeps {
  readonly box: SecretBox
  readonly onMatched: OnMatched
}

/** Job: what follows from a match by a person. */
export const FOLLOW_SLIP = 'follow-slip'
/** A wrong press is taken back within this: money that has gone out would not be. The screen offers it as long. */
const TAKEN_BACK_WITHIN_MS = 30_000
/** A picture that takes the helper down is tried so often. */
const TRIES = 3
/** A waybill read with less than this is shown, but is no fact to match other slips by. */
const SURE = 0.9

/** What reading and matching gave becomes the slip's state. A slip that no longer waits is left as it is. */
export async function settleRead(
  tx: Tx,
  deps: SlipDeps,
  id: string,
  row: SlipRow,
  found: { readonly match: SlipMatch; readonly orders: readonly SlipOrder[] } | null,
): Promise<void> {
  const slip = await slipForChange(tx, id)
  if (slip.state !== 'reading') return
  if (row.problem || !row.reading || !found) return settleProblem(tx, slip, row)
  const key = await keyOfSlip(tx, deps.box, slip)
  assert(key, 'a slip that is being read belongs to no order yet')
  let parts = slip.parts
  if (row.shown) {
    const { preview, covered, smaller } = row.shown
    await keepPicture(tx, key, id, 'preview', preview)
    if (covered) await keepPicture(tx, key, id, 'covered', covered)
    if (smaller) parts = await keepPicture(tx, key, id, 'original', smaller)
  }
  const { waybill } = likelyNumbers(row.reading, found.match, found.orders)
  const courier = row.reading.courier?.value ?? null
  await changeSlip(tx, slip, { parts, readMs: row.ms, waybill, courier, reading: { key, of: row.reading } })
  await settleMatch(tx, deps, await slipForChange(tx, id), row.reading, found.match)
}

async function settleProblem(tx: Tx, slip: Slip, row: SlipRow): Promise<void> {
  const problem = row.problem?.code ?? 'reader-failed'
  const attempts = slip.attempts + 1
  if (problem === 'reader-crashed' && attempts < TRIES) {
    await changeSlip(tx, slip, { attempts })
    return queueReading(tx, slip.id, slip.version + 1)
  }
  await changeSlip(tx, slip, { state: 'unreadable', problem, attempts, readMs: row.ms })
  note(tx, slip, 'slip.unreadable', [
    ['state', slip.state, 'unreadable'],
    ['problem', null, problem],
  ])
}

/** By the guarded rules alone an order is taken; otherwise a person is asked. */
async function settleMatch(
  tx: Tx,
  deps: SlipDeps,
  slip: Slip,
  reading: SlipReading,
  match: SlipMatch,
): Promise<void> {
  const candidates = match.candidates.map((one) => ({ ...one, orderId: Number(one.orderId) }))
  if (match.orderId !== null && match.basis !== null && (await saltOf(tx, Number(match.orderId)))) {
    await changeSlip(tx, slip, { candidates, ask: null })
    return take(tx, deps, await slipForChange(tx, slip.id), Number(match.orderId), match.basis, reading)
  }
  const state = candidates.length > 0 ? 'ask' : 'none'
  await changeSlip(tx, slip, { state, candidates, ask: match.ask ?? 'uncertain-reading' })
  note(tx, slip, 'slip.asked', [
    ['state', slip.state, state],
    ['ask', null, match.ask],
  ])
}

async function take(
  tx: Tx,
  deps: SlipDeps,
  slip: Slip,
  orderId: number,
  basis: MatchBasis | 'person',
  reading: SlipReading | null,
): Promise<void> {
  const salt = await saltOf(tx, orderId)
  if (!salt) throw new Refusal('no-such-order')
  const key = await keyOfSlip(tx, deps.box, slip)
  assert(key, 'only a slip of no order is taken')
  await changeSlip(tx, slip, {
    state: 'matched', orderId, basis, ask: null, keySealed: sealKey(deps.box, key, salt),
    decidedBy: basis === 'person' ? tx.actor.who : null, decidedAt: tx.now,
  }) // prettier-ignore
  const { waybill } = slip
  if (waybill !== null && isSure(reading, waybill))
    await noteReturnWaybill(tx, { waybill, orderId, source: 'slip' })
  note(tx, slip, 'slip.matched', [
    ['state', slip.state, 'matched'],
    ['orderId', null, orderId],
    ['basis', null, basis],
  ])
  recordHistory(tx, {
    kind: 'order.slip',
    entity: 'order',
    entityId: String(orderId),
    changes: [
      ['slip', null, slip.id],
      ['returnWaybill', null, waybill],
      ['slipBasis', null, basis],
    ],
  })
  if (basis !== 'person') return follow(tx, deps, { ...slip, orderId })
  await queueJob(tx, {
    kind: FOLLOW_SLIP, subject: `slip:${slip.id}`, payload: { slipId: slip.id, decidedAt: tx.now }, key: `follow:${slip.id}:${tx.now}`,
    notBefore: tx.now + TAKEN_BACK_WITHIN_MS,
  }) // prettier-ignore
}

async function follow(tx: Tx, deps: Pick<SlipDeps, 'onMatched'>, slip: Slip & { orderId: number }): Promise<void> {
  const { id: slipId, orderId, waybill } = slip
  const { followed } = await deps.onMatched(tx, { slipId, orderId, waybill })
  if (followed) await changeSlip(tx, slip, { followed })
} // prettier-ignore

/** What follows from a person's match, once it can be taken back no more. Taken back meanwhile, nothing follows. */
export async function followSlip(
  database: Database,
  deps: Pick<SlipDeps, 'onMatched'>,
  { payload }: { readonly payload: unknown },
): Promise<void> {
  const { slipId, decidedAt } = payload as { slipId: string; decidedAt: number }
  const decided = await database.read.get<{ decided_by: string | null }>('select decided_by from slips where id = ?', [slipId]) // prettier-ignore
  await database.withTx({ who: decided?.decided_by ?? 'core', from: 'core' }, async (tx) => {
    const slip = await slipForChange(tx, slipId)
    const { state, orderId, followed } = slip
    if (state !== 'matched' || orderId === null || followed || slip.decidedAt !== decidedAt) return
    await follow(tx, deps, { ...slip, orderId })
  })
}

function isSure(reading: SlipReading | null, waybill: string): boolean {
  return reading?.waybill?.value === waybill && reading.waybill.confidence >= SURE
}

/** A person says whose it is, or that it is none of these (`null`). Refuses what is being read or is matched. */
export async function decideSlip(
  tx: Tx,
  deps: SlipDeps,
  asked: { readonly id: string; readonly version: number; readonly orderId: number | null },
): Promise<void> {
  const slip = await slipForChange(tx, asked.id, asked.version)
  if (slip.state === 'reading') throw new Refusal('slip-being-read')
  if (slip.state === 'matched') throw new Refusal('slip-is-matched')
  if (asked.orderId !== null) {
    const reading = openReading(await keyOfSlip(tx, deps.box, slip), slip)
    return take(tx, deps, slip, asked.orderId, 'person', reading)
  }
  await changeSlip(tx, slip, { state: 'none', decidedBy: tx.actor.who, decidedAt: tx.now, putAt: null })
  note(tx, slip, 'slip.refused', [['state', slip.state, 'none']])
}

/** The parcel is laid aside with a word on where: nobody's, or for later. */
export async function setSlipAside(
  tx: Tx,
  asked: { readonly id: string; readonly version: number; readonly putAt: string },
): Promise<void> {
  const slip = await slipForChange(tx, asked.id, asked.version)
  if (slip.state === 'reading') throw new Refusal('slip-being-read')
  if (slip.state === 'matched') throw new Refusal('slip-is-matched')
  const putAt = asked.putAt.trim()
  await changeSlip(tx, slip, { state: 'set-aside', putAt, decidedBy: tx.actor.who, decidedAt: tx.now })
  note(tx, slip, 'slip.set-aside', [
    ['state', slip.state, 'set-aside'],
    ['putAt', null, putAt],
  ])
}

/** Takes back what was decided, by a person or by itself. Refused once something has followed from the match. */
export async function undoSlip(
  tx: Tx,
  deps: SlipDeps,
  asked: { readonly id: string; readonly version: number },
): Promise<void> {
  const slip = await slipForChange(tx, asked.id, asked.version)
  if (slip.followed) throw new Refusal('slip-has-followed')
  if (slip.decidedAt === null) throw new Refusal('slip-not-decided')
  const state = slip.problem !== null ? 'unreadable' : slip.candidates.length > 0 ? 'ask' : 'none'
  const cleared = {
    state,
    orderId: null,
    basis: null,
    decidedBy: null,
    decidedAt: null,
    putAt: null,
  } as const
  if (slip.orderId === null) await changeSlip(tx, slip, cleared)
  else {
    const key = await keyOfSlip(tx, deps.box, slip)
    if (!key) throw new Refusal('no-such-order')
    await changeSlip(tx, slip, { ...cleared, ask: 'taken-back', keySealed: sealKey(deps.box, key, null) })
    if (slip.waybill !== null) await forgetSlipWaybill(tx, slip.waybill, slip.orderId)
    recordHistory(tx, {
      kind: 'order.slip-taken-back',
      entity: 'order',
      entityId: String(slip.orderId),
      changes: [['slip', slip.id, null]],
    })
  }
  note(tx, slip, 'slip.taken-back', [
    ['state', slip.state, state],
    ['orderId', slip.orderId, null],
  ])
}

/** What could not be read, or belongs to nobody, is read once more. */
export async function readSlipAgain(
  tx: Tx,
  asked: { readonly id: string; readonly version: number },
): Promise<void> {
  const slip = await slipForChange(tx, asked.id, asked.version)
  if (slip.state !== 'unreadable' && slip.state !== 'none') throw new Refusal('slip-not-unread')
  await changeSlip(tx, slip, {
    state: 'reading',
    problem: null,
    attempts: 0,
    decidedBy: null,
    decidedAt: null,
  })
  await queueReading(tx, slip.id, slip.version + 1)
  note(tx, slip, 'slip.again', [['state', slip.state, 'reading']])
}

/** Ends the reading of all that waits; each can be read again one by one. Returns how many. */
export async function stopReading(tx: Tx): Promise<number> {
  const waiting = await tx.all<{ id: string }>(`select id from slips where state = 'reading' order by id`)
  for (const { id } of waiting) {
    const slip = await slipForChange(tx, id)
    await changeSlip(tx, slip, { state: 'unreadable', problem: 'stopped' })
    note(tx, slip, 'slip.stopped', [['state', 'reading', 'unreadable']])
    await tx.breathe()
  }
  return waiting.length
}

/** A slip that was nobody's is looked at again with the orders of now. */
export async function settleAnew(
  tx: Tx,
  deps: SlipDeps,
  before: Slip,
  reading: SlipReading,
  match: SlipMatch,
): Promise<void> {
  const slip = await slipForChange(tx, before.id)
  if (slip.version !== before.version || slip.state !== 'none') return
  if (match.candidates.length > 0) await settleMatch(tx, deps, slip, reading, match)
}

function note(tx: Tx, slip: Slip, kind: string, changes: readonly Change[]): void {
  recordHistory(tx, { kind, entity: 'slip', entityId: slip.id, changes })
}
