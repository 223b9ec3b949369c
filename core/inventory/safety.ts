import { recordHistory } from '../audit'
import type { Tx } from '../database'
import { mustBeWarehouse } from './warehouse.store'

/** Draws a cell's safety line, or takes it away with 0: below it the matrix is amber. */
export async function setSafety(
  tx: Tx,
  {
    sku,
    warehouseId,
    pieces,
  }: { readonly sku: string; readonly warehouseId: string; readonly pieces: number },
): Promise<void> {
  await mustBeWarehouse(tx, warehouseId)
  const before = await tx.get<{ pieces: number }>(
    'select pieces from safety_lines where sku = ? and warehouse_id = ?',
    [sku, warehouseId],
  )
  if (pieces === 0)
    await tx.run('delete from safety_lines where sku = ? and warehouse_id = ?', [sku, warehouseId])
  else
    await tx.run(
      'insert into safety_lines (sku, warehouse_id, pieces) values (?, ?, ?) on conflict (sku, warehouse_id) do update set pieces = excluded.pieces',
      [sku, warehouseId, pieces],
    )
  recordHistory(tx, { kind: 'stock.safety', entity: 'stock', entityId: sku, changes: [['warehouse', null, warehouseId], ['safety', before?.pieces ?? null, pieces || null]] }) // prettier-ignore
}
