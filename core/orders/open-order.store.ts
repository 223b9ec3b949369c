import { readHistory } from '../audit'
import type { ReadDb } from '../database'
import { whyStuck } from '../jobs'
import { Refusal, type SecretBox } from '../kernel'
import { rowOfOrder } from './list.store'
import { goneOf } from './order'
import { memoJobKey } from './set-memo'
import { loadOrder } from './order.store'
import type { OrderDetail } from './orders.contract'
import { timelineOf } from './timeline'

/** An order with all that the drawer shows. Refuses with `no-such-order`. */
export async function openOrder(read: ReadDb, box: SecretBox, id: number): Promise<OrderDetail> {
  const order = await loadOrder(read, id)
  const row = await rowOfOrder(read, id)
  if (!order || !row) throw new Refusal('no-such-order')
  const cover = await read.all<{
    id: string
    reserved: number
    short: number
    untracked: number
    warehouse: string | null
  }>(
    `select l.line_external_id as id, l.reserved, l.short, l.untracked, w.name as warehouse from consignments c
     join consignment_lines l on l.consignment_id = c.id left join warehouses w on w.id = c.warehouse_id where c.order_id=?`,
    [id],
  )
  const covers = new Map(cover.map((line) => [line.id, line]))
  const history = await readHistory(
    read,
    'order',
    String(id),
    order.salt ? box.keyFor(order.salt) : undefined,
  )
  const cases = await readHistory(read, 'refund', String(id))
  const moves = await read.all<{ at: number; kind: string; quantity: number; warehouse: string }>(
    `select m.at, m.kind, cast(sum(case when m.reserved <> 0 then abs(m.reserved) else abs(m.on_hand) + abs(m.damaged) end) as bigint) as quantity, w.name as warehouse from stock_moves m join warehouses w on w.id = m.warehouse_id
     where m.order_id=? group by m.at, m.kind, w.name`,
    [id],
  )
  const repeats = await read.all<{ last_at: number; repeats: number; source: string }>(
    'select last_at, repeats, source from inbox_parts where order_id=? and repeats > 0',
    [id],
  )
  const others =
    order.buyer.platformId === null ? null : await buyerOrders(read, order.shopId, order.buyer.platformId)
  const related =
    order.parentExternalId === null
      ? []
      : await read.all<{ id: number }>('select id from orders where shop_id=? and external_id=?', [
          order.shopId,
          order.parentExternalId,
        ])
  const { address } = order
  return {
    row,
    goodsMinor: order.goodsMinor,
    discountMinor: order.discountMinor,
    freightMinor: order.freightMinor,
    otherMinor: order.totalMinor - (order.goodsMinor - order.discountMinor + order.freightMinor),
    receiver: address.receiver,
    phone: address.phone,
    address:
      [address.province, address.city, address.district, address.street].filter(Boolean).join(' ') || null,
    completedAt: order.completedAt,
    cancelledAt: order.cancelledAt,
    lines: order.lines.map((line) => ({
      ...line,
      shippedQuantity: goneOf(line),
      reserved: covers.get(line.externalId)?.reserved ?? 0,
      short: covers.get(line.externalId)?.short ?? 0,
      untracked: covers.get(line.externalId)?.untracked ?? 0,
    })),
    parcels: order.parcels.map((parcel) => ({ ...parcel, lines: [...parcel.lines] })),
    refunds: [...order.refunds],
    timeline: timelineOf(order, [...history, ...cases], moves, repeats),
    buyerOrders: others === null ? null : Math.max(0, others - 1),
    memoPending: order.memoPending !== null,
    memoRefused:
      order.memoPending === null ? null : ((await whyStuck(read, memoJobKey(order.memoPending))) ?? null),
    memoTold: order.memoTold,
    warehouse: cover.find((line) => line.reserved > 0)?.warehouse ?? null,
    relatedIds: related.map((one) => one.id),
  }
}

async function buyerOrders(read: ReadDb, shopId: string, buyerKey: string): Promise<number> {
  const row = await read.get<{ count: number }>(
    'select count(*) as count from orders where shop_id=? and buyer_key=?',
    [shopId, buyerKey],
  )
  return Number(row?.count ?? 0)
}
