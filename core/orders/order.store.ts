import type { LineFacts, ParcelFacts, RefundFacts } from '../connectors'
import { orderIdFor } from '../kernel'
import type { ReadDb, Row, Tx, Value } from '../database'
import type { GroupMarks, Order, OrderLine } from './order'
import { searchLater } from './search-step'
import { searchableOf } from './search-tokens'

/** Column by column, in one place: written and read in this order. */
const COLUMNS = [
  'id', 'shop_id', 'external_id', 'number', 'version', 'state', 'platform_state', 'hold', 'flags', 'currency', 'goods', 'discount',
  'freight', 'total', 'refunded', 'buyer', 'buyer_key', 'email', 'receiver', 'phone', 'province', 'city', 'district', 'street',
  'postcode', 'country', 'memo', 'memo_flag', 'memo_pending', 'memo_told', 'buyer_note', 'created_at', 'paid_at', 'completed_at',
  'cancelled_at', 'ship_by', 'due_at', 'modified_at', 'received_at', 'first_title', 'first_picture', 'first_quantity', 'pieces',
  'line_count', 'last_courier', 'last_waybill', 'last_shipped_at', 'short', 'groups_json', 'salt', 'parent_external_id',
] as const // prettier-ignore

const INSERT = `insert into orders (${COLUMNS.join(',')}) values (${COLUMNS.map(() => '?').join(',')}) on conflict(id) do nothing`
const CHANGING = COLUMNS.slice(3)
const UPDATE = `update orders set ${CHANGING.map((column) => `${column}=?`).join(',')} where id=?`

/** Stored where no clock runs: sorts behind every real time on both databases. */
export const NO_CLOCK = Number.MAX_SAFE_INTEGER

/** What is stored of an order beyond what the platform said: derived, for lists and indexes. */
export interface Derived {
  readonly dueAt: number | null
  readonly short: number
}

function values(order: Order, derived: Derived): Value[] {
  const { buyer, address, lines } = order
  const last = order.parcels.reduce<ParcelFacts | undefined>(
    (latest, parcel) => (!latest || (parcel.shippedAt ?? 0) >= (latest.shippedAt ?? 0) ? parcel : latest),
    undefined,
  )
  return [
    order.id, order.shopId, order.externalId, order.number, order.version, order.state, order.platformState, order.hold,
    order.flags.join(' '), order.currency, order.goodsMinor, order.discountMinor, order.freightMinor, order.totalMinor,
    order.refundedMinor, buyer.name, buyer.platformId, buyer.email ?? null, address.receiver, address.phone, address.province,
    address.city, address.district, address.street, address.postcode, address.country, order.memo, order.memoFlag,
    order.memoPending, order.memoTold ? 1 : 0, order.buyerNote, order.createdAt, order.paidAt, order.completedAt,
    order.cancelledAt, order.shipBy, derived.dueAt ?? NO_CLOCK, order.modifiedAt, order.receivedAt, lines[0]?.title ?? '',
    lines[0]?.pictureUrl ?? null, lines[0]?.quantity ?? 0, lines.reduce((sum, line) => sum + line.quantity, 0), lines.length,
    last?.courier ?? null, last?.waybill ?? null, last?.shippedAt ?? null, derived.short, JSON.stringify(order.marks), order.salt,
    order.parentExternalId,
  ] // prettier-ignore
}

/** Inserts a new order under the first free id at its time; sets `order.id`. */
export async function insertOrder(tx: Tx, order: Order, derived: Derived): Promise<void> {
  order.id = orderIdFor(order.createdAt, order.shopId, order.externalId)
  while ((await tx.run(INSERT, values(order, derived))) === 0) order.id += 1
  await writeLines(tx, order)
  if (order.parcels.length > 0) await writeParcels(tx, order)
  if (order.refunds.length > 0) await writeRefunds(tx, order)
  searchLater(tx, order, true)
}

