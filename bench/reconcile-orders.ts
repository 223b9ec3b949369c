import SqliteDatabase from 'better-sqlite3'
import { minor, orderIdFor } from '../core/kernel'
import type { PracticeSale } from '../core/practice'
import { seeded } from './many-orders'

export const FROM = Date.parse('2026-11-01T00:00:00+08:00')
export const TO = Date.parse('2026-12-01T00:00:00+08:00')

/** A paid order of the month, as the shop and as the provider know it. */
interface Sold {
  readonly id: number
  readonly shop: 's1' | 's2'
  readonly externalId: string
  readonly number: string
  readonly createdAt: number
  readonly refund: number
  readonly sale: PracticeSale
}

/** The month's orders, oldest first: two thirds at Taobao (Alipay), the rest in the merchant's own shop (three of five WeChat). */
export function* soldIn(count: number): Generator<Sold> {
  const roll = seeded(20_261_124)
  for (let n = 0; n < count; n++) {
    // The last days stay free, so that every refund is on the month's bills.
    const createdAt = FROM + Math.floor(((TO - FROM - 5 * 86_400_000) / count) * n)
    const shop = roll(3) === 0 ? 's2' : 's1'
    const externalId = shop === 's1' ? String(4_203_815_521_773_000_000n + BigInt(n) * 7_919n) : String(n + 1)
    const number = shop === 's1' ? externalId : `V${String(n).padStart(15, '0')}`
    const total = 1_000 + roll(60_000)
    const refund = roll(16) === 0 ? 1 + roll(total) : 0
    const channel = shop === 's2' && roll(5) < 3 ? 'wechat' : 'alipay'
    yield {
      id: orderIdFor(createdAt, shop, externalId),
      shop,
      externalId,
      number,
      createdAt,
      refund,
      sale: {
        channel,
        number: shop === 's1' ? `T200P${externalId}` : number,
        title: '粗陶马克杯 320ml 月白',
        paidAt: createdAt + 60_000,
        totalMinor: minor(total),
        refunds: refund ? [{ id: `r${n}`, amountMinor: minor(refund), at: createdAt + 86_400_000 }] : [],
      },
    }
  }
}

/** Puts them into a fresh database, without history and inbox. */
export function fillSold(file: string, count: number): void {
  const db = new SqliteDatabase(file)
  db.pragma('synchronous = OFF')
  db.exec(`update shops set platform = 'vendure' where id = 's2'`)
  const order = db.prepare(
    `insert into orders (id, shop_id, external_id, number, version, state, platform_state, currency, goods, discount, freight, total, refunded, buyer, memo, buyer_note,
     created_at, paid_at, due_at, modified_at, received_at, first_title, first_quantity, pieces, line_count, groups_json)
     values (?,?,?,?,1,'shipped','SHIPPED','CNY',?,?,?,?,?,'周**','','',?,?,?,?,?,?,1,1,1,'{}')`,
  )
  const refund = db.prepare(
    `insert into order_refunds (order_id, external_id, state, platform_state, kind, amount, created_at) values (?,?,'paid','SUCCESS','money',?,?)`,
  )
  db.transaction(() => {
    for (const { id, shop, externalId, number, createdAt, refund: back, sale } of soldIn(count)) {
      const total = sale.totalMinor
      order.run(id, shop, externalId, number, total - 300, 500, 800, total, back, createdAt, sale.paidAt, sale.paidAt, sale.paidAt, sale.paidAt, sale.title) // prettier-ignore
      if (back) refund.run(id, `r${externalId}`, back, createdAt + 80_000_000)
    }
  })()
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}
