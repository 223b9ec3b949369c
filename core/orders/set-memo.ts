import { recordHistory } from '../audit'
import type { Tx } from '../database'
import { letGoOfStuck, queueJob } from '../jobs'
import { Refusal } from '../kernel'

export interface SetMemo {
  readonly commandId: string
  readonly id: number
  /** The row's version the person saw. */
  readonly version: number
  readonly memo: string
  /** The platform takes memos: a job tells it, and until it confirms our text stays. */
  readonly tellPlatform: boolean
}

/** Changes the seller's memo. Refuses with `edited-meanwhile` (and the text that stands now) when another edit came first. */
export async function setMemo(tx: Tx, command: SetMemo): Promise<{ version: number; memo: string }> {
  const row = await tx.get<{ version: number; memo: string; memo_pending: string | null; shop_id: string }>(
    `select version, memo, memo_pending, shop_id from orders where id=?${tx.forUpdate}`,
    [command.id],
  )
  if (!row) throw new Refusal('no-such-order')
  // Only an edit of the memo itself stands in the way: a parcel that arrived meanwhile does not.
  if (
    row.version !== command.version &&
    (await memoChangedSince(tx, command.id, row.version - command.version))
  )
    throw new Refusal('edited-meanwhile', { memo: row.memo, version: row.version })
  const memo = command.memo.trim()
  if (memo === row.memo) return { version: row.version, memo }
  const version = row.version + 1
  // A text that the platform refused is no longer what we want to tell it.
  if (row.memo_pending !== null) await letGoOfStuck(tx, { key: memoJobKey(row.memo_pending) })
  await tx.run('update orders set memo=?, version=?, memo_pending=?, memo_told=0 where id=?', [
    memo,
    version,
    command.tellPlatform ? command.commandId : null,
    command.id,
  ])
  recordHistory(tx, {
    kind: 'order.memo',
    entity: 'order',
    entityId: String(command.id),
    changes: [['memo', row.memo, memo]],
  })
  if (command.tellPlatform)
    await queueJob(tx, {
      kind: 'memo',
      subject: row.shop_id,
      payload: { orderId: command.id, commandId: command.commandId },
      key: memoJobKey(command.commandId),
    })
  return { version, memo }
}

/** The key of the job that tells the platform what this command wrote. */
export function memoJobKey(commandId: string): string {
  return `memo:${commandId}`
}

/** The platform will not take this text: it stays here, and the platform's own may replace it when it changes there. */
export async function keepMemoHere(
  tx: Tx,
  told: { readonly orderId: number; readonly commandId: string },
): Promise<void> {
  await tx.run('update orders set memo_pending=null, memo_told=0 where id=? and memo_pending=?', [
    told.orderId,
    told.commandId,
  ])
  tx.collect('announce', { entity: 'order', entityId: String(told.orderId) })
}

/** Did one of the newest `changes` history entries of this order touch its memo? */
async function memoChangedSince(tx: Tx, orderId: number, changes: number): Promise<boolean> {
  const rows = await tx.all<{ changes_json: string }>(
    `select changes_json from history where entity='order' and entity_id=? order by seq desc limit ?`,
    [String(orderId), Math.max(1, changes)],
  )
  return rows.some((row) => row.changes_json.includes('"memo"'))
}
