import type { Order } from './order'

type Scalar = string | number | null
type Change = readonly [path: string, before: Scalar, after: Scalar]

const PUBLIC: readonly (readonly [string, (order: Order) => Scalar])[] = [
  ['state', (order) => order.state],
  ['platformState', (order) => order.platformState],
  ['hold', (order) => order.hold],
  ['flags', (order) => order.flags.join(' ')],
  ['currency', (order) => order.currency],
  ['goodsMinor', (order) => order.goodsMinor],
  ['discountMinor', (order) => order.discountMinor],
  ['freightMinor', (order) => order.freightMinor],
  ['totalMinor', (order) => order.totalMinor],
  ['refundedMinor', (order) => order.refundedMinor],
  ['memo', (order) => order.memo],
  ['paidAt', (order) => order.paidAt],
  ['completedAt', (order) => order.completedAt],
  ['cancelledAt', (order) => order.cancelledAt],
  ['shipBy', (order) => order.shipBy],
]
const PERSONAL: readonly (readonly [string, (order: Order) => Scalar])[] = [
  ['buyer', (order) => order.buyer.name],
  ['buyerNote', (order) => order.buyerNote],
  ['receiver', (order) => order.address.receiver],
  ['phone', (order) => order.address.phone],
  [
    'address',
    (order) =>
      [order.address.province, order.address.city, order.address.district, order.address.street]
        .filter(Boolean)
        .join(' '),
  ],
]

/** What differs between two states of an order, field by field; the personal fields apart, to be sealed. */
export function describeChanges(before: Order, after: Order): { open: Change[]; personal: Change[] } {
  const open = compare(PUBLIC, before, after)
  if (before.lines !== after.lines) open.push(...childChanges('lines', before.lines, after.lines))
  if (before.parcels !== after.parcels) open.push(...childChanges('parcels', before.parcels, after.parcels))
  if (before.refunds !== after.refunds) open.push(...childChanges('refunds', before.refunds, after.refunds))
  return { open, personal: compare(PERSONAL, before, after) }
}

function compare(fields: typeof PUBLIC, before: Order, after: Order): Change[] {
  return fields.flatMap(([path, read]) =>
    read(before) === read(after) ? [] : [[path, read(before), read(after)] as const],
  )
}

function childChanges(
  path: string,
  before: readonly { externalId: string }[],
  after: readonly { externalId: string }[],
): Change[] {
  const old = new Map(before.map((child) => [child.externalId, child as Record<string, unknown>]))
  const changes: Change[] = []
  for (const child of after as readonly (Record<string, unknown> & { externalId: string })[]) {
    const was = old.get(child.externalId)
    old.delete(child.externalId)
    if (!was) changes.push([`${path}.${child.externalId}`, null, summary(child)])
    else
      for (const key of Object.keys(child))
        if (text(was[key]) !== text(child[key]))
          changes.push([`${path}.${child.externalId}.${key}`, text(was[key]), text(child[key])])
  }
  for (const [id, was] of old) changes.push([`${path}.${id}`, summary(was), null])
  return changes
}

function text(value: unknown): Scalar {
  return value === null || value === undefined
    ? null
    : typeof value === 'number' || typeof value === 'string'
      ? value
      : JSON.stringify(value)
}
function summary(child: Record<string, unknown>): string {
  const { title, quantity, courier, waybill, state, amountMinor } = child
  return [title, courier, waybill, state, quantity, amountMinor]
    .filter((part) => part !== undefined && part !== null)
    .join(' ')
}
