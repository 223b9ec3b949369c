import { assert } from '../kernel'
import type { Tx, Value } from '../database'

export type MoveKind =
  'receive' | 'count' | 'adjust' | 'reserve' | 'release' | 'ship' | 'return' | 'transfer-out' | 'transfer-in'
export interface Move {
  readonly sku: string
  readonly warehouseId: string
  readonly kind: MoveKind
  /** Pieces fit for sale. */
  readonly onHand: number
  readonly reserved: number
  /** Pieces under way to this warehouse from another of ours; 0 if absent. */
  readonly inTransit?: number
  /** Pieces that lie here and cannot be sold; never part of on hand; 0 if absent. */
  readonly damaged?: number
  readonly orderId: number | null
  readonly reason: string | null
}
interface Level {
  onHand: number
  reserved: number
  inTransit: number
  damaged: number
}
const EMPTY: Readonly<Level> = { onHand: 0, reserved: 0, inTransit: 0, damaged: 0 }

/**
 * The stock levels of some SKUs inside one transaction. Moves are gathered, then appended to the ledger together
 * with the new balances. The database's CHECKs stand behind it: nothing goes below zero, nothing is reserved twice.
 */
export class StockBook {
  readonly #levels = new Map<string, Map<string, Level>>()
  readonly #moves: Move[] = []
  readonly #loaded = new Set<string>()

  private constructor(
    readonly tx: Tx,
    /** In the merchant's own order. */
    readonly warehouseIds: readonly string[],
  ) {}

  static async open(tx: Tx): Promise<StockBook> {
    const rows = await tx.all<{ id: string }>('select id from warehouses order by position, id')
    return new StockBook(tx, rows.map((row) => row.id)) // prettier-ignore
  }

  /** Reads (and locks, where rows must be) the levels of these SKUs once. */
  async load(skus: Iterable<string>): Promise<void> {
    const missing = [...new Set(skus)].filter((sku) => !this.#loaded.has(sku)).sort()
    for (let start = 0; start < missing.length; start += 200) {
      const chunk = missing.slice(start, start + 200)
      const rows = await this.tx.all<{
        sku: string
        warehouse_id: string
        on_hand: number
        reserved: number
        in_transit: number
        damaged: number
      }>(
        `select sku, warehouse_id, on_hand, reserved, in_transit, damaged from stock_levels where sku in (${chunk.map(() => '?').join(',')}) order by sku, warehouse_id${this.tx.forUpdate}`,
        chunk,
      )
      for (const sku of chunk) this.#loaded.add(sku)
      for (const row of rows)
        this.#of(row.sku).set(row.warehouse_id, {
          onHand: row.on_hand,
          reserved: row.reserved,
          inTransit: row.in_transit,
          damaged: row.damaged,
        })
    }
  }

  /** Pieces free to promise, or `undefined` when the SKU was never counted anywhere. */
  free(sku: string, warehouseId: string | null): number | undefined {
    const levels = this.#levels.get(sku)
    if (!levels || levels.size === 0) return undefined
    const level = warehouseId === null ? undefined : levels.get(warehouseId)
    return level ? level.onHand - level.reserved : 0
  }

  /** The first warehouse, in the merchant's order, that has all of it; else the first that has any of it. */
  choose(needs: readonly { sku: string | null; wanted: number }[]): string | null {
    const tracked = needs.filter((need) => need.sku !== null && need.wanted > 0 && this.#levels.has(need.sku))
    if (tracked.length === 0) return null
    const score = (id: string) =>
      tracked.reduce((sum, need) => sum + Math.min(need.wanted, this.free(need.sku ?? '', id) ?? 0), 0)
    const all = tracked.reduce((sum, need) => sum + need.wanted, 0)
    const scored = this.warehouseIds.map((id) => ({ id, score: score(id) }))
    return (
      (scored.find((one) => one.score === all) ?? scored.find((one) => one.score > 0) ?? scored[0])?.id ??
      null
    )
  }

  move(move: Move): void {
    const { inTransit = 0, damaged = 0 } = move
    if (move.onHand === 0 && move.reserved === 0 && inTransit === 0 && damaged === 0) return
    const levels = this.#of(move.sku)
    const level = levels.get(move.warehouseId) ?? { ...EMPTY }
    level.onHand += move.onHand
    level.reserved += move.reserved
    level.inTransit += inTransit
    level.damaged += damaged
    assert(
      level.reserved >= 0 && level.reserved <= level.onHand,
      `stock of ${move.sku} in ${move.warehouseId} must cover what is reserved`,
    )
    assert(level.inTransit >= 0 && level.damaged >= 0, `no level of ${move.sku} falls below zero`)
    levels.set(move.warehouseId, level)
    this.#moves.push(move)
  }

  /** A first count makes a SKU tracked even when it finds nothing. */
  track(sku: string, warehouseId: string): void {
    const levels = this.#of(sku)
    if (!levels.has(warehouseId)) levels.set(warehouseId, { ...EMPTY })
    this.#touched.add(`${sku}\u001f${warehouseId}`)
  }
  readonly #touched = new Set<string>()

  /** Appends the moves and writes the balances they lead to. Call once, before the transaction ends. */
  async flush(): Promise<void> {
    const touched = new Set(this.#touched)
    for (let start = 0; start < this.#moves.length; start += 20) {
      const chunk = this.#moves.slice(start, start + 20)
      const values = chunk.flatMap((move): Value[] => {
        touched.add(`${move.sku}\u001f${move.warehouseId}`)
        return [
          this.tx.now,
          move.sku,
          move.warehouseId,
          move.kind,
          move.onHand,
          move.reserved,
          move.inTransit ?? 0,
          move.damaged ?? 0,
          move.orderId,
          move.reason,
          this.tx.actor.who,
        ]
      })
      await this.tx.run(
        `insert into stock_moves (at,sku,warehouse_id,kind,on_hand,reserved,in_transit,damaged,order_id,reason,who) values ${chunk.map(() => '(?,?,?,?,?,?,?,?,?,?,?)').join(',')}`,
        values,
      )
    }
    for (const key of [...touched].sort()) {
      const [sku = '', warehouseId = ''] = key.split('\u001f')
      const level = this.#of(sku).get(warehouseId)
      assert(level, 'a moved level is in the book')
      await this.tx.run(
        `insert into stock_levels (sku,warehouse_id,on_hand,reserved,in_transit,damaged,counted_at) values (?,?,?,?,?,?,?)
         on conflict(sku,warehouse_id) do update set on_hand=excluded.on_hand, reserved=excluded.reserved,
           in_transit=excluded.in_transit, damaged=excluded.damaged`,
        [sku, warehouseId, level.onHand, level.reserved, level.inTransit, level.damaged, this.tx.now],
      )
    }
    this.#moves.length = 0
    this.#touched.clear()
  }

  #of(sku: string): Map<string, Level> {
    const known = this.#levels.get(sku)
    if (known) return known
    const fresh = new Map<string, Level>()
    this.#levels.set(sku, fresh)
    return fresh
  }
}
