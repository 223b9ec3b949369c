import type { Actor, Database } from '../database'
import { orderFinder } from './find-orders.store'
import type { RowKind } from './bill-row'

const AT_ONCE = 200

interface Unmatched {
  readonly id: number
  readonly provider: string
  readonly ledger: string
  readonly kind: RowKind
  readonly event: string
  readonly order_no: string | null
  readonly at: number
}

/**
 * Tries all rows without an order again: orders that came after their bill, and flow rows that name only the event,
 * through the trade bill's row of the same event. Returns how many found theirs.
 */
export async function matchRows(database: Database, actor: Actor, signal?: AbortSignal): Promise<number> {
  const find = await orderFinder(database.slow)
  let matched = 0
  for (let after = 0; ;) {
    signal?.throwIfAborted()
    const rows = await database.slow.all<Unmatched>(
      `select id, provider, ledger, kind, event, order_no, at from bill_rows where order_id is null and cleaned is null and id > ? order by id limit ${AT_ONCE}`,
      [after],
    )
    if (rows.length === 0) return matched
    after = Number(rows.at(-1)?.id)
    const found = await find(
      rows.map((row) => ({ orderNo: row.order_no, at: Number(row.at), kind: row.kind })),
    )
    const byEvent = await ordersByEvent(database, rows.filter((row, n) => !found[n] && row.ledger === 'flow')) // prettier-ignore
    const hits = rows.flatMap((row, n) => {
      const order = found[n]
      const orderId = order?.id ?? byEvent.get(`${row.provider}:${row.event}`)
      return orderId === undefined ? [] : [{ row, orderId, shopId: order?.shopId }]
    })
    matched += hits.length
    if (hits.length > 0)
      await database.withTx(actor, async (tx) => {
        for (const { row, orderId, shopId } of hits) {
          await tx.run('update bill_rows set order_id = ? where id = ?', [orderId, row.id])
          if (shopId && row.kind === 'payment') await seeChannel(tx, shopId, row.provider)
        }
        await tx.breathe()
      })
  }
}

type Writer = { run(sql: string, params: readonly (string | number)[]): Promise<number> }

/** Through whom this shop is paid: from now on its payments are missed where that provider's bill lacks them. */
export async function seeChannel(tx: Writer, shopId: string, provider: string): Promise<void> {
  await tx.run('insert into bill_channels (shop_id, provider) values (?,?) on conflict do nothing', [shopId, provider]) // prettier-ignore
}

async function ordersByEvent(database: Database, rows: readonly Unmatched[]): Promise<Map<string, number>> {
  const events = [...new Set(rows.map((row) => row.event).filter((event) => event !== ''))]
  if (events.length === 0) return new Map()
  const found = await database.slow.all<{ provider: string; event: string; order_id: number }>(
    `select provider, event, min(order_id) as order_id from bill_rows where ledger = 'trade' and event in (${events.map(() => '?').join(',')})
     and order_id is not null group by provider, event having count(distinct order_id) = 1`,
    events,
  )
  return new Map(found.map((row) => [`${row.provider}:${row.event}`, Number(row.order_id)]))
}