export async function updateOrder(tx: Tx, order: Order, derived: Derived, before: Order): Promise<void> {
  await tx.run(UPDATE, [...values(order, derived).slice(3), order.id])
  if (order.lines !== before.lines) {
    await tx.run('delete from order_lines where order_id=?', [order.id])
    await writeLines(tx, order)
  }
  if (order.parcels !== before.parcels) {
    await tx.run('delete from order_parcels where order_id=?', [order.id])
    await writeParcels(tx, order)
  }
  if (order.refunds !== before.refunds) {
    await tx.run('delete from order_refunds where order_id=?', [order.id])
    await writeRefunds(tx, order)
  }
  if (JSON.stringify(searchableOf(order)) !== JSON.stringify(searchableOf(before)))
    searchLater(tx, order, false)
}

async function insertRows(tx: Tx, into: string, width: number, rows: readonly Value[][]): Promise<void> {
  // One statement for up to 20 rows: orders of a sale rarely have more lines, and the statement stays cached.
  for (let start = 0; start < rows.length; start += 20) {
    const chunk = rows.slice(start, start + 20)
    const marks = `(${Array.from({ length: width }, () => '?').join(',')})`
    await tx.run(`insert into ${into} values ${chunk.map(() => marks).join(',')}`, chunk.flat())
  }
}

function writeLines(tx: Tx, order: Order): Promise<void> {
  const into =
    'order_lines (order_id,external_id,position,sku,title,variant,picture,quantity,cancelled,shipped,unit_price,discount,refunded,ahead)'
  const rows = order.lines.map((line, position): Value[] => [
    order.id, line.externalId, position, line.sku, line.title, line.variant, line.pictureUrl, line.quantity, line.cancelledQuantity,
    line.shippedQuantity, line.unitPriceMinor, line.discountMinor, line.refundedMinor, line.aheadQuantity,
  ]) // prettier-ignore
  return insertRows(tx, into, 14, rows)
}

function writeParcels(tx: Tx, order: Order): Promise<void> {
  const into = 'order_parcels (order_id,external_id,courier,waybill,shipped_at,delivered_at,lines_json)'
  const rows = order.parcels.map((parcel): Value[] => [
    order.id, parcel.externalId, parcel.courier, parcel.waybill, parcel.shippedAt, parcel.deliveredAt, JSON.stringify(parcel.lines),
  ]) // prettier-ignore
  return insertRows(tx, into, 7, rows)
}

function writeRefunds(tx: Tx, order: Order): Promise<void> {
  const into =
    'order_refunds (order_id,external_id,line_external_id,state,platform_state,kind,amount,reason,created_at)'
  const rows = order.refunds.map((refund): Value[] => [
    order.id, refund.externalId, refund.lineExternalId, refund.state, refund.platformState, refund.kind, refund.amountMinor,
    refund.reason, refund.createdAt,
  ]) // prettier-ignore
  return insertRows(tx, into, 9, rows)
}

type OrderRowDb = Record<(typeof COLUMNS)[number], string & number & Uint8Array>

/** Orders by their platform ids, whole, keyed by that id. Locked where rows must be. */
export async function loadOrders(
  tx: Tx,
  shopId: string,
  externalIds: readonly string[],
): Promise<Map<string, Order>> {
  if (externalIds.length === 0) return new Map()
  const marks = externalIds.map(() => '?').join(',')
  const rows = await tx.all(
    `select ${COLUMNS.join(',')} from orders where shop_id=? and external_id in (${marks}) order by id${tx.forUpdate}`,
    [shopId, ...externalIds],
  )
  const orders = await withParts(tx, rows)
  return new Map(orders.map((order) => [order.externalId, order]))
}

export async function loadOrder(db: ReadDb, id: number): Promise<Order | undefined> {
  return (await withParts(db, await db.all(`select ${COLUMNS.join(',')} from orders where id=?`, [id])))[0]
}

/** Orders by our ids, in the order of the rows given: for exports, a page at a time. */
export async function loadOrdersById(db: ReadDb, ids: readonly number[]): Promise<Order[]> {
  if (ids.length === 0) return []
  return withParts(
    db,
    await db.all(
      `select ${COLUMNS.join(',')} from orders where id in (${ids.map(() => '?').join(',')}) order by id`,
      ids,
    ),
  )
}

