import type { Tx } from '../database'
import { aliasesOf, reserveOrder, StockBook } from '../inventory'
import { queueJob } from '../jobs'
import { loadOrdersById } from '../orders'
import { needOf } from './need-of'

/** So many orders are planned in the transaction that freed the pieces; a job takes the rest, oldest first too. */
const AT_ONCE = 150

/** The job that goes on where a transaction had to stop: `{ skus, after }` or `{ ids }`. */
export const PLAN_STOCK = 'plan-stock'

/**
 * Plans the waiting orders of these SKUs again, oldest first: call it after every move that frees or brings pieces.
 * What it finds already planned changes nothing.
 */
export async function planWaiting(tx: Tx, skus: Iterable<string>): Promise<void> {
  const wanted = [...new Set(skus)].sort()
  if (wanted.length === 0) return
  const ids = await waitingFor(tx, wanted, 0)
  await planOrders(tx, ids.slice(0, AT_ONCE))
  if (ids.length > AT_ONCE) await goOnLater(tx, wanted, ids[AT_ONCE - 1] ?? 0)
}

/** Job `plan-stock`: the next orders after the one that was planned last, or the next of a list. */
export async function planOn(tx: Tx, payload: unknown): Promise<void> {
  const { skus, after, ids } = payload as { skus?: string[]; after?: number; ids?: number[] }
  if (ids) await planWaiting(tx, await planSoon(tx, ids))
  if (!skus || after === undefined) return
  const found = await waitingFor(tx, skus, after)
  await planOrders(tx, found.slice(0, AT_ONCE))
  if (found.length > AT_ONCE) await goOnLater(tx, skus, found[AT_ONCE - 1] ?? 0)
}

/** Plans these orders, the first of them now and the rest by jobs. Returns the SKUs of which pieces came free now. */
export async function planSoon(tx: Tx, ids: readonly number[]): Promise<ReadonlySet<string>> {
  const rest = ids.slice(AT_ONCE)
  if (rest.length > 0)
    await queueJob(tx, { kind: PLAN_STOCK, subject: 'stock', payload: { ids: rest }, key: `plan-orders:${tx.now}:${rest[0]}:${rest.length}` }) // prettier-ignore
  return planOrders(tx, ids.slice(0, AT_ONCE))
}

async function waitingFor(tx: Tx, skus: readonly string[], after: number): Promise<number[]> {
  const rows = await tx.all<{ order_id: number }>(
    `select distinct c.order_id from consignment_lines l join consignments c on c.id = l.consignment_id
     where l.sku in (${skus.map(() => '?').join(',')}) and (l.short > 0 or l.untracked > 0) and c.order_id > ?
     order by c.order_id limit ${AT_ONCE + 1}`,
    [...skus, after],
  )
  return rows.map((row) => row.order_id)
}

function goOnLater(tx: Tx, skus: readonly string[], after: number): Promise<void> {
  const key = `plan-stock:${tx.now}:${after}:${skus.join(' ')}`
  return queueJob(tx, { kind: PLAN_STOCK, subject: 'stock', payload: { skus, after }, key })
}

/** Plans these orders anew, in the order given, by the aliases as they stand now. Returns the SKUs of which pieces came free. */
export async function planOrders(tx: Tx, ids: readonly number[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const marks = ids.map(() => '?').join(',')
  // Locked before they are read: an observation that arrives meanwhile waits, and plans on what we leave behind.
  await tx.all(`select id from orders where id in (${marks}) order by id${tx.forUpdate}`, [...ids])
  const orders = new Map((await loadOrdersById(tx, ids)).map((order) => [order.id, order]))
  const aliases = await aliasesOf(tx, [...new Set([...orders.values()].map((order) => order.shopId))])
  const book = await StockBook.open(tx)
  for (const [n, id] of ids.entries()) {
    const order = orders.get(id)
    if (!order) continue
    if (n % 10 === 9) await tx.breathe()
    const codes = aliases.get(order.shopId)
    const lines = order.lines.map((line) => needOf(order, line, line))
    const plan = await reserveOrder(tx, book, { orderId: id, lines, fresh: false }, (code) =>
      code === null || code === '' ? null : (codes?.get(code) ?? code),
    )
    await tellShort(tx, id, plan.reduce((sum, line) => sum + line.short, 0)) // prettier-ignore
  }
  await book.flush()
  return book.freed
}

async function tellShort(tx: Tx, orderId: number, short: number): Promise<void> {
  const changed = await tx.run('update orders set short=? where id=? and short<>?', [short, orderId, short])
  if (changed > 0) tx.collect('announce', { entity: 'order', entityId: String(orderId) })
}
