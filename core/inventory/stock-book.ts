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
  /** The paper behind it: `transfer:12`, `count:7`, `hold:3`, or a delivery note's own number. */
  readonly document?: string | null
}
export interface Level {
  readonly onHand: number
  readonly reserved: number
  readonly inTransit: number
  readonly damaged: number
  /** Counts every change of what lies there (on hand or damaged); promises do not move it. */
  readonly version: number
}
const EMPTY: Level = { onHand: 0, reserved: 0, inTransit: 0, damaged: 0, version: 0 }
const cell = (sku: string, warehouseId: string) => `${sku}\u001f${warehouseId}`

/** Collected with the SKU whose levels changed: what shops are told follows from it before the commit. */
export const STOCK_CHANGED = 'stock-changed'

interface LevelRow { sku: string; warehouse_id: string; on_hand: number; reserved: number; in_transit: number; damaged: number; version: number } // prettier-ignore

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
      await this.#read(chunk)
      const unknown = chunk.filter((sku) => !this.#levels.has(sku))
      // A row that is not there yet cannot be locked, and two first counts would overwrite each other: the code is.
      if (this.tx.dialect === 'postgres' && unknown.length > 0) {
        await this.tx.all(
          `select pg_advisory_xact_lock(1, h) from (select distinct hashtext(sku) as h from unnest(array[${unknown.map(() => '?').join(',')}]::text[]) as sku order by 1) as codes`,
          unknown,
        )
        await this.#read(unknown)
      }
      for (const sku of chunk) this.#loaded.add(sku)
    }
  }

  async #read(skus: readonly string[]): Promise<void> {
    const rows = await this.tx.all<LevelRow>(
      `select sku, warehouse_id, on_hand, reserved, in_transit, damaged, version from stock_levels where sku in (${skus.map(() => '?').join(',')}) order by sku, warehouse_id${this.tx.forUpdate}`,
      skus,
    )
    for (const { sku, warehouse_id, on_hand, reserved, in_transit, damaged, version } of rows)
      this.#of(sku).set(warehouse_id, { onHand: on_hand, reserved, inTransit: in_transit, damaged, version })
  }

  /** What the book says of a cell now, this transaction's own moves included. */
  level(sku: string, warehouseId: string): Level {
    return this.#levels.get(sku)?.get(warehouseId) ?? EMPTY
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
    const before = levels.get(move.warehouseId) ?? EMPTY
    const level = {
      onHand: before.onHand + move.onHand,
      reserved: before.reserved + move.reserved,
      inTransit: before.inTransit + inTransit,
      damaged: before.damaged + damaged,
      version: before.version + (move.onHand !== 0 || damaged !== 0 ? 1 : 0),
    }
    assert(
      level.reserved >= 0 && level.reserved <= level.onHand,
      `stock of ${move.sku} in ${move.warehouseId} must cover what is reserved`,
    )
    assert(level.inTransit >= 0 && level.damaged >= 0, `no level of ${move.sku} falls below zero`)
    if (level.onHand - level.reserved > before.onHand - before.reserved) this.#freed.add(move.sku)
    levels.set(move.warehouseId, level)
    this.#moves.push(move)
  }

  /** SKUs of which pieces came free since the book was opened: somebody may be waiting for them. */
  get freed(): ReadonlySet<string> {
    return this.#freed
  }
  readonly #freed = new Set<string>()

  /** Somebody looked: a first count makes a SKU tracked even when it finds nothing. */
  counted(sku: string, warehouseId: string): void {
    const levels = this.#of(sku)
    levels.set(warehouseId, levels.get(warehouseId) ?? EMPTY)
    this.#counted.add(cell(sku, warehouseId))
  }
  readonly #counted = new Set<string>()

  /** Appends the moves and writes the balances they lead to. Call once, before the transaction ends. */
  async flush(): Promise<void> {
    const touched = new Set(this.#counted)
    for (let start = 0; start < this.#moves.length; start += 20) {
      const chunk = this.#moves.slice(start, start + 20)
      const values = chunk.flatMap((move): Value[] => {
        touched.add(cell(move.sku, move.warehouseId))
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
          move.document ?? null,
        ]
      })
      await this.tx.run(
        `insert into stock_moves (at,sku,warehouse_id,kind,on_hand,reserved,in_transit,damaged,order_id,reason,who,document) values ${chunk.map(() => '(?,?,?,?,?,?,?,?,?,?,?,?)').join(',')}`,
        values,
      )
    }
    for (const key of [...touched].sort()) await this.#write(key)
    if (touched.size > 0) this.tx.collect('announce', { entity: 'stock', entityId: 'levels' })
    this.#moves.length = 0
    this.#counted.clear()
  }

  async #write(key: string): Promise<void> {
    const [sku = '', warehouseId = ''] = key.split('\u001f')
    const level = this.#of(sku).get(warehouseId)
    assert(level, 'a moved level is in the book')
    const { onHand, reserved, inTransit, damaged, version } = level
    // 0 = nobody ever looked: goods came in, and nobody knows what lay there before.
    const countedAt = this.#counted.has(key) ? this.tx.now : 0
    await this.tx.run(
      `insert into stock_levels (sku,warehouse_id,on_hand,reserved,in_transit,damaged,version,counted_at) values (?,?,?,?,?,?,?,?)
       on conflict(sku,warehouse_id) do update set on_hand=excluded.on_hand, reserved=excluded.reserved, in_transit=excluded.in_transit,
         damaged=excluded.damaged, version=excluded.version,
         counted_at=case when excluded.counted_at > 0 then excluded.counted_at else stock_levels.counted_at end`,
      [sku, warehouseId, onHand, reserved, inTransit, damaged, version, countedAt],
    )
    this.tx.collect(STOCK_CHANGED, sku)
  }

  #of(sku: string): Map<string, Level> {
    const known = this.#levels.get(sku)
    if (known) return known
    const fresh = new Map<string, Level>()
    this.#levels.set(sku, fresh)
    return fresh
  }
}
