import type { ReadDb } from '../database'
import { minor } from '../kernel'
import type { OpenShops } from './open-shops'

interface Shipped {
  readonly id: number | string
  readonly shop_id: string
  readonly external_id: string
  readonly goods: number | string
}

/** A little is paid back by itself; much goes by the warehouse and finance, and stays below the supervisor's line. */
const KINDS = [
  { kind: 'money', from: 1, to: 300_00, reason: '物流太慢' },
  { kind: 'return', from: 300_01, to: 4_990_00, reason: '与描述不符' },
] as const

/**
 * The buyers of two shipped orders in yuan ask for their money at the platform, as far as there are such orders without
 * an after-sale. Returns how many asked. Only platforms on which buyers ask: at Vendure the merchant opens refunds.
 */
export async function askForMoney(read: ReadDb, playing: OpenShops, at: number): Promise<number> {
  let asked = 0
  for (const { kind, from, to, reason } of KINDS) {
    const rows = await read.all<Shipped>(
      `select o.id, o.shop_id, o.external_id, o.total - o.freight as goods from orders o join shops s on s.id = o.shop_id
       where s.platform = 'taobao' and o.state = 'shipped' and o.currency = 'CNY' and o.total - o.freight between ? and ?
         and not exists (select 1 from order_refunds r where r.order_id = o.id) and not exists (select 1 from refund_cases c where c.order_id = o.id)
       order by o.id desc limit 50`,
      [from, to],
    )
    for (const row of rows) {
      const shop = playing.get(row.shop_id)
      if (shop?.standing(row.external_id) !== 'shipped' || !playing.claim(Number(row.id))) continue
      shop.requestRefund(row.external_id, at, { kind, amountMinor: minor(Number(row.goods)), reason })
      asked++
      break
    }
  }
  return asked
}
