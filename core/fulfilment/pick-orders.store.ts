import type { ReadDb } from '../database'
import { isOwed, loadOrdersById, type Order } from '../orders'
import { waitingOf } from './check-shipping'

/** An order as the warehouse picks and packs it: never money. */
export interface PickOrder {
  readonly id: number
  readonly number: string
  readonly shopName: string
  readonly platform: string
  readonly dueAt: number | null
  readonly receiver: string | null
  readonly phone: string | null
  readonly address: string | null
  readonly buyerNote: string
  readonly warehouse: string | null
  readonly lines: readonly PickLine[]
}
interface PickLine {
  readonly externalId: string
  readonly sku: string | null
  readonly title: string
  readonly variant: string | null
  readonly pictureUrl: string | null
  /** Pieces that wait. */
  readonly quantity: number
  /** Of these, pieces that lie ready for this order. */
  readonly reserved: number
}

/** The named orders, or a wave of those that wait longest and may leave. Orders with nothing to pick are left out. */
export async function pickOrders(db: ReadDb, ids: readonly number[] | null, limit: number): Promise<PickOrder[]> {
  const wave = ids ?? (await oldestWaiting(db, limit))
  const orders = (await loadOrdersById(db, wave)).filter(mayLeave)
  if (orders.length === 0) return []
  const among = orders.map(() => '?').join(',')
  const places = await db.all<{ id: number; shop: string; platform: string; due: number; warehouse: string | null }>(
    `select o.id, s.name as shop, s.platform, o.due_at as due, w.name as warehouse from orders o join shops s on s.id = o.shop_id
     left join consignments c on c.order_id = o.id left join warehouses w on w.id = c.warehouse_id where o.id in (${among})`,
    orders.map((order) => order.id),
  )
  const covers = await db.all<{ id: number; line: string; reserved: number }>(
    `select c.order_id as id, l.line_external_id as line, l.reserved from consignments c
     join consignment_lines l on l.consignment_id = c.id where c.order_id in (${among})`,
    orders.map((order) => order.id),
  )
  const at = new Map(wave.map((id, position) => [id, position]))
  return orders
    .sort((a, b) => (at.get(a.id) ?? 0) - (at.get(b.id) ?? 0))
    .map((order) => {
      const place = places.find((one) => one.id === order.id)
      const reserved = (line: string) => covers.find((one) => one.id === order.id && one.line === line)?.reserved ?? 0
      return {
        id: order.id, number: order.number, shopName: place?.shop ?? '', platform: place?.platform ?? '',
        dueAt: place && place.due < Number.MAX_SAFE_INTEGER ? place.due : null, receiver: order.address.receiver,
        phone: order.address.phone, address: addressOf(order), buyerNote: order.buyerNote, warehouse: place?.warehouse ?? null,
        lines: order.lines.flatMap((line) =>
          waitingOf(line) === 0
            ? []
            : [{ externalId: line.externalId, sku: line.sku, title: line.title, variant: line.variant, pictureUrl: line.pictureUrl, quantity: waitingOf(line), reserved: reserved(line.externalId) }]),
      }
    })
    .filter(({ lines }) => lines.length > 0)
} // prettier-ignore

/** What must not be shipped is not picked either, though somebody selected it. */
function mayLeave(order: Order): boolean {
  return isOwed(order) && order.hold === null && order.state !== 'closed' && order.state !== 'done'
}

async function oldestWaiting(db: ReadDb, limit: number): Promise<number[]> {
  const rows = await db.all<{ id: number }>(
    `select id from orders where state='to-ship' and hold is null order by due_at, id limit ?`,
    [limit],
  )
  return rows.map((row) => row.id)
}

function addressOf({ address }: Order): string | null {
  const { province, city, district, street } = address
  return [province, city, district, street].filter(Boolean).join(' ') || null
}