async function withParts(db: ReadDb, rows: readonly Row[]): Promise<Order[]> {
  if (rows.length === 0) return []
  const orders = rows.map((row) => fromRow(row as OrderRowDb))
  const ids = orders.map((order) => order.id)
  const among = `order_id in (${ids.map(() => '?').join(',')})`
  const lines = grouped(
    await db.all<LineDb>(`select * from order_lines where ${among} order by order_id, position`, ids),
  )
  const parcels = grouped(
    await db.all<ParcelDb>(`select * from order_parcels where ${among} order by order_id, external_id`, ids),
  )
  const refunds = grouped(
    await db.all<RefundDb>(`select * from order_refunds where ${among} order by order_id, external_id`, ids),
  )
  for (const order of orders) {
    order.lines = (lines.get(order.id) ?? []).map(lineOf)
    order.parcels = (parcels.get(order.id) ?? []).map(parcelOf)
    order.refunds = (refunds.get(order.id) ?? []).map(refundOf)
  }
  return orders
}

function grouped<T extends { order_id: number }>(rows: readonly T[]): Map<number, T[]> {
  const map = new Map<number, T[]>()
  for (const row of rows) {
    const list = map.get(row.order_id)
    if (list) list.push(row)
    else map.set(row.order_id, [row])
  }
  return map
}

interface LineDb { order_id: number; external_id: string; sku: string | null; title: string; variant: string | null; picture: string | null; quantity: number; cancelled: number; shipped: number; unit_price: number; discount: number; refunded: number; ahead: number } // prettier-ignore
interface ParcelDb { order_id: number; external_id: string; courier: string | null; waybill: string | null; shipped_at: number | null; delivered_at: number | null; lines_json: string } // prettier-ignore
interface RefundDb { order_id: number; external_id: string; line_external_id: string | null; state: RefundFacts['state']; platform_state: string; kind: RefundFacts['kind']; amount: number; reason: string | null; created_at: number | null } // prettier-ignore

function lineOf(row: LineDb): OrderLine {
  return {
    externalId: row.external_id, sku: row.sku, title: row.title, variant: row.variant, pictureUrl: row.picture, quantity: row.quantity,
    cancelledQuantity: row.cancelled, shippedQuantity: row.shipped, unitPriceMinor: row.unit_price as LineFacts['unitPriceMinor'],
    discountMinor: row.discount as LineFacts['discountMinor'], refundedMinor: row.refunded as LineFacts['refundedMinor'],
    aheadQuantity: row.ahead,
  } // prettier-ignore
}
function parcelOf(row: ParcelDb): ParcelFacts {
  return { externalId: row.external_id, courier: row.courier, waybill: row.waybill, shippedAt: row.shipped_at, deliveredAt: row.delivered_at, lines: JSON.parse(row.lines_json) as ParcelFacts['lines'] } // prettier-ignore
}
function refundOf(row: RefundDb): RefundFacts {
  return {
    externalId: row.external_id, lineExternalId: row.line_external_id, state: row.state, platformState: row.platform_state, kind: row.kind,
    amountMinor: row.amount as RefundFacts['amountMinor'], reason: row.reason, createdAt: row.created_at,
  } // prettier-ignore
}

function fromRow(row: OrderRowDb): Order {
  return {
    id: row.id, shopId: row.shop_id, externalId: row.external_id, number: row.number, version: row.version, state: row.state,
    platformState: row.platform_state, hold: row.hold, flags: String(row.flags) === '' ? [] : String(row.flags).split(' '), currency: row.currency,
    goodsMinor: row.goods, discountMinor: row.discount, freightMinor: row.freight, totalMinor: row.total, refundedMinor: row.refunded,
    buyer: { name: row.buyer, platformId: row.buyer_key, email: row.email },
    address: {
      receiver: row.receiver, phone: row.phone, province: row.province, city: row.city, district: row.district, street: row.street,
      postcode: row.postcode, country: row.country,
    },
    memo: row.memo, memoFlag: row.memo_flag, memoPending: row.memo_pending, memoTold: Number(row.memo_told) === 1, buyerNote: row.buyer_note,
    createdAt: row.created_at, paidAt: row.paid_at, completedAt: row.completed_at, cancelledAt: row.cancelled_at, shipBy: row.ship_by,
    modifiedAt: row.modified_at, receivedAt: row.received_at, parentExternalId: row.parent_external_id, salt: row.salt,
    marks: JSON.parse(row.groups_json) as GroupMarks, lines: [], parcels: [], refunds: [],
  } // prettier-ignore
}
