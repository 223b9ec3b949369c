import { GOODS, type MoveKind } from '../inventory'
import type { ReadDb, Value } from '../database'
import { firstIdAt, type Month } from '../kernel'

/** A step of a few milliseconds. */
const AT_ONCE = 200

/** Ids of the orders placed in the month, or of all, oldest first. */
export async function* idsOfOrders(read: ReadDb, month?: Month): AsyncGenerator<readonly number[]> {
  const until = month ? firstIdAt(month.to) : Number.MAX_SAFE_INTEGER
  for (let after = month ? firstIdAt(month.from) - 1 : -1; ;) {
    const rows = await read.all<{ id: number }>(
      `select id from orders where id > ? and id < ? order by id limit ${AT_ONCE}`,
      [after, until],
    )
    if (rows.length === 0) return
    const ids = rows.map((row) => Number(row.id))
    after = ids.at(-1) ?? after
    yield ids
  }
}

export interface RefundRow {
  readonly shop_id: string; readonly number: string; readonly currency: string; readonly total: number; readonly order_id: number
  readonly external_id: string; readonly kind: string; readonly state: string; readonly amount: number; readonly reason: string | null; readonly created_at: number | null
} // prettier-ignore

/** Refunds asked for in the month, or all, by order. One without a time of its own goes by its order's. */
export async function* refundsOf(read: ReadDb, month?: Month): AsyncGenerator<readonly RefundRow[]> {
  for (let [order, refund] = [-1, '']; ;) {
    const params: Value[] = [order, order, refund, month?.from ?? 0, month?.to ?? Number.MAX_SAFE_INTEGER]
    const rows = await read.all<RefundRow>(
      `select o.shop_id, o.number, o.currency, o.total, r.order_id, r.external_id, r.kind, r.state, r.amount, r.reason, r.created_at
       from order_refunds r join orders o on o.id = r.order_id
       where (r.order_id > ? or (r.order_id = ? and r.external_id > ?)) and coalesce(r.created_at, o.created_at) >= ? and coalesce(r.created_at, o.created_at) < ?
       order by r.order_id, r.external_id limit ${AT_ONCE}`,
      params,
    )
    const last = rows.at(-1)
    if (!last) return
    ;[order, refund] = [Number(last.order_id), last.external_id]
    yield rows
  }
}

/** What the shops call our goods, by our code: «粗陶马克杯 · 白». */
export async function goodsNames(read: ReadDb): Promise<ReadonlyMap<string, string>> {
  const rows = await read.all<{ sku: string; title: string | null; variant: string | null }>(
    `select sku, title, variant from (${GOODS}) as goods`,
  )
  return new Map(rows.map((row) => [row.sku, [row.title, row.variant].filter(Boolean).join(' · ')]))
}

export interface LevelRow { readonly sku: string; readonly warehouse: string; readonly warehouse_id: string; readonly on_hand: number; readonly reserved: number; readonly in_transit: number; readonly damaged: number; readonly counted_at: number } // prettier-ignore

export async function* stockLevels(read: ReadDb): AsyncGenerator<readonly LevelRow[]> {
  for (let [sku, warehouse] = ['', '']; ;) {
    const rows = await read.all<LevelRow>(
      `select l.sku, l.warehouse_id, w.name as warehouse, l.on_hand, l.reserved, l.in_transit, l.damaged, l.counted_at
       from stock_levels l join warehouses w on w.id = l.warehouse_id where l.sku > ? or (l.sku = ? and l.warehouse_id > ?)
       order by l.sku, l.warehouse_id limit ${AT_ONCE}`,
      [sku, sku, warehouse],
    )
    const last = rows.at(-1)
    if (!last) return
    ;[sku, warehouse] = [last.sku, last.warehouse_id]
    yield rows
  }
}

export interface MoveRow {
  readonly id: number; readonly at: number; readonly sku: string; readonly warehouse: string; readonly kind: MoveKind; readonly on_hand: number; readonly reserved: number
  readonly in_transit: number; readonly damaged: number; readonly number: string | null; readonly document: string | null; readonly reason: string | null; readonly who: string
} // prettier-ignore

/** Moves of the month, or all, in the order of the ledger. */
export async function* stockMoves(read: ReadDb, month?: Month): AsyncGenerator<readonly MoveRow[]> {
  for (let after = 0; ;) {
    const rows = await read.all<MoveRow>(
      `select m.id, m.at, m.sku, w.name as warehouse, m.kind, m.on_hand, m.reserved, m.in_transit, m.damaged, o.number, m.document, m.reason, m.who
       from stock_moves m join warehouses w on w.id = m.warehouse_id left join orders o on o.id = m.order_id
       where m.id > ? and m.at >= ? and m.at < ? order by m.id limit ${AT_ONCE}`,
      [after, month?.from ?? 0, month?.to ?? Number.MAX_SAFE_INTEGER],
    )
    const last = rows.at(-1)
    if (!last) return
    after = Number(last.id)
    yield rows
  }
}

export interface TurnoverRow { readonly sku: string; readonly warehouse: string; readonly opening: number; readonly came: number; readonly left_: number; readonly closing: number } // prettier-ignore

/** What the month did to the goods fit for sale: opening + came − left = closing, by SKU and warehouse. */
export async function stockTurnover(read: ReadDb, month: Month): Promise<TurnoverRow[]> {
  const sum = (what: string) => `cast(coalesce(sum(${what}), 0) as bigint)`
  return read.all<TurnoverRow>(
    `select m.sku, max(w.name) as warehouse, ${sum('case when m.at < ? then m.on_hand else 0 end')} as opening,
       ${sum('case when m.at >= ? and m.on_hand > 0 then m.on_hand else 0 end')} as came,
       ${sum('case when m.at >= ? and m.on_hand < 0 then -m.on_hand else 0 end')} as left_, ${sum('m.on_hand')} as closing
     from stock_moves m join warehouses w on w.id = m.warehouse_id where m.at < ? group by m.sku, m.warehouse_id order by m.sku, m.warehouse_id`,
    [month.from, month.from, month.from, month.to],
  )
}
