import type { Tx } from '../database'
import { Refusal } from '../kernel'
import type { Problem } from './check-shipping'
import { planRows } from './plan-rows.store'
import type { SheetRow } from './sheet-rows'
import type { AskedParcel } from './shipping-facts.store'

/**
 * Sends one line of a sheet, alone: a refusal of it undoes nothing of the lines before. Returns what stood against it.
 * `ship` is the flow, which stands above this room.
 */
export async function shipRow(
  tx: Tx,
  row: SheetRow,
  ship: (orderId: number, parcel: AskedParcel) => Promise<unknown>,
): Promise<Problem | undefined> {
  const [planned] = await planRows(tx, [row])
  const { orderId, courier, waybill, problems } = planned ?? {}
  if (!orderId || !courier || !waybill) return problems?.[0] ?? { code: 'order-not-found', data: {} }
  try {
    await tx.savepoint(() => ship(orderId, { courier, waybill, lines: null }))
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { code: error.code, data: error.data }
  }
}
