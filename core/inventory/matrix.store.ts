import type { ReadDb, Value } from '../database'
import { moveCalled } from './move-called'
import type { MoveKind } from './stock-book'
import { supplyFor } from './supply'
import type { StockCell, StockMoveView, StockRow } from './inventory.contract'
import { warehousesOf } from './warehouse.store'

export interface MatrixQuestion {
  readonly text: string
  readonly show: 'all' | 'below' | 'short' | 'uncounted'
  readonly cursor: string | null
  readonly limit: number
  /** UTC ms. */
  readonly now: number
}

const DAY_MS = 86_400_000
const DAYS = 14

/** What the shops call our goods: one listing a SKU, whole; one under our own code before one that was mapped to it. */
export const GOODS = `select sku, title, variant, picture from (
  select coalesce(a.sku, g.platform_sku) as sku, g.title, g.variant, g.picture,
    row_number() over (partition by coalesce(a.sku, g.platform_sku) order by case when a.sku is null then 0 else 1 end, g.shop_id, g.platform_sku) as nth
  from shop_goods g left join sku_aliases a on a.shop_id = g.shop_id and a.platform_sku = g.platform_sku) as listings where nth = 1`

const SHOWN: Readonly<Record<MatrixQuestion['show'], string>> = {
  all: '',
  below: `and exists (select 1 from safety_lines y left join stock_levels l on l.sku = y.sku and l.warehouse_id = y.warehouse_id
    where y.sku = s.sku and coalesce(l.on_hand - l.reserved, 0) < y.pieces)`,
  short: 'and exists (select 1 from consignment_lines c where c.sku = s.sku and c.short > 0)',
  uncounted: 'and not exists (select 1 from stock_levels l where l.sku = s.sku)',
}

/** A page of the matrix: SKUs that stock is kept of, and those that orders name, in the order of their codes. */
export async function matrixPage(
  read: ReadDb,
  ask: MatrixQuestion,
): Promise<{ rows: StockRow[]; nextCursor: string | null; total: number }> {
  const words = ask.text.toLowerCase().split(/\s+/).filter((word) => word !== '') // prettier-ignore
  const among = words.map(() => `and lower(s.sku || ' ' || coalesce(g.title,'') || ' ' || coalesce(g.variant,'')) like ? escape '!'`).join(' ') // prettier-ignore
  const from = `with goods as (${GOODS}), skus as (select sku from stock_levels union select sku from goods)
    select s.sku, g.title, g.variant, g.picture from skus s left join goods g on g.sku = s.sku where 1 = 1 ${among} ${SHOWN[ask.show]}`
  const params: Value[] = words.map((word) => `%${word.replaceAll(/[!%_]/g, '!$&')}%`)
  const found = await read.all<{ sku: string; title: string | null; variant: string | null; picture: string | null }>(
    `${from} and s.sku > ? order by s.sku limit ?`,
    [...params, ask.cursor ?? '', ask.limit + 1],
  ) // prettier-ignore
  const total = await read.get<{ n: number }>(`select count(*) as n from (${from}) as found`, params)
  const page = found.slice(0, ask.limit)
  const cells = await cellsOf(read, page.map((row) => row.sku)) // prettier-ignore
  const daily = await dailyOf(read, page.map((row) => row.sku), ask.now) // prettier-ignore
  const known = await daysKnown(read, page.map((row) => row.sku), ask.now) // prettier-ignore
  const short = await shortOf(read, page.map((row) => row.sku)) // prettier-ignore
  const rows = page.map(({ sku, title, variant, picture }): StockRow => {
    const own = cells.get(sku) ?? []
    const available = own.length === 0 ? null : own.reduce((sum, cell) => sum + cell.available, 0)
    return { sku, title, variant, pictureUrl: picture, available, short: short.get(sku) ?? 0, daily: daily.get(sku) ?? Array.from({ length: DAYS }, () => 0), daysKnown: known.get(sku) ?? 0, cells: own } // prettier-ignore
  })
  return { rows, nextCursor: found.length > page.length ? (page.at(-1)?.sku ?? null) : null, total: Number(total?.n ?? 0) } // prettier-ignore
}

/** Every code of ours: what stock is kept of, and what the shops' goods are called by us. */
export async function knownSkus(read: ReadDb): Promise<string[]> {
  const rows = await read.all<{ sku: string }>(
    `with goods as (${GOODS}) select sku from stock_levels union select sku from goods`,
  )
  return rows.map((row) => row.sku)
}

