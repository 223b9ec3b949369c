import type { ReadDb } from '../database'
import type { Order } from '../orders'
import { waitingOf, type ParcelToSend, type ShippingFacts } from './check-shipping'
import { usesOfWaybill, type WaybillUse } from './waybill-use.store'
import { normaliseWaybill, type CourierCode } from './waybills'

export interface AskedParcel {
  readonly courier: CourierCode
  readonly waybill: string
  /** `null`: all that still waits. */
  readonly lines: readonly { readonly lineExternalId: string; readonly quantity: number }[] | null
}

/** What must be known to judge whether these parcels of an order may leave. */
export async function shippingFacts(
  db: ReadDb,
  order: Order,
  asked: readonly AskedParcel[],
): Promise<ShippingFacts> {
  const parcels = asked.map((parcel): ParcelToSend => ({
    courier: parcel.courier,
    waybill: normaliseWaybill(parcel.waybill),
    lines: (parcel.lines ?? allWaiting(order)).filter((line) => line.quantity > 0),
  }))
  const covers = await db.all<{ id: string; reserved: number; untracked: number }>(
    `select l.line_external_id as id, l.reserved, l.untracked from consignments c
     join consignment_lines l on l.consignment_id = c.id where c.order_id=?`,
    [order.id],
  )
  const uses = new Map<string, readonly WaybillUse[]>()
  for (const { waybill } of parcels) uses.set(waybill, await usesOfWaybill(db, waybill, order.id))
  return { order, parcels, covers: new Map(covers.map((row) => [row.id, row])), uses }
}

function allWaiting(order: Order) {
  return order.lines.map((line) => ({ lineExternalId: line.externalId, quantity: waitingOf(line) }))
}
