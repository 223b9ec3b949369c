import { normaliseWaybill } from '../fulfilment'
import { editsBetween } from './find-reason'
import { plainNumber, type SlipMatch, type SlipOrder } from './match-slip'
import type { SlipReading } from './slip-reading'

/**
 * The order number and waybill to show for a slip: once its order is certain, what was read almost like the order's
 * own number is that number. Without an order they are as read.
 */
export function likelyNumbers(
  reading: SlipReading,
  match: SlipMatch,
  orders: readonly SlipOrder[],
): { orderNo: string | null; waybill: string | null } {
  const order = orders.find(({ orderId }) => orderId === match.orderId)
  const [orderNo, waybill] = [reading.orderNo?.value ?? null, reading.waybill?.value ?? null]
  if (!order) return { orderNo, waybill }
  const readings = reading.numbers.filter(({ label }) => label !== 'waybill').flatMap((one) => one.readings)
  const own = plainNumber(order.orderNo)
  const printed = own.length >= 8 && readings.some((text) => editsBetween(plainNumber(text), own) <= 3)
  const announced = order.returnWaybills.find(
    (wanted) => waybill !== null && editsBetween(normaliseWaybill(wanted), waybill) <= 2,
  )
  return { orderNo: printed ? order.orderNo : orderNo, waybill: announced ?? waybill }
}
