import { recordHistory, type Change } from '../audit'
import type { Tx } from '../database'
import { mustBeWarehouse, StockBook } from '../inventory'
import { mustBePieces } from './pieces'
import { planWaiting } from './plan-waiting.flow'

export interface GoodsIn {
  readonly warehouseId: string
  /** The supplier's delivery note, or whatever the goods came with. */
  readonly reference: string
  readonly lines: readonly {
    readonly sku: string
    readonly quantity: number
    /** Of them, what cannot be sold. */
    readonly damaged: number
  }[]
}

/** Goods came in: good pieces are on hand at once, damaged ones lie apart. Waiting orders are planned, oldest first. */
export async function receiveGoods(tx: Tx, { warehouseId, reference, lines }: GoodsIn): Promise<void> {
  await mustBeWarehouse(tx, warehouseId)
  const book = await StockBook.open(tx)
  await book.load(lines.map((line) => line.sku))
  const changes: Change[] = [['warehouse', null, warehouseId], ['reference', null, reference]] // prettier-ignore
  for (const { sku, quantity, damaged } of lines) {
    mustBePieces(quantity, { sku }, 1)
    mustBePieces(damaged, { sku })
    // More damaged than came is a slip of the finger on the second figure.
    mustBePieces(quantity - damaged, { sku })
    book.move({ sku, warehouseId, kind: 'receive', onHand: quantity - damaged, damaged, reserved: 0, orderId: null, reason: null, document: reference || null }) // prettier-ignore
    changes.push([`${sku}.received`, null, quantity - damaged])
    if (damaged > 0) changes.push([`${sku}.damaged`, null, damaged])
  }
  await book.flush()
  recordHistory(tx, { kind: 'stock.received', entity: 'stock', entityId: warehouseId, changes })
  await planWaiting(tx, book.freed)
}
