import type { Tx } from '../database'
import { reserveOrder, StockBook } from '../inventory'
import { loadOrdersById } from '../orders'
import { needOf } from './receive-orders.flow'

export interface Counted {
  readonly sku: string
  readonly warehouseId: string
  readonly onHand: number
  readonly reason: string
}

/**
 * Takes a count into the ledger as the difference to what the book says, and plans the waiting orders of these SKUs
 * again, oldest first. A count below what is reserved breaks the ledger's rule and is refused by it.
 */
export async function countStock(tx: Tx, counts: readonly Counted[]): Promise<void> {
  const book = await StockBook.open(tx)
  await book.load(counts.map((count) => count.sku))
  for (const count of counts) {
    book.track(count.sku, count.warehouseId)
    const level = await tx.get<{ on_hand: number }>(
      'select on_hand from stock_levels where sku=? and warehouse_id=?',
      [count.sku, count.warehouseId],
    )
    book.move({
      sku: count.sku,
      warehouseId: count.warehouseId,
      kind: 'count',
      onHand: count.onHand - (level?.on_hand ?? 0),
      reserved: 0,
      orderId: null,
      reason: count.reason,
    })
  }
  await book.flush()
  await planWaiting(tx, counts.map((count) => count.sku)) // prettier-ignore
}

/** Plans the orders that wait for these SKUs again, oldest first. */
export async function planWaiting(tx: Tx, skus: readonly string[]): Promise<void> {
  if (skus.length === 0) return
  const marks = skus.map(() => '?').join(',')
  const waiting = await tx.all<{ order_id: number }>(
    `select distinct c.order_id from consignment_lines l join consignments c on c.id = l.consignment_id
     where l.sku in (${marks}) and (l.short > 0 or l.untracked > 0) order by c.order_id limit 500`,
    [...skus],
  )
  const book = await StockBook.open(tx)
  for (const order of await loadOrdersById(tx, waiting.map((row) => row.order_id))) {
    const lines = order.lines.map((line) => needOf(order, line, line))
    const plan = await reserveOrder(tx, book, { orderId: order.id, lines, fresh: false }, (code) => code)
    await tx.run('update orders set short=? where id=?', [plan.reduce((sum, line) => sum + line.short, 0), order.id])
    tx.collect('announce', { entity: 'order', entityId: String(order.id) })
  } // prettier-ignore
  await book.flush()
}
