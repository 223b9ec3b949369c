import type { ReadDb } from '../database'
import type { SlipOrder } from './match-slip'

const PAGE = 5_000

/** Orders that a slip may still belong to: made since `since` (UTC ms). Read on the slow reader, page by page. */
export async function ordersForSlips(read: ReadDb, since: number): Promise<SlipOrder[]> {
  const orders: SlipOrder[] = []
  for (let after = 0; ;) {
    const rows = await read.all<Row>(
      `select id, number, phone, total, currency, buyer, receiver, created_at as at from orders
      where id > ? and created_at >= ? order by id limit ${PAGE}`,
      [after, since],
    )
    for (const row of rows)
      orders.push({
        orderId: String(row.id), orderNo: row.number, phone: row.phone, amount: row.currency === 'CNY' ? Number(row.total) : null,
        buyer: row.receiver ?? row.buyer, orderedOn: chinaDay(Number(row.at)), returnWaybills: [],
      }) // prettier-ignore
    if (rows.length < PAGE) return orders
    after = Number(rows.at(-1)!.id)
  }
}

interface Row {
  readonly id: number | string
  readonly number: string
  readonly phone: string | null
  readonly total: number | string
  readonly currency: string
  readonly buyer: string
  readonly receiver: string | null
  readonly at: number | string
}

const CHINA_MS = 8 * 3_600_000

/** The day in China, where slips are printed. */
function chinaDay(ms: number): string {
  return new Date(ms + CHINA_MS).toISOString().slice(0, 10)
}
