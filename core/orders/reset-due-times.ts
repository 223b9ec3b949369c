import type { Database } from '../database'
import { dueAtOf, type TimeOuts } from './board-state'
import type { BoardState } from './orders.contract'
import { NO_CLOCK } from './order.store'

const AT_ONCE = 500

/** The merchant changed the time-outs: every open order's clock is set anew, in short transactions. */
export async function resetDueTimes(database: Database, timeOuts: TimeOuts): Promise<void> {
  for (let after = 0; ;) {
    const rows = await database.read.all<{
      id: number
      state: BoardState
      created_at: number
      paid_at: number | null
      hold: string | null
    }>(
      `select id, state, created_at, paid_at, hold from orders where state in ('to-pay','to-ship') and id > ? order by id limit ${AT_ONCE}`,
      [after],
    )
    if (rows.length === 0) return
    await database.withTx({ who: 'core', from: 'core' }, async (tx) => {
      for (const row of rows) {
        const dueAt = dueAtOf(
          { state: row.state, createdAt: row.created_at, paidAt: row.paid_at, hold: row.hold },
          timeOuts,
        )
        await tx.run('update orders set due_at=? where id=?', [dueAt ?? NO_CLOCK, row.id])
      }
      tx.collect('announce', { entity: 'settings', entityId: 'settings' })
    })
    after = rows.at(-1)?.id ?? Number.MAX_SAFE_INTEGER
  }
}
