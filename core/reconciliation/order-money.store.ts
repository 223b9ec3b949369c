import type { ReadDb } from '../database'
import type { Ledger, RowKind } from './bill-row'
import type { OrderRowMoney } from './equation'

export interface OrderFacts {
  readonly id: number
  readonly shopId: string
  readonly number: string
  readonly createdAt: number
  readonly paidAt: number | null
  readonly goodsMinor: number
  readonly freightMinor: number
  readonly discountMinor: number
  readonly totalMinor: number
  readonly refundedMinor: number
  readonly currency: string
  readonly refunds: readonly { readonly amountMinor: number; readonly createdAt: number | null }[]
}
export interface OrderRow extends OrderRowMoney {
  readonly id: number
  readonly orderId: number
  readonly provider: string
  readonly at: number
  readonly day: string
  readonly cleaned: string | null
  readonly differs: boolean
  readonly note: string
}
export interface OrderAndRows {
  readonly order: OrderFacts
  readonly rows: readonly OrderRow[]
}

/** Orders and everything that bills say of them. A few hundred at a time. */
export async function ordersAndRows(read: ReadDb, ids: readonly number[]): Promise<OrderAndRows[]> {
  if (ids.length === 0) return []
  const among = ids.map(() => '?').join(',')
  const orders = await read.all<OrderDb>(
    `select id, shop_id, number, created_at, paid_at, goods, freight, discount, total, refunded, currency from orders where id in (${among}) order by id`,
    ids,
  )
  const refunded = orders.filter((order) => Number(order.refunded) > 0).map((order) => Number(order.id))
  const refunds = grouped(
    refunded.length === 0
      ? []
      : await read.all<RefundDb>(
          `select order_id, amount, created_at from order_refunds where state = 'paid' and order_id in (${refunded.map(() => '?').join(',')})`,
          refunded,
        ),
  )
  const rows = grouped(
    await read.all<RowDb>(
      `select id, order_id, provider, ledger, kind, event, at, day, amount, settled, discount, fee, commission, fee_ppm, cleaned, differs, note
       from bill_rows where order_id in (${among}) order by order_id, at, id`,
      ids,
    ),
  )
  return orders.map((order) => ({
    order: orderOf(order, refunds.get(Number(order.id)) ?? []),
    rows: (rows.get(Number(order.id)) ?? []).map(rowOf),
  }))
}

interface OrderDb { id: number; shop_id: string; number: string; created_at: number; paid_at: number | null; goods: number; freight: number; discount: number; total: number; refunded: number; currency: string } // prettier-ignore
interface RefundDb { order_id: number; amount: number; created_at: number | null } // prettier-ignore
interface RowDb { id: number; order_id: number; provider: string; ledger: Ledger; kind: RowKind; event: string; at: number; day: string; amount: number; settled: number; discount: number; fee: number; commission: number; fee_ppm: number | null; cleaned: string | null; differs: number; note: string } // prettier-ignore

function grouped<T extends { order_id: number }>(rows: readonly T[]): Map<number, T[]> {
  const map = new Map<number, T[]>()
  for (const row of rows) {
    const id = Number(row.order_id)
    const list = map.get(id)
    if (list) list.push(row)
    else map.set(id, [row])
  }
  return map
}

function orderOf(row: OrderDb, refunds: readonly RefundDb[]): OrderFacts {
  return {
    id: Number(row.id), shopId: row.shop_id, number: row.number, createdAt: Number(row.created_at),
    paidAt: row.paid_at === null ? null : Number(row.paid_at), goodsMinor: Number(row.goods), freightMinor: Number(row.freight),
    discountMinor: Number(row.discount), totalMinor: Number(row.total), refundedMinor: Number(row.refunded), currency: row.currency,
    refunds: refunds.map((one) => ({ amountMinor: Number(one.amount), createdAt: one.created_at === null ? null : Number(one.created_at) })),
  } // prettier-ignore
}

function rowOf(row: RowDb): OrderRow {
  return {
    id: Number(row.id), orderId: Number(row.order_id), provider: row.provider, ledger: row.ledger, kind: row.kind, event: row.event,
    at: Number(row.at), day: row.day, amountMinor: Number(row.amount), settledMinor: Number(row.settled), discountMinor: Number(row.discount),
    feeMinor: Number(row.fee), commissionMinor: Number(row.commission), feePpm: row.fee_ppm === null ? null : Number(row.fee_ppm),
    cleaned: row.cleaned, differs: Number(row.differs) === 1, note: row.note,
  } // prettier-ignore
}