/** The cells of these SKUs in the merchant's order of warehouses: where a level stands or a safety line is drawn. */
export async function cellsOf(read: ReadDb, skus: readonly string[]): Promise<Map<string, StockCell[]>> {
  if (skus.length === 0) return new Map()
  const marks = skus.map(() => '?').join(',')
  const rows = await read.all<Omit<StockCell, 'available' | 'supply'> & { sku: string }>(
    `select c.sku, c.warehouse_id as "warehouseId", coalesce(l.on_hand,0) as "onHand", coalesce(l.reserved,0) as reserved, coalesce(l.in_transit,0) as "inTransit",
       coalesce(l.damaged,0) as damaged, coalesce(l.version,0) as version, coalesce(l.counted_at,0) as "countedAt", coalesce(y.pieces,0) as safety
     from (select sku, warehouse_id from stock_levels where sku in (${marks}) union select sku, warehouse_id from safety_lines where sku in (${marks})) as c
     left join stock_levels l on l.sku = c.sku and l.warehouse_id = c.warehouse_id
     left join safety_lines y on y.sku = c.sku and y.warehouse_id = c.warehouse_id`,
    [...skus, ...skus],
  )
  const order = (await warehousesOf(read)).map((one) => one.id)
  const found = new Map<string, StockCell[]>()
  for (const id of order)
    for (const { sku, ...cell } of rows)
      if (cell.warehouseId === id)
        found.set(sku, [
          ...(found.get(sku) ?? []),
          { ...cell, available: cell.onHand - cell.reserved, supply: null },
        ])
  for (const [sku, cells] of found)
    found.set(sku, cells.map((cell) => ({ ...cell, supply: supplyFor(cell, cells) }))) // prettier-ignore
  return found
}

async function dailyOf(read: ReadDb, skus: readonly string[], now: number): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>()
  if (skus.length === 0) return found
  const rows = await read.all<{ sku: string; ago: number; pieces: number }>(
    // Cut to whole days here: SQLite divides a bound number as a fraction, PostgreSQL as an integer.
    `select sku, ago, sum(pieces) as pieces from (
       select sku, cast((? - at) / ${DAY_MS} as int) as ago, -on_hand as pieces from stock_moves
       where sku in (${skus.map(() => '?').join(',')}) and kind = 'ship' and at > ?) as gone group by sku, ago`,
    [now, ...skus, now - DAYS * DAY_MS],
  )
  for (const { sku, ago, pieces } of rows) {
    const days = found.get(sku) ?? Array.from({ length: DAYS }, () => 0)
    const day = DAYS - 1 - Number(ago)
    if (day >= 0) days[day] = (days[day] ?? 0) + Number(pieces)
    found.set(sku, days)
  }
  return found
}

/** A ledger of one day says nothing about fourteen: how long a SKU has been in it, in begun days. */
async function daysKnown(read: ReadDb, skus: readonly string[], now: number): Promise<Map<string, number>> {
  if (skus.length === 0) return new Map()
  const rows = await read.all<{ sku: string; first: number }>(
    `select sku, min(at) as first from stock_moves where sku in (${skus.map(() => '?').join(',')}) group by sku`,
    [...skus],
  )
  const days = (first: number) => Math.min(DAYS, Math.max(1, Math.ceil((now - first) / DAY_MS)))
  return new Map(rows.map((row) => [row.sku, days(Number(row.first))]))
}

async function shortOf(read: ReadDb, skus: readonly string[]): Promise<Map<string, number>> {
  if (skus.length === 0) return new Map()
  const rows = await read.all<{ sku: string; short: number }>(
    `select sku, sum(short) as short from consignment_lines where sku in (${skus.map(() => '?').join(',')}) and (short > 0 or untracked > 0) group by sku`,
    [...skus],
  )
  return new Map(rows.map((row) => [row.sku, Number(row.short)]))
}

const MOVES_AT_ONCE = 50

/** The ledger of a cell, newest first. */
export async function movesOf(
  read: ReadDb,
  cell: { readonly sku: string; readonly warehouseId: string; readonly before: number | null },
): Promise<{ moves: StockMoveView[]; more: boolean }> {
  const moves = await read.all<StockMoveView & { readonly kind: MoveKind }>(
    `select m.id, m.at, m.kind, m.on_hand as "onHand", m.reserved, m.in_transit as "inTransit", m.damaged, o.number as "orderNumber", m.reason, m.document, m.who
     from stock_moves m left join orders o on o.id = m.order_id where m.sku = ? and m.warehouse_id = ? and m.id < ? order by m.id desc limit ?`,
    [cell.sku, cell.warehouseId, cell.before ?? Number.MAX_SAFE_INTEGER, MOVES_AT_ONCE + 1],
  )
  const shown = moves.slice(0, MOVES_AT_ONCE).map((move) => ({ ...move, kind: moveCalled(move) }))
  return { moves: shown, more: moves.length > MOVES_AT_ONCE }
}
