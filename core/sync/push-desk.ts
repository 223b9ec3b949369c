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
const MOST = 200

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
        for (const one of batch)
          results.push(await storePush(tx, this.box, one.shopId, one.page, one.deliveryId))
        return results
      })
      batch.forEach((one, n) => one.resolve(outcomes[n] ?? { repeat: false, externalId: null }))
      this.stored()
    } catch (error) {
      for (const one of batch) one.reject(error)
    }
  }
}
