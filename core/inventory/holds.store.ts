import type { ReadDb } from '../database'

export interface Hold {
  readonly id: number
  readonly sku: string
  readonly warehouseId: string
  readonly quantity: number
  readonly note: string
  readonly who: string
  readonly createdAt: number
}

/** Goods put aside for somebody, the latest first. */
export function openHolds(read: ReadDb): Promise<Hold[]> {
  return read.all<Hold>(
    `select id, sku, warehouse_id as "warehouseId", quantity, note, who, created_at as "createdAt" from stock_holds where state = 'open' order by id desc limit 500`,
  )
}
