import { recordHistory, type Change } from '../audit'
import type { Tx } from '../database'
import { mustBeWarehouse, StockBook } from '../inventory'
import { assert, Refusal } from '../kernel'
import { giveWay } from './give-way.flow'
import { mustBePieces } from './pieces'
import { planWaiting } from './plan-waiting.flow'

export interface Counted {
  readonly sku: string
  readonly warehouseId: string
  /** Pieces fit for sale that lie there. */
  readonly onHand: number
  readonly reason: string
  /** The cell's version that the counter saw; absent where nobody looked at a screen (a sheet, the first day). */
  readonly version?: number
}

export interface CountResult {
  /** Lines that differed from the book. */
  readonly differing: number
  /** Orders that now miss pieces because less lay there than was promised. */
  readonly shortOrders: readonly number[]
}

/**
 * Takes a count into the ledger as the difference to what the book says. The count is the truth: where it finds less
 * than is promised, the newest promises give way and stand as short. Then the waiting orders are planned again, oldest
 * first. `Refusal('counted-meanwhile')` when the cell has moved since the counter saw it.
 */
export async function countStock(tx: Tx, counts: readonly Counted[], note = ''): Promise<CountResult> {
  const book = await StockBook.open(tx)
  await book.load(counts.map((count) => count.sku))
  const shortOrders = new Set<number>()
  let differing = 0
  for (const [warehouseId, lines] of byWarehouse(counts)) {
    await mustBeWarehouse(tx, warehouseId)
    const sheet = await beginSheet(tx, warehouseId, note)
    const changes: Change[] = []
    for (const [n, line] of lines.entries()) {
      if (n % 20 === 19) await tx.breathe()
      const expected = await countLine(tx, book, sheet, line, shortOrders)
      if (expected === line.onHand) continue
      differing += 1
      changes.push([`${line.sku}.onHand`, expected, line.onHand], [`${line.sku}.reason`, null, line.reason])
    }
    recordHistory(tx, {
      kind: 'stock.counted',
      entity: 'stock-count',
      entityId: String(sheet),
      changes: [['warehouse', null, warehouseId], ['lines', null, lines.length], ...changes],
    })
  }
  await book.flush()
  await planWaiting(tx, counts.map((count) => count.sku)) // prettier-ignore
  return { differing, shortOrders: [...shortOrders] }
}

async function countLine(
  tx: Tx,
  book: StockBook,
  sheet: number,
  count: Counted,
  shortOrders: Set<number>,
): Promise<number> {
  const { sku, warehouseId, onHand, reason } = count
  mustBePieces(onHand, { sku })
  const level = book.level(sku, warehouseId)
  if (count.version !== undefined && count.version !== level.version)
    throw new Refusal('counted-meanwhile', { sku, onHand: level.onHand, version: level.version })
  const given = await giveWay(tx, book, { sku, warehouseId }, onHand)
  for (const id of given.orderIds) shortOrders.add(id)
  book.counted(sku, warehouseId)
  book.move({ sku, warehouseId, kind: 'count', onHand: onHand - level.onHand, reserved: 0, orderId: null, reason, document: `count:${sheet}` }) // prettier-ignore
  await tx.run(
    'insert into stock_count_lines (count_id, sku, expected, counted, reason) values (?, ?, ?, ?, ?)',
    [sheet, sku, level.onHand, onHand, reason],
  )
  return level.onHand
}

async function beginSheet(tx: Tx, warehouseId: string, note: string): Promise<number> {
  const row = await tx.get<{ id: number }>(
    'insert into stock_counts (warehouse_id, who, at, note) values (?, ?, ?, ?) returning id',
    [warehouseId, tx.actor.who, tx.now, note],
  )
  assert(row, 'an insert that returns gives its row')
  return row.id
}

/** `Refusal('counted-twice')`: one sheet names a cell once, or nobody knows which figure holds. */
function byWarehouse(counts: readonly Counted[]): Map<string, Counted[]> {
  const sheets = new Map<string, Counted[]>()
  for (const count of counts) {
    const lines = sheets.get(count.warehouseId) ?? []
    if (lines.some((line) => line.sku === count.sku)) throw new Refusal('counted-twice', { sku: count.sku })
    sheets.set(count.warehouseId, [...lines, count])
  }
  return sheets
}
