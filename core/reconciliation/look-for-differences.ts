import type { Actor, Database } from '../database'
import { firstIdAt } from '../kernel'
import { DAY_MS, dayStart } from './bill-time'
import { loadCoverage, type Coverage } from './coverage'
import type { FoundDifference } from './difference'
import { keepDifferences } from './differences.store'
import { ordersAndRows } from './order-money.store'
import { reconcileOrder } from './reconcile-order'

export interface Looked {
  /** Orders held against their bills. */
  readonly orders: number
  /** Of them, those that do not come out even. */
  readonly differing: number
  /** Bill rows that belong to no order of ours. */
  readonly unknown: number
}

/** So that neither the loop nor a transaction is held for long. */
const ORDERS_AT_ONCE = 150
const ROWS_AT_ONCE = 600
/** A buyer may pay an order long after placing it. */
const PAID_LATE_MS = 60 * DAY_MS

/**
 * Holds against each other: the orders that rows from `firstRow` on speak of (with `contradicted` also those of earlier
 * rows of which a later bill says something else), the orders paid between `from` and `to`
 * that no row speaks of, and the rows that speak of no order. Long reads run on the slow reader, writes are short.
 */
export async function lookForDifferences(
  database: Database,
  actor: Actor,
  {
    firstRow,
    from,
    to,
    contradicted = false,
    signal,
  }: { firstRow: number; from: string; to: string; contradicted?: boolean; signal?: AbortSignal | undefined },
): Promise<Looked> {
  const coverage = await loadCoverage(database.slow)
  let [orders, differing, unknown] = [0, 0, 0]
  const judge = async (ids: readonly number[]) => {
    for (let start = 0; start < ids.length; start += ORDERS_AT_ONCE) {
      signal?.throwIfAborted()
      const some = await ordersAndRows(database.slow, ids.slice(start, start + ORDERS_AT_ONCE))
      const found = some.flatMap((one) => reconcileOrder(one, coverage)?.difference ?? [])
      orders += some.length
      differing += found.length
      await keep(database, actor, some.map(({ order }) => `order:${order.id}`), found) // prettier-ignore
    }
  }
  for await (const ids of spokenOf(database, firstRow)) await judge(ids)
  if (contradicted) await judge(await contradictedBefore(database, firstRow))
  for await (const ids of unspokenOf(database, dayStart(from), dayStart(to) + DAY_MS)) await judge(ids)
  for await (const found of unknownRows(database, coverage)) {
    unknown += found.length
    await keep(database, actor, found.map((one) => one.subject), found) // prettier-ignore
  }
  await dropMatched(database, actor)
  return { orders, differing, unknown }
}

/** Only what changes something opens a transaction. */
async function keep(
  database: Database,
  actor: Actor,
  subjects: readonly string[],
  found: readonly FoundDifference[],
) {
  const stored = await database.read.all<{ subject: string }>(
    `select subject from bill_differences where subject in (${subjects.map(() => '?').join(',')})`,
    subjects,
  )
  const concerned = [...new Set([...stored.map((one) => one.subject), ...found.map((one) => one.subject)])]
  if (concerned.length > 0)
    await database.withTx(actor, (tx) => keepDifferences(tx, concerned, found))
} // prettier-ignore

async function* spokenOf(database: Database, firstRow: number): AsyncGenerator<number[]> {
  const last = await database.slow.get<{ id: number | null }>('select max(id) as id from bill_rows')
  for (let after = firstRow - 1; after < Number(last?.id ?? 0); after += ROWS_AT_ONCE) {
    const rows = await database.slow.all<{ order_id: number }>(
      'select distinct order_id from bill_rows where id > ? and id <= ? and order_id is not null order by order_id',
      [after, after + ROWS_AT_ONCE],
    )
    yield rows.map((row) => Number(row.order_id))
  }
}

/** What two bills say differently of one event is asked of a person, though the later brings no row of its own. */
async function contradictedBefore(database: Database, firstRow: number): Promise<number[]> {
  const rows = await database.slow.all<{ order_id: number }>(
    'select distinct order_id from bill_rows where differs = 1 and order_id is not null and id < ? order by order_id',
    [firstRow],
  )
  return rows.map((row) => Number(row.order_id))
}

/** Orders paid in the time of the bills, in shops that are paid this way, of which no payment is on any bill. */
async function* unspokenOf(database: Database, from: number, to: number): AsyncGenerator<number[]> {
  const until = firstIdAt(to)
  for (let after = firstIdAt(from - PAID_LATE_MS); ;) {
    const rows = await database.slow.all<{ id: number; missing: number }>(
      `select o.id, case when o.paid_at >= ? and o.paid_at < ? and o.total > 0 and o.currency = 'CNY' and o.shop_id in (select shop_id from bill_channels)
         and not exists (select 1 from bill_rows b where b.order_id = o.id and b.kind = 'payment') then 1 else 0 end as missing
       from orders o where o.id > ? and o.id < ? order by o.id limit 1000`,
      [from, to, after, until],
    )
    if (rows.length === 0) return
    after = Number(rows.at(-1)?.id)
    yield rows.filter((row) => Number(row.missing) === 1).map((row) => Number(row.id))
  }
}

interface UnknownDb { id: number; provider: string; ledger: string; kind: string; day: string; at: number; settled: number } // prettier-ignore

/** Payments and refunds without an order; of the flow only where no trade bill tells of the same. */
async function* unknownRows(database: Database, coverage: Coverage): AsyncGenerator<FoundDifference[]> {
  for (let after = 0; ;) {
    const rows = await database.slow.all<UnknownDb>(
      `select id, provider, ledger, kind, day, at, settled from bill_rows where order_id is null and cleaned is null and id > ? order by id limit 200`,
      [after],
    )
    if (rows.length === 0) return
    after = Number(rows.at(-1)?.id)
    yield rows
      .filter((row) => row.kind === 'payment' || row.kind === 'refund')
      .filter((row) => row.ledger === 'trade' || !coverage.has(row.provider, 'trade', row.day))
      .map((row) => unknown(row))
  }
}

function unknown(row: UnknownDb): FoundDifference {
  const amountMinor = Number(row.settled)
  return {
    subject: `row:${row.id}`, code: row.kind === 'payment' ? 'unknown-order' : 'unknown-refund', odd: [{ term: 'payment', deltaMinor: amountMinor }],
    provider: row.provider, orderId: null, rowId: Number(row.id), at: Number(row.at), amountMinor, red: true,
  } // prettier-ignore
}

/** A row that has found its order, or that a fuller bill now tells of, is no difference of its own any more. */
async function dropMatched(database: Database, actor: Actor): Promise<void> {
  const over = await database.slow.all<{ id: number }>(
    `select d.id from bill_differences d join bill_rows r on r.id = d.row_id where d.state = 'open' and
     (r.order_id is not null or (r.ledger = 'flow' and exists
       (select 1 from bill_days c where c.provider = r.provider and c.ledger = 'trade' and c.day = r.day)))`,
  )
  const ids = over.map((row) => Number(row.id))
  for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
    const some = ids.slice(from, from + ROWS_AT_ONCE)
    await database.withTx(actor, (tx) =>
      tx.run(
        `update bill_differences set state = 'gone', version = version + 1 where state = 'open' and id in (${some.map(() => '?').join(',')})`,
        some,
      ),
    )
  }
}
