import type { Clock } from '../kernel'

/**
 * The pace of one credential. Starts at what the platform's documents allow and learns: every «too often» slows it
 * by a third and halves what it may call at once, every quiet stretch lets it recover slowly.
 */
export class TokenBucket {
  #tokens: number
  #rate: number
  #burst: number
  #at: number
  #closedUntil = 0
  #queue: Promise<void> = Promise.resolve()

  constructor(
    readonly clock: Clock,
    readonly callsPerSecond: number,
    readonly burst: number,
  ) {
    this.#tokens = burst
    this.#rate = callsPerSecond
    this.#burst = burst
    this.#at = clock.now()
  }

  /** Calls a second at present. */
  get rate(): number {
    return this.#rate
  }

  /** Waits for `cost` tokens, first come first served. */
  take(cost: number, signal?: AbortSignal): Promise<void> {
    const turn = this.#queue.then(() => this.#wait(Math.min(cost, this.burst), signal))
    this.#queue = turn
    return turn
  }

  throttled(waitMs: number): void {
    this.#refill()
    const now = this.clock.now()
    // Calls that were on their way together are told together: they count once.
    if (now >= this.#closedUntil) {
      this.#rate = Math.max(this.callsPerSecond / 20, this.#rate * 0.67)
      this.#burst = Math.max(1, this.#burst / 2)
    }
    this.#closedUntil = Math.max(this.#closedUntil, now + waitMs)
    // Nothing is saved up while it is closed, or its end would be the next flood.
    this.#tokens = Math.min(this.#tokens, 0)
    this.#at = this.#closedUntil
  }

  async #wait(cost: number, signal?: AbortSignal): Promise<void> {
    for (;;) {
      this.#refill()
      const closed = this.#closedUntil - this.clock.now()
      if (closed <= 0 && this.#tokens >= Math.min(cost, this.#burst)) break
      await this.clock.sleep(
        Math.max(5, closed, ((Math.min(cost, this.#burst) - this.#tokens) / this.#rate) * 1000),
        signal,
      )
      if (signal?.aborted) return
    }
    this.#tokens -= cost
    this.#rate = Math.min(this.callsPerSecond, this.#rate * 1.001)
    this.#burst = Math.min(this.burst, this.#burst * 1.001)
  }

  #refill(): void {
    const now = this.clock.now()
    if (now <= this.#at) return
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#rate)
    this.#at = now
  }
}
