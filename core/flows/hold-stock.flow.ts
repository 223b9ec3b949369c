import { recordHistory } from '../audit'
import type { Tx } from '../database'
import { StockBook } from '../inventory'
import { assert, Refusal } from '../kernel'
import { mustBePieces } from './pieces'
import { planWaiting } from './plan-waiting.flow'

export interface Holding {
  readonly sku: string
  readonly quantity: number
  /** For whom: 老客户王姐, 今天下午来拿. */
  readonly note: string
}

/**
 * Promises pieces without an order: a buyer at the counter or on the telephone. All of them from one warehouse, the
 * first that has them free, or none: `Refusal('not-enough-free-anywhere')`, `Refusal('never-counted')`.
 */
export async function holdStock(
  tx: Tx,
  { sku, quantity, note }: Holding,
): Promise<{ id: number; warehouseId: string }> {
  mustBePieces(quantity, { sku }, 1)
  await refuseWhatIsGone(tx, sku, quantity)
  const book = await StockBook.open(tx)
  await book.load([sku])
  const free = (id: string) => book.free(sku, id) ?? 0
  const warehouseId = book.warehouseIds.find((id) => free(id) >= quantity)
  if (warehouseId === undefined) throw notEnough(sku, quantity, Math.max(0, ...book.warehouseIds.map(free)))
  const row = await tx.get<{ id: number }>(
    `insert into stock_holds (sku, warehouse_id, quantity, note, state, who, created_at) values (?, ?, ?, ?, 'open', ?, ?) returning id`,
    [sku, warehouseId, quantity, note, tx.actor.who, tx.now],
  )
  assert(row, 'an insert that returns gives its row')
  book.move({ sku, warehouseId, kind: 'reserve', onHand: 0, reserved: quantity, orderId: null, reason: note || null, document: `hold:${row.id}` }) // prettier-ignore
  await book.flush()
  recordHistory(tx, {
    kind: 'stock.held', entity: 'stock-hold', entityId: String(row.id),
    changes: [['sku', null, sku], ['quantity', null, quantity], ['warehouse', null, warehouseId], ['note', null, note]],
  }) // prettier-ignore
  return { id: row.id, warehouseId }
}

/** Looks before it locks: who asks for what was sold out long ago keeps nobody waiting. */
async function refuseWhatIsGone(tx: Tx, sku: string, quantity: number): Promise<void> {
  const seen = await tx.get<{ most: number | null }>(
    'select max(on_hand - reserved) as most from stock_levels where sku = ?',
    [sku],
  )
  const most = seen?.most ?? null
  if (most === null) throw new Refusal('never-counted', { sku })
  if (most < quantity) throw notEnough(sku, quantity, most)
}

function notEnough(sku: string, wanted: number, free: number): Refusal {
  return new Refusal('not-enough-free-anywhere', { sku, wanted, free })
}

/** Ends a hold: handed over, the pieces leave; released, they are free again. `Refusal('hold-ended')`. */
export async function endHold(
  tx: Tx,
  { id, handedOver }: { readonly id: number; readonly handedOver: boolean },
): Promise<void> {
  const hold = await tx.get<{ sku: string; warehouse_id: string; quantity: number; state: string }>(
    `select sku, warehouse_id, quantity, state from stock_holds where id = ?`,
    [id],
  )
  if (!hold) throw new Refusal('no-such-hold', { hold: id })
  const book = await StockBook.open(tx)
  await book.load([hold.sku])
  // Read again behind the lock of its goods: a count may have taken pieces from it meanwhile.
  const now = await tx.get<{ quantity: number; state: string }>(
    `select quantity, state from stock_holds where id = ?${tx.forUpdate}`,
    [id],
  )
  if (now?.state !== 'open') throw new Refusal('hold-ended', { hold: id, state: now?.state ?? '' })
  const state = handedOver ? 'handed-over' : 'released'
  await tx.run('update stock_holds set state = ?, quantity = 0, closed_at = ? where id = ?', [
    state,
    tx.now,
    id,
  ])
  book.move({
    sku: hold.sku, warehouseId: hold.warehouse_id, kind: handedOver ? 'ship' : 'release', onHand: handedOver ? -now.quantity : 0,
    reserved: -now.quantity, orderId: null, reason: null, document: `hold:${id}`,
  }) // prettier-ignore
  await book.flush()
  recordHistory(tx, { kind: 'stock.hold-ended', entity: 'stock-hold', entityId: String(id), changes: [['state', 'open', state], ['quantity', now.quantity, 0]] }) // prettier-ignore
  await planWaiting(tx, book.freed)
}
