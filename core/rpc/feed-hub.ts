import type { Announcement, Changes } from '../kernel'
import type { FeedFrame } from './feed.contract'

/** What moved; who follows sees of it what their roles may see. */
export type Announced = Omit<FeedFrame, 'orders'>

const FRAME_MS = 100
/** A frame naming more than this is shorter as «ask anew». */
const MOST_CHANGES = 500

/**
 * Gathers announcements into frames of 100 ms and hands each frame to every follower. The first change after a
 * quiet time leaves at once, so that a lone order is on the board without waiting.
 */
export class FeedHub implements Disposable {
  readonly #followers = new Set<(frame: Announced) => void>()
  readonly #following: Disposable
  #gathered = new Map<string, { entity: string; id: string }>()
  #sequence: number
  #timer: NodeJS.Timeout | undefined
  #lastFrameAt = 0

  constructor(
    changes: Changes,
    readonly epoch: string,
    head: number,
  ) {
    this.#sequence = head
    this.#following = changes.follow((batch) => this.#take(batch))
  }

  get sequence(): number {
    return this.#sequence
  }

  follow(follower: (frame: Announced) => void): Disposable {
    this.#followers.add(follower)
    return { [Symbol.dispose]: () => void this.#followers.delete(follower) }
  }

  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]()
    clearTimeout(this.#timer)
    this.#followers.clear()
  }

  #take(batch: readonly Announcement[]): void {
    for (const { sequence, entity, entityId } of batch) {
      this.#sequence = Math.max(this.#sequence, sequence)
      this.#gathered.set(`${entity} ${entityId}`, { entity, id: entityId })
    }
    this.#timer ??= setTimeout(
      () => this.#send(),
      Math.max(5, this.#lastFrameAt + FRAME_MS - performance.now()),
    )
  }

  #send(): void {
    this.#timer = undefined
    this.#lastFrameAt = performance.now()
    const changes = [...this.#gathered.values()]
    this.#gathered = new Map()
    const reload = changes.length > MOST_CHANGES
    const frame: Announced = {
      epoch: this.epoch,
      sequence: this.#sequence,
      reload,
      changes: reload ? [] : changes,
    }
    for (const follower of this.#followers) follower(frame)
  }
}
