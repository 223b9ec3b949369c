import type { Database } from '../database'
import { OutsideFailure, reasonOf, Refusal, type Clock, type Log } from '../kernel'
import { pullShop, type PullDeps } from './shop-pull'

const FASTEST_MS = 5_000
const SLOWEST_MS = 5 * 60_000
/** However healthy push looks and whatever went wrong: never further apart. */
const NEVER_APART_MS = 15 * 60_000

/**
 * Keeps one shop current for as long as it lives: pulls at a pace that follows how busy the shop is, backs off while
 * the platform does not answer (the breaker), and waits for a person when its keys are refused.
 */
export class ShopRunner implements AsyncDisposable {
  readonly #stop = new AbortController()
  #wake: (() => void) | undefined
  #paceMs = FASTEST_MS
  #failures = 0
  #started = false
  #done: Promise<void> = Promise.resolve()

  constructor(
    readonly deps: Omit<PullDeps, 'signal'> & {
      readonly clock: Clock
      readonly log: Log
      readonly database: Database
    },
  ) {}

  /** Starts once; again says nothing. */
  start(): void {
    if (this.#started) return
    this.#started = true
    this.#done = this.#loop()
  }
  /** Pull at once: a person asked, or a push says there is news that cannot be read from the push itself. */
  pullNow(): void {
    this.#wake?.()
  }
  /** One round; errors are the caller's. For `sync --once` and tests. */
  async once(full: boolean): Promise<number> {
    const pages = await pullShop({ ...this.deps, signal: this.#stop.signal }, full)
    await this.#healed()
    return pages
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    this.#wake?.()
    await this.#done
  }

  async #loop(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const waitMs = await this.#round()
      if (this.#stop.signal.aborted) return
      const woken = new AbortController()
      this.#wake = () => woken.abort()
      await this.deps.clock.sleep(waitMs, AbortSignal.any([woken.signal, this.#stop.signal]))
      this.#wake = undefined
    }
  }

  async #round(): Promise<number> {
    try {
      const pages = await this.once(false)
      this.#failures = 0
      // Whole milliseconds, as every time is.
      this.#paceMs = Math.round(
        pages > 1 ? Math.max(FASTEST_MS, this.#paceMs / 2) : Math.min(SLOWEST_MS, this.#paceMs * 1.25),
      )
      await this.#write('pace_ms=?', [this.#paceMs])
      return this.#paceMs
    } catch (error) {
      if (this.#stop.signal.aborted) return 0
      return this.#failed(error)
    }
  }

  async #failed(error: unknown): Promise<number> {
    this.#failures += 1
    const outside = error instanceof OutsideFailure ? error : undefined
    const backOff = Math.min(NEVER_APART_MS, FASTEST_MS * 2 ** Math.min(this.#failures - 1, 10))
    const waitMs = outside?.needsKeys
      ? NEVER_APART_MS
      : Math.max(backOff, Math.min(outside?.retryAfterMs ?? 0, NEVER_APART_MS))
    if (!outside || this.#failures === 3)
      this.deps.log.warn({ shop: this.deps.shopId, error }, 'a shop could not be read')
    if (error instanceof Refusal)
      this.deps.log.error({ shop: this.deps.shopId, code: error.code }, 'sync cannot write')
    try {
      await this.#write(
        'failures=failures+1, last_error=?, needs_keys=?, retry_at=?, gaps_found=gaps_found+case when gaps_found > gaps_healed then 0 else 1 end',
        [reasonOf(error).slice(0, 300), outside?.needsKeys ? 1 : 0, this.deps.clock.now() + waitMs],
      )
    } catch (second) {
      this.deps.log.error(
        { shop: this.deps.shopId, error: second },
        'the failure itself could not be written',
      )
    }
    return waitMs
  }

  /** A round that came to its end has read everything: whatever gap stood open, also one from before a restart, ends. */
  async #healed(): Promise<void> {
    const open = await this.deps.database.read.get(
      'select 1 as open from shop_sync where shop_id=? and gaps_found > gaps_healed',
      [this.deps.shopId],
    )
    if (open) await this.#write('gaps_healed=gaps_found, failures=0', [])
  }

  async #write(set: string, params: readonly (string | number)[]): Promise<void> {
    await this.deps.database.withTx({ who: 'sync', from: `shop:${this.deps.shopId}` }, async (tx) => {
      await tx.run(`update shop_sync set ${set} where shop_id=?`, [...params, this.deps.shopId])
      tx.collect('announce', { entity: 'sync', entityId: this.deps.shopId })
    })
  }
}
