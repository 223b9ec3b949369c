import type { Tx } from '../database'
import type { StockBook } from '../inventory'

export interface GivenWay {
  /** Orders that now miss pieces, newest first. */
  readonly orderIds: readonly number[]
  readonly pieces: number
}

/**
 * What lies there is the truth: where fewer pieces lie than are promised, the newest promises give way until the rest
 * is covered, orders before goods put aside. Their lines stand as short. Call before the move that takes the pieces.
 */
export async function giveWay(
  tx: Tx,
  book: StockBook,
  at: { readonly sku: string; readonly warehouseId: string },
  onHand: number,
): Promise<GivenWay> {
  let excess = book.level(at.sku, at.warehouseId).reserved - onHand
  if (excess <= 0) return { orderIds: [], pieces: 0 }
  const pieces = excess
  const orderIds = new Set<number>()
  for (const line of await promisesOf(tx, at)) {
    if (excess === 0) break
    const gives = Math.min(excess, line.reserved)
    await tx.run(
      'update consignment_lines set reserved = reserved - ?, short = short + ? where consignment_id = ? and line_external_id = ?',
      [gives, gives, line.consignment_id, line.line],
    )
    await tx.run('update orders set short = short + ? where id = ?', [gives, line.order_id])
    book.move({ ...at, kind: 'release', onHand: 0, reserved: -gives, orderId: line.order_id, reason: null })
    if (!orderIds.has(line.order_id))
      tx.collect('announce', { entity: 'order', entityId: String(line.order_id) })
    orderIds.add(line.order_id)
    excess -= gives
  }
  await holdsGiveWay(tx, book, at, excess)
  return { orderIds: [...orderIds], pieces }
}

interface Promised { consignment_id: number; order_id: number; line: string; reserved: number } // prettier-ignore

async function promisesOf(tx: Tx, at: { sku: string; warehouseId: string }): Promise<Promised[]> {
  const rows = await tx.all<Promised>(
    `select c.id as consignment_id, c.order_id, l.line_external_id as line, l.reserved
     from consignment_lines l join consignments c on c.id = l.consignment_id
     where l.sku = ? and l.reserved > 0 and c.warehouse_id = ? order by c.order_id desc, l.line_external_id desc`,
    [at.sku, at.warehouseId],
  )
  const ids = [...new Set(rows.map((row) => row.order_id))]
  if (ids.length > 0)
    await tx.all(
      `select id from orders where id in (${ids.map(() => '?').join(',')}) order by id${tx.forUpdate}`,
      ids,
    )
  return rows
}

async function holdsGiveWay(
  tx: Tx,
  book: StockBook,
  at: { sku: string; warehouseId: string },
  pieces: number,
): Promise<void> {
  let excess = pieces
  if (excess === 0) return
  const holds = await tx.all<{ id: number; quantity: number }>(
    `select id, quantity from stock_holds where sku = ? and warehouse_id = ? and state = 'open' order by id desc${tx.forUpdate}`,
    [at.sku, at.warehouseId],
  )
  for (const hold of holds) {
    if (excess === 0) break
    const gives = Math.min(excess, hold.quantity)
    const lost = gives === hold.quantity
    await tx.run('update stock_holds set quantity = quantity - ?, state = ?, closed_at = ? where id = ?', [
      gives,
      lost ? 'lost' : 'open',
      lost ? tx.now : null,
      hold.id,
    ])
    book.move({ ...at, kind: 'release', onHand: 0, reserved: -gives, orderId: null, reason: null, document: `hold:${hold.id}` }) // prettier-ignore
    excess -= gives
  }
}
