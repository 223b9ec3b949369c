import type { ReadDb } from '../database'

/** An order that already goes under a waybill. */
export interface WaybillUse {
  readonly orderId: number
  readonly number: string
  /** The same person at the same door: one parcel for two orders is possible then. */
  readonly sameBuyer: boolean
}

/** The order `o` goes to the buyer of the order `me`. */
const SAME_BUYER = `(o.shop_id = me.shop_id and o.buyer_key is not null and o.buyer_key = me.buyer_key)
  or (o.receiver is not null and o.receiver = me.receiver and o.phone = me.phone and o.street = me.street)`

/** Could two orders go in one parcel? */
export async function isSameBuyer(db: ReadDb, orderId: number, otherId: number): Promise<boolean> {
  const sql = `select 1 as one from orders o, orders me where me.id = ? and o.id = ? and (${SAME_BUYER})`
  return (await db.get(sql, [orderId, otherId])) !== undefined
}

/** Which orders have a parcel under this number, by our own books or the platforms'. */
export async function usesOfWaybill(db: ReadDb, waybill: string, orderId: number): Promise<WaybillUse[]> {
  const rows = await db.all<{ id: number; number: string; same: number }>(
    `select o.id, o.number, case when ${SAME_BUYER} then 1 else 0 end as same
     from orders o, orders me where me.id = ? and o.id in (
       select order_id from shipments where waybill = ? and state <> 'refused'
       union select order_id from order_parcels where waybill = ?) order by o.id`,
    [orderId, waybill, waybill],
  )
  return rows.map((row) => ({ orderId: row.id, number: row.number, sameBuyer: Number(row.same) === 1 }))
}
