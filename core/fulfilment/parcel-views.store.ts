import type { ReadDb } from '../database'
import { shipmentsOf, tellJobKey } from './shipment.store'

/** The parcels of an order as screens show them: with what keeps the platform from being told, if anything does. */
export async function parcelViews(db: ReadDb, orderId: number) {
  const rows = await shipmentsOf(db, orderId)
  if (rows.length === 0) return []
  const jobs = await db.all<{ key: string; state: string; last_error: string | null }>(
    `select key, state, last_error from jobs where key in (${rows.map(() => '?').join(',')})`,
    rows.map(tellJobKey),
  )
  return rows.map((row) => {
    const job = jobs.find(({ key }) => key === tellJobKey(row))
    const waiting = row.state === 'telling'
    return {
      id: row.id, ordinal: row.ordinal, courier: row.courier, waybill: row.waybill, state: row.state,
      reasonCode: row.reasonCode, reason: row.reason, who: row.who, createdAt: row.createdAt, toldAt: row.toldAt,
      stuck: waiting && job?.state === 'stuck',
      problem: waiting ? (job?.last_error ?? null) : null,
      lines: row.lines.map(({ lineExternalId, quantity }) => ({ lineExternalId, quantity })),
    }
  }) // prettier-ignore
}
