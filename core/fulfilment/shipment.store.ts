import type { ReadDb, Tx } from '../database'
import { outboundKey } from '../kernel'
import type { CourierCode } from './waybills'

/** A parcel of ours: `telling` the platform, `told`, or `refused` by it (its goods are back in stock then). */
export type ShipmentState = 'telling' | 'told' | 'refused'

export interface ShipmentLine {
  readonly lineExternalId: string
  readonly quantity: number
  /** Our SKU and the warehouse it left, where it is kept in the ledger. */
  readonly sku: string | null
  readonly warehouseId: string | null
  /** Of `quantity`, the pieces that left the ledger: fewer where the line was short or untracked. */
  readonly consumed: number
}

export interface ShipmentRow {
  readonly id: number
  readonly orderId: number
  /** 1 for the first parcel of an order; given once, also to one that is refused later. */
  readonly ordinal: number
  readonly key: string
  readonly courier: CourierCode
  readonly waybill: string
  readonly state: ShipmentState
  /** How often it was given to the platform: 2 after a person changed its number. */
  readonly tries: number
  readonly reasonCode: string | null
  /** The platform's own words. */
  readonly reason: string | null
  readonly who: string
  readonly createdAt: number
  readonly toldAt: number | null
  readonly lines: readonly ShipmentLine[]
}

const COLUMNS = `id, order_id as "orderId", ordinal, key, courier, waybill, state, tries, reason_code as "reasonCode", reason, who,
  created_at as "createdAt", told_at as "toldAt"`

export async function shipmentsOf(db: ReadDb, orderId: number): Promise<ShipmentRow[]> {
  const rows = await db.all<Omit<ShipmentRow, 'lines'>>(
    `select ${COLUMNS} from shipments where order_id=? order by ordinal`,
    [orderId],
  )
  return withLines(db, rows)
}

export async function shipmentById(db: ReadDb, id: number): Promise<ShipmentRow | undefined> {
  const rows = await db.all<Omit<ShipmentRow, 'lines'>>(`select ${COLUMNS} from shipments where id=?`, [id])
  return (await withLines(db, rows))[0]
}

async function withLines(db: ReadDb, rows: readonly Omit<ShipmentRow, 'lines'>[]): Promise<ShipmentRow[]> {
  if (rows.length === 0) return []
  const lines = await db.all<ShipmentLine & { shipmentId: number }>(
    `select shipment_id as "shipmentId", line_external_id as "lineExternalId", quantity, sku, warehouse_id as "warehouseId", consumed
     from shipment_lines where shipment_id in (${rows.map(() => '?').join(',')}) order by line_external_id`,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    ...row,
    lines: lines.filter((line) => line.shipmentId === row.id).map(({ shipmentId: _, ...line }) => line),
  }))
}

export interface NewShipment {
  readonly orderId: number
  readonly ordinal: number
  readonly shopId: string
  readonly externalId: string
  readonly courier: CourierCode
  readonly waybill: string
  readonly lines: readonly ShipmentLine[]
}

export async function insertShipment(tx: Tx, given: NewShipment): Promise<ShipmentRow> {
  const { orderId, ordinal, shopId, externalId, courier, waybill, lines } = given
  const key = outboundKey('shipment', shopId, externalId, ordinal)
  await tx.run(
    `insert into shipments (order_id, ordinal, key, courier, waybill, state, who, created_at) values (?,?,?,?,?,'telling',?,?)`,
    [orderId, ordinal, key, courier, waybill, tx.actor.who, tx.now],
  )
  const row = await tx.get<{ id: number }>('select id from shipments where key=?', [key])
  const id = row?.id ?? 0
  await writeLines(tx, id, lines)
  return {
    id, orderId, ordinal, key, courier, waybill, state: 'telling', tries: 1, reasonCode: null, reason: null, who: tx.actor.who,
    createdAt: tx.now, toldAt: null, lines,
  } // prettier-ignore
}

/** A refused parcel goes out again, perhaps under another number. */
export async function sendAgain(
  tx: Tx,
  row: ShipmentRow,
  { courier, waybill, lines }: Pick<ShipmentRow, 'courier' | 'waybill' | 'lines'>,
): Promise<ShipmentRow> {
  const tries = row.tries + 1
  await tx.run(
    `update shipments set state='telling', tries=?, courier=?, waybill=?, reason_code=null, reason=null, who=?, created_at=? where id=?`,
    [tries, courier, waybill, tx.actor.who, tx.now, row.id],
  )
  await tx.run('delete from shipment_lines where shipment_id=?', [row.id])
  await writeLines(tx, row.id, lines)
  return { ...row, state: 'telling', tries, courier, waybill, lines, reasonCode: null, reason: null }
}

async function writeLines(tx: Tx, id: number, lines: readonly ShipmentLine[]): Promise<void> {
  for (const line of lines)
    await tx.run(
      'insert into shipment_lines (shipment_id, line_external_id, quantity, sku, warehouse_id, consumed) values (?,?,?,?,?,?)',
      [id, line.lineExternalId, line.quantity, line.sku, line.warehouseId, line.consumed],
    )
}

/** Reads a parcel for a change; `undefined` when it no longer stands in this state. */
export async function takeShipment(
  tx: Tx,
  id: number,
  state: ShipmentState,
): Promise<ShipmentRow | undefined> {
  const held = await tx.get(`select id from shipments where id=? and state=?${tx.forUpdate}`, [id, state])
  return held ? shipmentById(tx, id) : undefined
}

export async function setTold(tx: Tx, id: number): Promise<void> {
  await tx.run(`update shipments set state='told', told_at=? where id=?`, [tx.now, id])
}

export async function setRefused(
  tx: Tx,
  id: number,
  reason: { readonly code: string; readonly message: string },
): Promise<void> {
  await tx.run(`update shipments set state='refused', reason_code=?, reason=? where id=?`, [
    reason.code,
    reason.message.slice(0, 500),
    id,
  ])
  // Nothing of it is out any more.
  await tx.run('update shipment_lines set consumed=0 where shipment_id=?', [id])
}

/** The job that tells the platform of this try. */
export function tellJobKey({ key, tries }: Pick<ShipmentRow, 'key' | 'tries'>): string {
  return `ship:${key}:${tries}`
}
