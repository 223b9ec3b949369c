import type { Clock, Json } from '../../kernel'
import { estimateOf } from './shopify.estimate'
import { object, type JsonObject } from './shopify.json'

export interface QueryCost {
  readonly requested: number | undefined
  readonly available: number | undefined
  readonly maximum: number | undefined
  /** Points a second. */
  readonly restoreRate: number | undefined
}

/** `extensions.cost` of an answer (shopify.dev, «API rate limits»). */
export function costOf(answer: JsonObject): QueryCost | undefined {
  const cost = object(object(answer['extensions'])?.['cost'])
  if (cost === undefined) return undefined
  const status = object(cost['throttleStatus'])
  return {
    requested: number(cost['requestedQueryCost']),
    available: number(status?.['currentlyAvailable']),
    maximum: number(status?.['maximumAvailable']),
    restoreRate: number(status?.['restoreRate']),
  }
}

/** Remembers how full the shop's bucket was and what each kind of query cost an order: the next call waits beforehand. */
export class CostGate {
  readonly #clock: Clock
  readonly #known = new Map<string, number>()
  #available = Infinity
  #maximum = Infinity
  #restoreRate = 100
  #at = 0
  constructor(clock: Clock) {
    this.#clock = clock
  }
  /** The bucket's size: what costs more can never be served. */
  get largest(): number {
    return this.#maximum
  }
  /**
   * Takes the cost of a query from the bucket, as far as we know both, and returns 0; or the ms until it will fit.
   * `ids`: how many the query names.
   */
  take(text: string, ids: number): number {
    const { kind, orders } = kindOf(text, ids)
    const each = this.#known.get(kind) ?? (Math.max(1, ids) * estimateOf(text)) / orders
    const cost = Math.min(each * orders, this.#maximum)
    const now = this.#clock.now()
    const restored = (Math.max(0, now - this.#at) * this.#restoreRate) / 1000
    this.#available = Math.min(this.#maximum, this.#available + restored)
    this.#at = now
    if (this.#available < cost) return Math.ceil(((cost - this.#available) / this.#restoreRate) * 1000)
    // What goes out at the same time from elsewhere must not count on these points.
    this.#available -= cost
    return 0
  }
  learn(text: string, ids: number, answer: JsonObject): void {
    const cost = costOf(answer)
    if (cost === undefined) return
    // Kinds are few; the bound only keeps a long life from growing.
    if (this.#known.size > 200) this.#known.clear()
    const { kind, orders } = kindOf(text, ids)
    if (cost.requested !== undefined) this.#known.set(kind, cost.requested / orders)
    this.#maximum = cost.maximum ?? this.#maximum
    if (cost.restoreRate !== undefined && cost.restoreRate > 0) this.#restoreRate = cost.restoreRate
    if (cost.available === undefined) return
    this.#available = cost.available
    this.#at = this.#clock.now()
  }
}

/** The cost goes with the number of orders asked for, by the size of the page or by their ids. */
function kindOf(text: string, ids: number): { kind: string; orders: number } {
  const page = /\borders\(first:(\d+)/.exec(text)
  const first = Number(page?.[1] ?? 1)
  return { kind: page ? text.replace(page[0], '') : text, orders: Math.max(1, ids, first) }
}

/** Costs are whole points, but nothing forbids «118.0». */
function number(value: Json | undefined): number | undefined {
  const result = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN
  return Number.isFinite(result) ? result : undefined
}
