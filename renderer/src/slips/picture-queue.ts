import type { KeptPicture, PictureStore } from './kept-pictures'
import type { Sent, SlipSource } from './send-picture'

export interface Outcome {
  readonly commandId: string
  readonly name: string
  readonly at: number
  /** The slip as it was taken in; null when it was refused. */
  readonly row: Sent['row'] | null
  readonly repeat: boolean
  readonly error: unknown
}

export interface Sending {
  readonly waiting: number
  /** Of those that wait, how many lie safe here: they outlive the page. */
  readonly kept: number
  /** Of those that wait, how many should have been kept here and could not be: they end with the page. */
  readonly unsafe: number
  /** Newest first, of this session. */
  readonly outcomes: readonly Outcome[]
}

interface Parts {
  readonly store: PictureStore
  readonly newCommandId: () => string
  /** Hands one to core. Throws what the call throws. */
  readonly send: (one: KeptPicture) => Promise<Sent>
}

interface Waiting extends KeptPicture {
  failures: number
  /** Resolves when it is kept, or cannot be, or need not. */
  readonly kept: Promise<void>
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
const MOST_BUGS = 5
const MOST_OUTCOMES = 2_000
/** Core's no of the moment: the same picture is taken a little later. */
const PASSING = new Set(['sending-broken', 'too-much-at-once', 'too-many-slips'])

/**
 * Pictures on their way to core: oldest first, one at a time, each under the command id it was given when it was
 * handed in, until core has answered. Those of a phone are kept here as well, so that no dropped line, reload or flat
 * battery loses one; where a browser cannot keep them, `unsafe` says so. `wake` is called when the line is back.
 */
export class PictureQueue {
  readonly #parts: Parts
  readonly #listeners = new Set<() => void>()
  readonly #kept = new Set<string>()
  readonly #unsafe = new Set<string>()
  #waiting: Waiting[] = []
  #state: Sending = { waiting: 0, kept: 0, unsafe: 0, outcomes: [] }
  #running: Promise<void> | undefined
  #again = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #pauseMs = FIRST_PAUSE_MS

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get state(): Sending {
    return this.#state
  }

  follow(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** `keep`: they also survive a reload (a phone's). */
  handIn(
    pictures: readonly { readonly picture: Blob; readonly name: string }[],
    source: SlipSource,
    keep = false,
  ): readonly string[] {
    const fresh = pictures.map(({ picture, name }): Waiting => {
      const one = { commandId: this.#parts.newCommandId(), name, source, at: Date.now(), picture }
      return { ...one, failures: 0, kept: keep ? this.#keep(one) : Promise.resolve() }
    })
    this.#waiting.push(...fresh)
    this.#tell()
    void this.wake()
    return fresh.map(({ commandId }) => commandId)
  }

  /** What an earlier page had left behind is sent now. */
  async sendKept(): Promise<void> {
    const kept = await this.#parts.store.all().catch(() => [])
    const known = new Set(this.#waiting.map(({ commandId }) => commandId))
    const left = kept.filter(({ commandId }) => !known.has(commandId)).sort((a, b) => a.at - b.at)
    if (left.length === 0) return
    for (const { commandId } of left) this.#kept.add(commandId)
    this.#waiting = [...left.map((one) => ({ ...one, failures: 0, kept: Promise.resolve() })), ...this.#waiting] // prettier-ignore
    this.#tell()
    await this.wake()
  }

  /** What has not been sent yet is not sent any more. */
  dropWaiting(): void {
    for (const one of this.#waiting) this.#forget(one)
    this.#waiting = []
    this.#tell()
  }

  forgetOutcomes(): void {
    this.#tell([])
  }

  /** The line is back, or somebody signed in: send now. Resolves when there is nothing left that can leave. */
  wake(): Promise<void> {
    clearTimeout(this.#timer)
    this.#pauseMs = FIRST_PAUSE_MS
    this.#again = true
    // In a turn of its own: what is handed in while it begins must find it running.
    return (this.#running ??= Promise.resolve().then(() => this.#run()))
  }

  async #run(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false
        for (let one = this.#waiting[0]; one; one = this.#waiting[0]) {
          const outcome = await this.#attempt(one)
          // The line is gone or nobody is signed in: the rest would fare no better.
          if (!outcome) return this.#later()
          const { commandId } = one
          this.#waiting = this.#waiting.filter((other) => other.commandId !== commandId)
          this.#forget(one)
          this.#tell([outcome, ...this.#state.outcomes].slice(0, MOST_OUTCOMES))
        }
      }
    } finally {
      // In the same turn as the last look at `#again`: who wakes us after it starts a new run.
      this.#running = undefined
    }
  }

  /** `undefined`: core has not answered, or knows nobody here just now; again later. */
  async #attempt(one: Waiting): Promise<Outcome | undefined> {
    const { commandId, name } = one
    const at = Date.now()
    try {
      const { row, repeat } = await this.#parts.send(one)
      return { commandId, name, at, row, repeat, error: null }
    } catch (error) {
      const answer = answerIn(error)
      if (answer === undefined || PASSING.has(answer)) return undefined
      one.failures += 1
      if (!isFinal(error) && one.failures < MOST_BUGS) return undefined
      return { commandId, name, at, row: null, repeat: false, error }
    }
  }

  #later(): void {
    this.#timer = setTimeout(() => {
      const pauseMs = this.#pauseMs
      void this.wake()
      this.#pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
    }, this.#pauseMs)
  }

  async #keep(one: KeptPicture): Promise<void> {
    try {
      await this.#parts.store.put(one)
      this.#kept.add(one.commandId)
    } catch {
      this.#unsafe.add(one.commandId)
    }
    this.#tell()
  }

  /** Not before it is kept: the two must not overtake each other. What stays behind is sent once more as the same command. */
  #forget({ commandId, kept }: Waiting): void {
    void kept.then(() => this.#parts.store.remove(commandId)).catch(() => undefined)
  }

  #tell(outcomes = this.#state.outcomes): void {
    const count = (those: ReadonlySet<string>) => this.#waiting.filter(({ commandId }) => those.has(commandId)).length // prettier-ignore
    this.#state = { waiting: this.#waiting.length, kept: count(this.#kept), unsafe: count(this.#unsafe), outcomes } // prettier-ignore
    for (const listener of this.#listeners) listener()
  }
}

/** Core's answer inside an error; `undefined`: it did not answer, or knows nobody here just now. */
function answerIn(error: unknown): string | undefined {
  const { code, data } = error as { code?: unknown; data?: { code?: unknown } }
  if (code === 'REFUSED') return typeof data?.code === 'string' ? data.code : code
  return typeof code === 'string' && code !== 'UNAUTHENTICATED' ? code : undefined
}

/** A reasoned no; anything else, a bug above all, may be gone at the next try. */
function isFinal(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === 'REFUSED' || code === 'FORBIDDEN'
}
