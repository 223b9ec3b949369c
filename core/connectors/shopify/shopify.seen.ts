import type { Json } from '../../kernel'
import type { JsonObject } from './shopify.json'

/** An order read within this time is read again by a sweep only when one of its marks moved. */
const TRUSTED_MS = 60 * 60_000
/** Keeps a long life from growing; forgetting only means reading once more. */
const MOST_REMEMBERED = 50_000

/** What this connection read lately. A restart may lose it: then the orders are read once more. */
export class Seen {
  readonly #orders = new Map<string, { marks: string; at: number }>()
  /** `at`: when the order was asked for, UTC ms. */
  remember(order: JsonObject, at: number): void {
    const { id } = order
    if (typeof id !== 'string') return
    if (this.#orders.size >= MOST_REMEMBERED) this.#orders.clear()
    this.#orders.set(id, { marks: marksOf(order), at })
  }
  /** True if it was read lately and shows the same marks. */
  isCurrent(order: JsonObject, now: number): boolean {
    const known = this.readLately(order['id'], now)
    return known !== undefined && known.marks === marksOf(order)
  }
  readLately(id: Json | undefined, now: number): { marks: string } | undefined {
    const known = typeof id === 'string' ? this.#orders.get(id) : undefined
    return known !== undefined && now - known.at < TRUSTED_MS ? known : undefined
  }
}

function marksOf(order: JsonObject): string {
  return JSON.stringify([
    order['updatedAt'],
    order['displayFinancialStatus'],
    order['displayFulfillmentStatus'],
    order['returnStatus'],
    order['cancelledAt'],
    order['closedAt'],
    order['note'],
  ])
}
