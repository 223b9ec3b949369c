import { recordHistory } from '../audit'
import type { Tx } from '../database'
import { Refusal } from '../kernel'
import { differenceById } from './differences.store'

export interface ResolveDifference {
  readonly id: number
  /** The version the person saw. */
  readonly version: number
  readonly reason: string
  readonly note: string
}

/**
 * A person says why a difference stands. Refuses with `edited-meanwhile` when it changed since it was seen, with
 * `no-such-difference` when there is none, with `difference-not-open` when it is settled already.
 */
export async function resolveDifference(
  tx: Tx,
  { id, version, reason, note }: ResolveDifference,
): Promise<{ version: number }> {
  const before = await differenceById(tx, id, tx.forUpdate)
  if (!before) throw new Refusal('no-such-difference')
  if (before.version !== version) throw new Refusal('edited-meanwhile', { version: before.version })
  if (before.state !== 'open') throw new Refusal('difference-not-open', { state: before.state })
  await tx.run(
    `update bill_differences set state = 'resolved', version = version + 1, reason = ?, note = ?, resolved_by = ?, resolved_at = ? where id = ?`,
    [reason, note.trim() || null, tx.actor.who, tx.now, id],
  )
  recordHistory(tx, {
    kind: 'difference.resolved', entity: 'bill-difference', entityId: String(id),
    changes: [
      ['state', 'open', 'resolved'], ['reason', null, reason], ['note', null, note.trim() || null],
      ['code', null, before.code], ['amountMinor', null, before.amountMinor],
    ],
  }) // prettier-ignore
  return { version: version + 1 }
}

/** A person thinks again: open as before, what was decided stays in the history. Refuses as `resolveDifference` does. */
export async function reopenDifference(
  tx: Tx,
  { id, version }: Pick<ResolveDifference, 'id' | 'version'>,
): Promise<{ version: number }> {
  const before = await differenceById(tx, id, tx.forUpdate)
  if (!before) throw new Refusal('no-such-difference')
  if (before.version !== version) throw new Refusal('edited-meanwhile', { version: before.version })
  if (before.state !== 'resolved') throw new Refusal('difference-not-resolved', { state: before.state })
  await tx.run(
    `update bill_differences set state = 'open', version = version + 1, reason = null, note = null, resolved_by = null, resolved_at = null where id = ?`,
    [id],
  )
  recordHistory(tx, {
    kind: 'difference.reopened', entity: 'bill-difference', entityId: String(id),
    changes: [['state', 'resolved', 'open'], ['reason', before.reason, null], ['note', before.note, null]],
  }) // prettier-ignore
  return { version: version + 1 }
}
