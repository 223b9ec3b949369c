import type { Queued, QueueStore } from './queue-store'

/** How a kind of thing is told to core. Throws what the call throws. */
export type Send = (item: {
  readonly commandId: string
  readonly blob: Blob
  readonly name: string
  readonly at: number
}) => Promise<unknown>

export interface QueueState {
  /** Kept here, not yet with core. */
  readonly waiting: number
  /** Core said no: a person looks at them, sends them again or drops them. */
  readonly refused: readonly Queued[]
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
const MOST_BUGS = 5
const EMPTY: QueueState = { waiting: 0, refused: [] }

/**
 * What a phone gathers while the Wi-Fi drops: kept before anything is sent, sent oldest first, one at a time, under
 * the command id it was given when it was put in, until core has answered. Nothing is lost and nothing done twice.
 *
 * A page registers for its kind (`send`), puts in (`add`), and shows `state`; `wake` is called when the line is back.
 */
export class PhoneQueue {
  readonly #store: QueueStore
  readonly #newCommandId: () => string
  readonly #senders = new Map<string, Send>()
  readonly #listeners = new Set<() => void>()
  #state = EMPTY
  #running: Promise<void> | undefined
  #again = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #pauseMs = FIRST_PAUSE_MS

  constructor(store: QueueStore, newCommandId: () => string) {
    this.#store = store
    this.#newCommandId = newCommandId
  }

  get state(): QueueState {
    return this.#state
  }

  follow(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Who sends things of this kind from now on; those that wait already leave at once. Returns how to leave off. */
  send(kind: string, send: Send): () => void {
    this.#senders.set(kind, send)
    this.nudge()
    return () => {
      if (this.#senders.get(kind) === send) this.#senders.delete(kind)
    }
  }

  /** Keeps something and returns its command id once it is safe; it is sent when it can be. */
  async add(kind: string, blob: Blob, name = ''): Promise<string> {
    const commandId = this.#newCommandId()
    const bytes = await blob.arrayBuffer()
    await this.#store.put({
      commandId, kind, at: Date.now(), name, type: blob.type, bytes, failures: 0, refused: null,
    }) // prettier-ignore
    await this.#count()
    this.nudge()
    return commandId
  }

  /** Sends something that core refused once more, as a new command: the old id stands for the old answer. */
  async again(commandId: string): Promise<void> {
    const item = (await this.#store.all()).find((one) => one.commandId === commandId)
    if (!item) return
    await this.#store.put({ ...item, commandId: this.#newCommandId(), failures: 0, refused: null })
    await this.drop(commandId)
    this.nudge()
  }

  async drop(commandId: string): Promise<void> {
    await this.#store.remove(commandId)
    await this.#count()
  }

  /** The line is back, or somebody signed in: send now. Resolves when there is nothing left that can leave. */
  wake(): Promise<void> {
    clearTimeout(this.#timer)
    this.#pauseMs = FIRST_PAUSE_MS
    this.#again = true
    return (this.#running ??= this.#run())
  }

  /** `wake` for those who do not wait: what cannot be read now is tried again at the next occasion. */
  nudge(): void {
    this.wake().catch((error: unknown) => console.warn('queue', error))
  }

  async #run(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false
        const items = await this.#count()
        for (const item of items.filter(({ refused }) => refused === null)) {
          const send = this.#senders.get(item.kind)
          if (send && !(await this.#tell(item, send))) return this.#later()
        }
      }
    } finally {
      // In the same turn as the last look at `#again`: who wakes us after it starts a new run.
      this.#running = undefined
    }
  }

  /** False when the line is gone or nobody is signed in: the rest would fare no better. */
  async #tell(item: Queued, send: Send): Promise<boolean> {
    const { commandId, name, at, bytes, type } = item
    try {
      await send({ commandId, name, at, blob: new Blob([bytes], { type }) })
      await this.#store.remove(commandId)
    } catch (error) {
      const answer = answerIn(error)
      if (answer === undefined) return false
      const failures = item.failures + 1
      const refused = answer === 'BUG' && failures < MOST_BUGS ? null : answer
      await this.#store.put({ ...item, failures, refused })
      if (refused === null) return false
    }
    await this.#count()
    return true
  }

  #later(): void {
    this.#timer = setTimeout(() => {
      const pauseMs = this.#pauseMs
      this.nudge()
      this.#pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
    }, this.#pauseMs)
  }

  /** Oldest first. */
  async #count(): Promise<Queued[]> {
    const items = (await this.#store.all()).sort((a, b) => a.at - b.at)
    const refused = items.filter((item) => item.refused !== null)
    this.#state = { waiting: items.length - refused.length, refused }
    for (const listener of this.#listeners) listener()
    return items
  }
}

/** Core's answer inside an error; `undefined`: it did not answer, or knows nobody here just now. */
function answerIn(error: unknown): string | undefined {
  const { code, data } = error as { code?: unknown; data?: { code?: unknown } }
  if (code === 'REFUSED') return typeof data?.code === 'string' ? data.code : code
  return code === 'FORBIDDEN' || code === 'BUG' ? code : undefined
}
