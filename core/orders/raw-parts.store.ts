import { inflateRawSync } from 'node:zlib'
import type { ReadDb } from '../database'
import { unseal, type Json, type SecretBox } from '../kernel'
import { loadOrder } from './order.store'
import type { Order } from './order'
import type { RawPart } from './orders.contract'

/** What was received about an order, newest first, beside what we read in it. Empty once the order was forgotten. */
export async function rawParts(read: ReadDb, box: SecretBox, orderId: number): Promise<RawPart[]> {
  const order = await loadOrder(read, orderId)
  if (!order?.salt) return []
  const key = box.keyFor(order.salt)
  const rows = await read.all<{
    id: number
    source: string
    kind: string
    first_at: number
    last_at: number
    repeats: number
    body: Uint8Array
  }>(
    'select id, source, kind, first_at, last_at, repeats, body from inbox_parts where order_id=? order by last_at desc, id desc limit 50',
    [orderId],
  )
  return rows.map((row) => {
    const part = JSON.parse(inflateRawSync(unseal(key, row.body)).toString()) as Json
    return {
      id: row.id, source: row.source, kind: row.kind, firstAt: row.first_at, lastAt: row.last_at, repeats: row.repeats,
      body: JSON.stringify(part, null, 2), reading: reading(part, order),
    } // prettier-ignore
  })
}

/** Leaf by leaf: the value as received, and where it stands in the order now; `null` = not known, kept. */
function reading(part: Json, order: Order): RawPart['reading'] {
  const known = knownValues(order)
  return [...leaves(part, '')]
    .slice(0, 200)
    .map(([path, value]) => ({ path, value, read: readAs(value, known) }))
}

function* leaves(value: Json, path: string): Iterable<[string, string]> {
  if (value === null) return
  if (Array.isArray(value)) for (const [n, item] of value.entries()) yield* leaves(item, `${path}[${n}]`)
  else if (typeof value === 'object')
    for (const [key, item] of Object.entries(value)) yield* leaves(item, path === '' ? key : `${path}.${key}`)
  else yield [path, String(value)]
}

function knownValues(order: Order): Map<string, string> {
  const known = new Map<string, string>()
  const add = (value: string | number | null | undefined, name: string) => {
    if (value !== null && value !== undefined && value !== '') known.set(String(value), name)
  }
  const record = order as unknown as Record<string, unknown> // read by name only
  for (const name of [
    'goodsMinor',
    'discountMinor',
    'freightMinor',
    'totalMinor',
    'refundedMinor',
  ] as const) {
    add(order[name], name)
    add((order[name] / 100).toFixed(2), name)
    add((order[name] / 100).toFixed(1), name)
  }
  for (const name of ['createdAt', 'paidAt', 'completedAt', 'cancelledAt', 'shipBy', 'modifiedAt'])
    times(record[name] as number | null, name, add)
  for (const parcel of order.parcels) {
    times(parcel.shippedAt, 'parcels.shippedAt', add)
    times(parcel.deliveredAt, 'parcels.deliveredAt', add)
    add(parcel.waybill, 'parcels.waybill')
    add(parcel.courier, 'parcels.courier')
  }
  for (const line of order.lines)
    for (const [name, value] of Object.entries(line)) {
      if (name.endsWith('Minor')) add((Number(value) / 100).toFixed(2), `lines.${name}`)
      add(value as string | number | null, `lines.${name}`)
    }
  for (const refund of order.refunds)
    for (const [name, value] of Object.entries(refund))
      add(value as string | number | null, `refunds.${name}`)
  for (const [name, value] of Object.entries(order.address)) add(value as string | null, name)
  for (const name of ['externalId', 'number', 'platformState', 'currency', 'memo', 'buyerNote'] as const)
    add(order[name], name)
  add(order.buyer.name, 'buyer')
  add(order.buyer.platformId, 'buyerId')
  return known
}

function times(ms: number | null, name: string, add: (value: string, name: string) => void): void {
  if (ms === null) return
  add(String(ms), name)
  add(new Date(ms).toISOString(), name)
  add(new Date(ms).toISOString().replace('.000Z', 'Z'), name)
  // Chinese platforms write Beijing time without a zone.
  add(new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '), name)
}

function readAs(value: string, known: ReadonlyMap<string, string>): string | null {
  return known.get(value) ?? null
}
