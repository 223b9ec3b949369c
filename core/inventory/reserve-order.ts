import type { Tx, Value } from '../database'
import { planReservation, type Cover, type LineNeed, type PlannedLine } from './plan-reservation'
import type { StockBook } from './stock-book'

export interface OrderNeed {
  readonly orderId: number
  /** Exactly one consignment an order, for now: its id is the order's. */
  readonly lines: readonly {
    readonly lineExternalId: string
    readonly sku: string | null
    readonly wanted: number
    readonly shippedSince: number
  }[]
  /** A new order has no consignment yet. */
  readonly fresh: boolean
}

/** The merchant's own SKU of a platform's code: an alias of the shop, else the code itself. */
export type SkuOf = (platformSku: string | null) => string | null

/**
 * Plans the reservation of one order and appends only the difference. Never fails for lack of stock: the order
 * was sold already; what is missing stands as short. Returns the cover per line; what of it was `consumed` left from
 * the warehouse that the consignment had before.
 */
export async function reserveOrder(
  tx: Tx,
  book: StockBook,
  need: OrderNeed,
  skuOf: SkuOf,
): Promise<readonly PlannedLine[]> {
  const needs: LineNeed[] = need.lines.map((line) => ({ ...line, sku: skuOf(line.sku) }))
  const held = need.fresh ? NOTHING : await heldBy(tx, need.orderId)
  await book.load([
    ...needs.flatMap((line) => line.sku ?? []),
    ...[...held.lines.values()].flatMap((line) => line.sku ?? []),
  ])
  const left = new Map<string, number>()
  const given = needs.some((line) => stillHolds(held, line))
    ? held
    : giveBack(book, need.orderId, held, needs, left)
  const warehouseId = given === held ? held.warehouseId : (book.choose(needs) ?? held.warehouseId)
  const still = given === held ? needs : needs.map((line) => ({ ...line, shippedSince: 0 }))
  const plan = planReservation(still, given.lines, (sku) => book.free(sku, warehouseId))
  await writeConsignment(tx, need, warehouseId, plan, held)
  if (warehouseId !== null)
    for (const line of plan) {
      if (line.sku === null) continue
      const move = { sku: line.sku, warehouseId, orderId: need.orderId, reason: null }
      if (line.consumed > 0)
        book.move({ ...move, kind: 'ship', onHand: -line.consumed, reserved: -line.consumed })
      const rest = line.reservedDelta + line.consumed
      if (rest !== 0)
        book.move({ ...move, kind: rest > 0 ? 'reserve' : 'release', onHand: 0, reserved: rest })
    }
  // A line that vanished, or whose goods were mapped anew, gives back what it held.
  for (const [id, line] of given.lines)
    if (needs.find((now) => now.lineExternalId === id)?.sku !== line.sku)
      release(book, need.orderId, given.warehouseId, line.sku, line.reserved)
  return plan.map((line) => ({ ...line, consumed: left.get(line.lineExternalId) ?? line.consumed }))
}

/** Does the order keep pieces in its warehouse once these have left? Then it stays there. */
function stillHolds(held: Held, line: LineNeed): boolean {
  const before = held.lines.get(line.lineExternalId)
  return before?.sku === line.sku && Math.min(before.reserved - line.shippedSince, line.wanted) > 0
}

/**
 * What left the house leaves the books (and is noted in `left`, by line), the rest is free again: nothing ties the order
 * to its warehouse any more.
 */
function giveBack(
  book: StockBook,
  orderId: number,
  held: Held,
  needs: readonly LineNeed[],
  left: Map<string, number>,
): Held {
  for (const [id, line] of held.lines) {
    const need = needs.find((now) => now.lineExternalId === id && now.sku === line.sku)
    const gone = Math.min(line.reserved, need?.shippedSince ?? 0)
    left.set(id, gone)
    if (gone > 0 && line.sku !== null && held.warehouseId !== null)
      book.move({ sku: line.sku, warehouseId: held.warehouseId, orderId, reason: null, kind: 'ship', onHand: -gone, reserved: -gone }) // prettier-ignore
    release(book, orderId, held.warehouseId, line.sku, line.reserved - gone)
  }
  return { ...held, lines: new Map() }
}

function release(
  book: StockBook,
  orderId: number,
  warehouseId: string | null,
  sku: string | null,
  pieces: number,
): void {
  if (pieces > 0 && sku !== null && warehouseId !== null)
    book.move({ sku, warehouseId, orderId, reason: null, kind: 'release', onHand: 0, reserved: -pieces })
}

interface Held {
  readonly warehouseId: string | null
  readonly lines: ReadonlyMap<string, Cover & { readonly sku: string | null }>
}
const NOTHING: Held = { warehouseId: null, lines: new Map() }

async function heldBy(tx: Tx, orderId: number): Promise<Held> {
  const rows = await tx.all<Cover & { id: string; sku: string | null; warehouse: string | null }>(
    `select l.line_external_id as id, l.sku, l.wanted, l.reserved, l.short, l.untracked, c.warehouse_id as warehouse
     from consignments c join consignment_lines l on l.consignment_id = c.id where c.order_id = ?`,
    [orderId],
  )
  return { warehouseId: rows[0]?.warehouse ?? null, lines: new Map(rows.map((row) => [row.id, row])) }
}

async function writeConsignment(
  tx: Tx,
  need: OrderNeed,
  warehouseId: string | null,
  plan: readonly PlannedLine[],
  held: Held,
): Promise<void> {
  const id = need.orderId
  const state = plan.some((line) => line.wanted > 0) ? 'open' : 'closed'
  if (need.fresh)
    await tx.run('insert into consignments (id,order_id,warehouse_id,state,created_at) values (?,?,?,?,?)', [
      id,
      id,
      warehouseId,
      state,
      tx.now,
    ])
  else if (same(plan, held) && warehouseId === held.warehouseId) return
  else {
    await tx.run('update consignments set warehouse_id=?, state=? where id=?', [warehouseId, state, id])
    await tx.run('delete from consignment_lines where consignment_id=?', [id])
  }
  for (let start = 0; start < plan.length; start += 20) {
    const chunk = plan.slice(start, start + 20)
    await tx.run(
      `insert into consignment_lines (consignment_id,line_external_id,sku,wanted,reserved,short,untracked) values ${chunk.map(() => '(?,?,?,?,?,?,?)').join(',')}`,
      chunk.flatMap((line): Value[] => [
        id,
        line.lineExternalId,
        line.sku,
        line.wanted,
        line.reserved,
        line.short,
        line.untracked,
      ]),
    )
  }
}

function same(plan: readonly PlannedLine[], held: Held): boolean {
  return (
    plan.length === held.lines.size &&
    plan.every((line) => {
      const before = held.lines.get(line.lineExternalId)
      return (
        before &&
        before.sku === line.sku &&
        before.wanted === line.wanted &&
        before.reserved === line.reserved &&
        before.short === line.short
      )
    })
  )
}
