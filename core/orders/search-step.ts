import type { LastStep, Tx } from '../database'
import type { Order } from './order'
import { searchableOf, searchTokens } from './search-tokens'

interface Entry {
  readonly id: number
  readonly tokens: string
  readonly fresh: boolean
}

/** Notes that an order's search entry changed; `fresh` = it has none yet. */
export function searchLater(tx: Tx, order: Order, fresh: boolean): void {
  const { texts, names } = searchableOf(order)
  tx.collect('search', { id: order.id, tokens: searchTokens(texts, names).join(' '), fresh } satisfies Entry)
}

/**
 * Writes the search entries of a transaction together, after its savepoints: FTS5 flushes what it holds at every
 * savepoint, which cost more than all other rows of an order.
 */
export const searchStep: LastStep = {
  kind: 'search',
  async run(tx, items) {
    const latest = new Map<number, Entry>()
    for (const entry of items as readonly Entry[])
      latest.set(entry.id, { ...entry, fresh: entry.fresh || latest.get(entry.id)?.fresh === true })
    for (const { id, tokens, fresh } of latest.values())
      if (tx.dialect === 'sqlite') {
        if (!fresh) await tx.run('delete from order_search where rowid=?', [id])
        await tx.run('insert into order_search(rowid,tokens) values (?,?)', [id, tokens])
      } else
        await tx.run(
          `insert into order_search values (?, string_to_array(?, ' ')) on conflict(order_id) do update set tokens = excluded.tokens`,
          [id, tokens],
        )
  },
}
