import type { z } from 'zod'
import { EVERYBODY, OFFICE, rightsOf, sees, type FieldRights, type Role } from '../kernel'
import { orderDetail, orderLineView, orderRow, parcelView, refundView } from './orders.contract'

const CHILDREN: Readonly<Record<string, z.ZodObject>> = {
  lines: orderLineView,
  parcels: parcelView,
  refunds: refundView,
}
/** Paths of the history that stand in no view. */
const OTHERS: Readonly<Record<string, FieldRights>> = Object.fromEntries(
  ['source', 'confirmed', 'slip', 'returnWaybill', 'slipBasis'].map((path) => [
    path,
    { see: ['warehouse', ...OFFICE] },
  ]),
)

/** What the history of an order's refund cases tells. */
const OF_CASES: Readonly<Record<string, readonly Role[]>> = {
  ...Object.fromEntries(
    'ordinal state kind source rule role verdict actedFor act good damaged warehouse waybill request'
      .split(' ')
      .map((name) => [name, EVERYBODY]),
  ),
  ...Object.fromEntries(
    'amountMinor reason decisionReason payout error vip'.split(' ').map((name) => [name, OFFICE]),
  ),
}

/** May these roles read a change at this path of an order's history? As the field itself declares; denied by default. */
export function readablePath(path: string, roles: readonly Role[]): boolean {
  const [head = '', ...rest] = path.split('.')
  if (head === 'case') return sees(roles, { see: OF_CASES[rest[0] ?? ''] ?? [] })
  const child = CHILDREN[head]
  // A whole refund is told with its amount.
  if (child && rest.length < 2)
    return sees(roles, rightsOf(head === 'refunds' ? refundView.shape.amountMinor : orderDetail.shape.lines))
  const shapes = child ? [child.shape] : [orderRow.shape, orderDetail.shape]
  const name = child ? (rest.at(-1) ?? '') : head
  const field = shapes
    .map((shape) => (shape as Record<string, z.ZodType>)[name])
    .find((found) => found !== undefined)
  return sees(roles, field ? rightsOf(field) : OTHERS[name])
}
