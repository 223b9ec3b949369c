import type { Clock, Json } from '../../kernel'
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

/** Remembers how full the shop's bucket was and what each query text cost: the next call waits beforehand. */
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
  /** ms until this query fits into the bucket, as far as we know. */
  waitFor(text: string): number {
    const cost = Math.min(this.#known.get(text) ?? 0, this.#maximum)
    const elapsedMs = Math.max(0, this.#clock.now() - this.#at)
    const available = Math.min(this.#maximum, this.#available + (elapsedMs * this.#restoreRate) / 1000)
    return available >= cost ? 0 : Math.ceil(((cost - available) / this.#restoreRate) * 1000)
  }
  learn(text: string, answer: JsonObject): void {
    const cost = costOf(answer)
    if (cost === undefined) return
    // Texts are few (one per page size); the bound only keeps a long life from growing.
    if (this.#known.size > 200) this.#known.clear()
    if (cost.requested !== undefined) this.#known.set(text, cost.requested)
    this.#maximum = cost.maximum ?? this.#maximum
    if (cost.restoreRate !== undefined && cost.restoreRate > 0) this.#restoreRate = cost.restoreRate
    if (cost.available === undefined) return
    this.#available = cost.available
    this.#at = this.#clock.now()
  }
}

/** Costs are whole points, but nothing forbids «118.0». */
function number(value: Json | undefined): number | undefined {
  const result = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN
  return Number.isFinite(result) ? result : undefined
}
