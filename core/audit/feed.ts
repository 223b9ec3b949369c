import type { Announcement } from '../kernel'
import type { ReadDb } from '../database'

/** What changed after `sequence`, oldest first, at most `limit` entries. Nothing committed is ever skipped. */
export async function feedSince(read: ReadDb, sequence: number, limit: number): Promise<Announcement[]> {
  return read.all<Announcement & Record<string, unknown>>(
    `select seq as sequence, entity, entity_id as "entityId" from history where seq > ? order by seq limit ?`,
    [sequence, limit],
  )
}

/** The number of the latest entry; 0 before the first. */
export async function feedHead(read: ReadDb): Promise<number> {
  return (await read.get<{ seq: number }>('select seq from history_head where one = 1'))?.seq ?? 0
}
