import { Refusal } from '../kernel'
import { goneOf, loadOrder } from '../orders'
import type { Tx } from '../database'
import {
  changeCase, findCases, goOn, noteCase, openCase, refundableOf, valueOfLines, type CaseLine, type CaseSettings, type RefundCase,
} from '../refunds' // prettier-ignore

export interface CameBack {
  readonly orderId: number
  /** The slip by which it was found; `null` when somebody said so. */
  readonly slipId: string | null
  readonly waybill: string | null
}

/**
 * A parcel of this order has come back. The case that awaits it goes on: decided at once, its money goes out now; being
 * decided, the warehouse can inspect. Without such a case one is opened, as long as money is left to give back.
 * The same parcel again changes nothing. Returns the case, or `undefined` when nothing is left to decide.
 */
export async function parcelCameBack(
  tx: Tx,
  settings: CaseSettings,
  came: CameBack,
): Promise<RefundCase | undefined> {
  await tx.get(`select id from orders where id=?${tx.forUpdate}`, [came.orderId])
  const order = await loadOrder(tx, came.orderId)
  if (!order) throw new Refusal('no-such-order')
  const cases = await findCases(tx, `order_id=? and kind='return' and state not in ('refused','closed') order by id`, [came.orderId]) // prettier-ignore
  const again = cases.find(
    (one) => (came.slipId !== null && one.slipId === came.slipId) || (one.parcelAt !== null && one.parcelWaybill !== null && one.parcelWaybill === came.waybill),
  ) // prettier-ignore
  if (again) return again
  const awaiting = cases.filter((one) => one.parcelAt === null)
  const found =
    awaiting.find((one) => one.parcelWaybill !== null && one.parcelWaybill === came.waybill) ?? awaiting[0]
  const parcel = { at: tx.now, courier: null, waybill: came.waybill }
  const slip = came.slipId === null ? {} : { slipId: came.slipId }
  if (found) {
    const arrived = await changeCase(tx, found, { parcel, ...slip })
    noteCase(tx, 'parcel', arrived, [['case.waybill', null, came.waybill]])
    return arrived.state === 'agreed' ? goOn(tx, settings, arrived) : arrived
  }
  const { leftMinor } = await refundableOf(tx, came.orderId)
  const lines: CaseLine[] = order.lines
    .filter((line) => goneOf(line) > 0)
    .map((line) => ({ lineExternalId: line.externalId, quantity: goneOf(line) }))
  if (leftMinor === 0 || lines.length === 0) return undefined
  return openCase(tx, settings, {
    order, kind: 'return', amountMinor: valueOfLines(order, lines, leftMinor), reason: '', source: 'slip', externalId: null, lines, parcel, ...slip,
  }) // prettier-ignore
}
