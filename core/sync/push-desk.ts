import type { RawPage } from '../connectors'
import type { Database } from '../database'
import type { SecretBox } from '../kernel'
import { storePush, type PushOutcome } from './inbox'

interface Waiting {
  readonly shopId: string
  readonly page: RawPage
  readonly deliveryId: string | undefined
  readonly resolve: (outcome: PushOutcome) => void
  readonly reject: (error: unknown) => void
}

const GATHER_MS = 4
const MOST = 100
/** A quarter of a transaction's deadline: where the database is slow, what does not fit goes into the next commit. */
const COMMIT_AFTER_MS = 500

/**
 * Where pushes are made durable before they are acknowledged. What arrives together within a few milliseconds
 * shares one commit: a flood of 1,000 costs a handful of disk flushes, and none is answered before its own.
 */
export class PushDesk implements AsyncDisposable {
  #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | undefined
  #working: Promise<void> = Promise.resolve()

  constructor(
    readonly database: Database,
    readonly box: SecretBox,
    readonly stored: () => void,
  ) {}

  accept(shopId: string, page: RawPage, deliveryId: string | undefined): Promise<PushOutcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ shopId, page, deliveryId, resolve, reject })
      this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS)
    })
  }
  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer)
    this.#flush()
    await this.#working
  }

  #flush(): void {
    this.#timer = undefined
    const batch = this.#waiting.splice(0, MOST)
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.#flush(), 0)
    if (batch.length > 0) this.#working = this.#working.then(() => this.#store(batch))
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.database.withTx({ who: 'sync', from: 'push' }, async (tx) => {
        const results: PushOutcome[] = []
        const begun = performance.now()
        for (const one of batch) {
          results.push(await storePush(tx, this.box, one.shopId, one.page, one.deliveryId))
          if (performance.now() - begun > COMMIT_AFTER_MS) break
        }
        return results
      })
      for (const [n, outcome] of outcomes.entries()) batch[n]?.resolve(outcome)
      this.stored()
      const left = batch.slice(outcomes.length)
      if (left.length > 0) await this.#store(left)
    } catch (error) {
      for (const one of batch) one.reject(error)
    }
  }
}
