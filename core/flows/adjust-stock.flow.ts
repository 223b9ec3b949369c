import { recordHistory } from '../audit'
import type { Tx } from '../database'
import { mustBeWarehouse, StockBook } from '../inventory'
import { assertNever, Refusal } from '../kernel'
import { giveWay } from './give-way.flow'
import { mustBePieces } from './pieces'
import { planWaiting } from './plan-waiting.flow'

/** `found` and `lost` change what lies there; `damage` and `mend` move pieces between fit for sale and not; `scrap` throws damaged ones away. */
export type Adjusting = 'found' | 'lost' | 'damage' | 'mend' | 'scrap'

export interface Adjustment {
  readonly sku: string
  readonly warehouseId: string
  readonly what: Adjusting
  readonly quantity: number
  readonly reason: string
}

/**
 * Puts a cell right by so many pieces, with a reason. Fewer than are promised is possible, since it is the truth: the
 * newest promises give way. Below zero it never goes: `Refusal('stock-below-zero')` with the figures.
 */
export async function adjustStock(
  tx: Tx,
  { sku, warehouseId, what, quantity, reason }: Adjustment,
): Promise<{ shortOrders: readonly number[] }> {
  mustBePieces(quantity, { sku }, 1)
  const { name } = await mustBeWarehouse(tx, warehouseId)
  const book = await StockBook.open(tx)
  await book.load([sku])
  const level = book.level(sku, warehouseId)
  const [onHand, damaged] = deltas(what, quantity)
  if (level.onHand + onHand < 0 || level.damaged + damaged < 0)
    throw new Refusal('stock-below-zero', { sku, warehouse: name, there: onHand < 0 ? level.onHand : level.damaged, quantity }) // prettier-ignore
  const { orderIds } = await giveWay(tx, book, { sku, warehouseId }, level.onHand + onHand)
  book.move({ sku, warehouseId, kind: 'adjust', onHand, damaged, reserved: 0, orderId: null, reason, document: what }) // prettier-ignore
  await book.flush()
  recordHistory(tx, {
    kind: 'stock.adjusted', entity: 'stock', entityId: sku,
    changes: [
      ['warehouse', null, warehouseId], ['what', null, what], ['onHand', level.onHand, level.onHand + onHand],
      ['damaged', level.damaged, level.damaged + damaged], ['reason', null, reason],
    ],
  }) // prettier-ignore
  await planWaiting(tx, [sku])
  return { shortOrders: orderIds }
}

function deltas(what: Adjusting, quantity: number): readonly [onHand: number, damaged: number] {
  switch (what) {
    case 'found':
      return [quantity, 0]
    case 'lost':
      return [-quantity, 0]
    case 'damage':
      return [-quantity, quantity]
    case 'mend':
      return [quantity, -quantity]
    case 'scrap':
      return [0, -quantity]
    default:
      return assertNever(what)
  }
}
