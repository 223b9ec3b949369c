import type { Tx } from '../database'
import { normaliseWaybill } from '../fulfilment'

/** Who told that a parcel with this number returns this order: a slip that was matched, a case, the platform. */
export type WaybillSource = 'slip' | 'case' | 'platform'

/** Notes the number of a parcel that brings an order back: slips with it find the order. A repeat changes nothing. */
export async function noteReturnWaybill(
  tx: Tx,
  { waybill, orderId, source }: { waybill: string; orderId: number; source: WaybillSource },
): Promise<void> {
  const number = normaliseWaybill(waybill)
  if (number.length < 8) return
  await tx.run(
    'insert into return_waybills (waybill, order_id, source, noted_at) values (?, ?, ?, ?) on conflict (waybill, order_id) do nothing',
    [number, orderId, source, tx.now],
  )
}

/** Takes back what a slip had told; what a case or the platform told stays. */
export async function forgetSlipWaybill(tx: Tx, waybill: string, orderId: number): Promise<void> {
  await tx.run(`delete from return_waybills where waybill = ? and order_id = ? and source = 'slip'`, [
    normaliseWaybill(waybill),
    orderId,
  ])
}
