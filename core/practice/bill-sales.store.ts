import type { ReadDb } from '../database'
import { minor } from '../kernel'
import type { PracticeSale } from './bill-sale'

const AT_ONCE = 500
/** How a platform's orders are named at the provider, and through whom its buyers pay. */
const WAYS: Readonly<Record<string, (order: SaleDb) => Pick<PracticeSale, 'channel' | 'number'>>> = {
  taobao: (order) => ({ channel: 'alipay', number: `T200P${order.external_id}` }),
  vendure: (order) => ({ channel: Number(order.id) % 5 < 3 ? 'wechat' : 'alipay', number: order.number }),
}

interface SaleDb { id: number; platform: string; external_id: string; number: string; first_title: string; paid_at: number; total: number; refunded: number } // prettier-ignore

/** The paid orders of the practice shops that sell in yuan, as their providers saw them; oldest first. */
export async function* practiceSales(
  read: ReadDb,
  { from, to }: { readonly from: number; readonly to: number },
): AsyncGenerator<PracticeSale> {
  for (let after = -1; ;) {
    const orders = await read.all<SaleDb>(
      `select o.id, s.platform, o.external_id, o.number, o.first_title, o.paid_at, o.total, o.refunded from orders o join shops s on s.id = o.shop_id
       where o.id > ? and o.paid_at >= ? and o.paid_at < ? and o.currency = 'CNY' and o.total > 0 order by o.id limit ${AT_ONCE}`,
      [after, from, to],
    )
    if (orders.length === 0) return
    after = Number(orders.at(-1)?.id)
    const ids = orders.map((order) => Number(order.id))
    const refunds = await read.all<{ order_id: number; external_id: string; amount: number; created_at: number | null }>(
      `select order_id, external_id, amount, created_at from order_refunds where state = 'paid' and order_id in (${ids.map(() => '?').join(',')})`,
      ids,
    ) // prettier-ignore
    const byOrder = Map.groupBy(refunds, (refund) => Number(refund.order_id))
    for (const order of orders) {
      const way = WAYS[order.platform]
      if (way)
        yield {
          ...way(order),
          title: order.first_title,
          paidAt: Number(order.paid_at),
          totalMinor: minor(Number(order.total)),
          refunds: (byOrder.get(Number(order.id)) ?? []).map((refund) => ({
            id: refund.external_id,
            amountMinor: minor(Number(refund.amount)),
            at: Number(refund.created_at ?? order.paid_at) + 60_000,
          })),
        }
    }
  }
}
