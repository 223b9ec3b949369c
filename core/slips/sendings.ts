import { Refusal, type Clock } from '../kernel'
import { MAX_SENT_BYTES } from './take-slip'

interface Sending {
  readonly sizeBytes: number
  readonly pieces: Buffer[]
  received: number
  lastAt: number
}

/** What is not finished after so long has been given up by its station. */
const PATIENCE_MS = 120_000
/** All pictures on their way together: a dozen phones at once. */
const MOST_BYTES = 4 * MAX_SENT_BYTES

export interface Piece {
  /** Who sends and which picture of theirs. */
  readonly key: string
  readonly sizeBytes: number
  readonly at: number
  readonly bytes: Buffer
}

/**
 * Pictures on their way, piece by piece, so that one of 20 MB neither fills a message nor holds up the loop. Nothing
 * is acknowledged as kept before the whole picture is in the database; what is broken off is sent anew.
 */
export class Sendings {
  readonly #open = new Map<string, Sending>()
  constructor(private readonly clock: Clock) {}

  /** The whole picture with its last piece, else how much has come. Refuses `picture-too-large`, `sending-broken`, `too-much-at-once`. */
  take({ key, sizeBytes, at, bytes }: Piece): { whole: Buffer } | { received: number } {
    this.#dropOld()
    if (sizeBytes > MAX_SENT_BYTES)
      throw new Refusal('picture-too-large', { maxMb: MAX_SENT_BYTES / 2 ** 20 })
    const sending = at === 0 ? this.#begin(key, sizeBytes) : this.#open.get(key)
    if (sending?.sizeBytes !== sizeBytes || at !== sending.received || at + bytes.length > sizeBytes) {
      this.#open.delete(key)
      throw new Refusal('sending-broken')
    }
    sending.pieces.push(bytes)
    sending.received += bytes.length
    sending.lastAt = this.clock.now()
    if (sending.received < sizeBytes) return { received: sending.received }
    this.#open.delete(key)
    return { whole: Buffer.concat(sending.pieces) }
  }

  #begin(key: string, sizeBytes: number): Sending {
    this.#open.delete(key)
    const onTheWay = [...this.#open.values()].reduce((sum, one) => sum + one.sizeBytes, 0)
    if (onTheWay + sizeBytes > MOST_BYTES) throw new Refusal('too-much-at-once')
    const sending = { sizeBytes, pieces: [], received: 0, lastAt: this.clock.now() }
    this.#open.set(key, sending)
    return sending
  }

  #dropOld(): void {
    for (const [key, { lastAt }] of this.#open)
      if (lastAt < this.clock.now() - PATIENCE_MS) this.#open.delete(key)
  }
}
