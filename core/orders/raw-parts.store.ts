import type { ReadDb } from '../database'
import { unsealText, type Json, type SecretBox } from '../kernel'
import { loadOrder } from './order.store'
import type { Order } from './order'
import type { RawPart } from './orders.contract'
import { valueReader } from './value-reader'

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
    const part = JSON.parse(unsealText(key, row.body)) as Json
    return {
      id: row.id, source: row.source, kind: row.kind, firstAt: row.first_at, lastAt: row.last_at, repeats: row.repeats,
      body: JSON.stringify(part, null, 2), reading: reading(part, order),
    } // prettier-ignore
  })
}

/** Leaf by leaf: the value as received, and where it stands in the order now; `null` = not known, kept. */
function reading(part: Json, order: Order): RawPart['reading'] {
  const read = valueReader(order)
  return [...leaves(part, '')]
    .slice(0, 200)
    .map(([path, value]) => ({ path, value, read: read(path, value) }))
}

function* leaves(value: Json, path: string): Iterable<[string, string]> {
  if (value === null) return
  if (Array.isArray(value)) for (const [n, item] of value.entries()) yield* leaves(item, `${path}[${n}]`)
  else if (typeof value === 'object')
    for (const [key, item] of Object.entries(value)) yield* leaves(item, path === '' ? key : `${path}.${key}`)
  else yield [path, String(value)]
}
