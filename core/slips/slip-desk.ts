import { availableParallelism, tmpdir } from 'node:os'
import { startHelper, type Helper } from '../kernel'
import type { FromHelper, Shown, ToHelper } from './helper-link'
import type { SlipTimes } from './read-slip'
import type { SlipReading } from './slip-reading'

/** A picture and what came of it: a reading, or a problem with one of the codes of `problemSentence`. */
export interface SlipRow {
  readonly file: string
  readonly reading: SlipReading | null
  readonly problem: { readonly code: string; readonly detail: string } | null
  readonly ms: number
  readonly times: SlipTimes | null
  /** Only where it was asked for. */
  readonly shown?: Shown
}

export interface DeskOptions {
  /** Where the trained data are unpacked (the data folder's `cache`); the system's scratch folder if absent. */
  readonly cacheFolder?: string
  /** Pictures read at once; each costs about 150 MB. */
  readonly lanes?: number
  /** How often a picture is tried that takes the helper down; twice if absent. */
  readonly tries?: number
  readonly start?: typeof startHelper
}

/** After so many pictures the helper is replaced: readers grow, whatever they are told to forget. */
const HELPER_LASTS = 400
/** No picture takes so long; one that does is ended with its helper. */
const PATIENCE_MS = 90_000
/** A helper without work is sent home. */
const IDLE_MS = 60_000

interface Task {
  readonly file: string
  readonly picture: string | Uint8Array
  readonly show: boolean
  readonly done: (row: SlipRow) => void
  crashes: number
}

/**
 * Reads slips in a helper process that is started on first use, replaced after a while and sent home when idle. A
 * picture that takes the helper down is tried once more, alone; the others never notice.
 */
export class SlipDesk implements AsyncDisposable {
  readonly #queue: Task[] = []
  readonly #asked = new Map<number, Task & { timer: NodeJS.Timeout }>()
  #helper: Helper | undefined
  #reads = 0
  #last = 0
  #closed = false
  #idle: NodeJS.Timeout | undefined
  readonly #lanes: number
  constructor(private readonly options: DeskOptions = {}) {
    // One core stays free for everything else.
    this.#lanes = options.lanes ?? Math.min(2, Math.max(1, availableParallelism() - 1))
  }

  /** Never rejects: what goes wrong with a picture is its row's problem. */
  read(file: string): Promise<SlipRow> {
    return this.#queued({ file, picture: file, show: false })
  }

  /** Reads a picture that lies in memory and makes what is shown of it. `name` only names the row. */
  readPicture(name: string, picture: Uint8Array): Promise<SlipRow> {
    return this.#queued({ file: name, picture, show: true })
  }

  #queued(asked: Pick<Task, 'file' | 'picture' | 'show'>): Promise<SlipRow> {
    return new Promise((done) => {
      if (this.#closed) return done(failed(asked.file, 'stopped', '', 0))
      this.#queue.push({ ...asked, done, crashes: 0 })
      this.#next()
    })
  }

  /** The process id of the running helper, for tests that end it. */
  get helperPid(): number | undefined {
    return this.#helper?.pid
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    clearTimeout(this.#idle)
    for (const task of this.#queue.splice(0)) task.done(failed(task.file, 'stopped', '', 0))
    await this.#helper?.[Symbol.asyncDispose]()
  }

  #next(): void {
    clearTimeout(this.#idle)
    // What brought a helper down once is read alone, so that it takes nobody along.
    const alone = this.#queue[0]?.crashes || [...this.#asked.values()].some(({ crashes }) => crashes > 0)
    while (!this.#closed && this.#queue.length > 0 && this.#asked.size < (alone ? 1 : this.#lanes)) {
      if (this.#reads >= HELPER_LASTS) {
        if (this.#asked.size > 0) return
        this.#retire()
      }
      this.#ask(this.#queue.shift()!)
      if (alone) return
    }
    if (this.#asked.size === 0 && this.#helper) this.#idle = setTimeout(() => this.#retire(), IDLE_MS).unref()
  }

  #ask(task: Task): void {
    const helper = (this.#helper ??= this.#open())
    const id = ++this.#last
    this.#reads++
    const timer = setTimeout(() => helper.kill(), PATIENCE_MS)
    this.#asked.set(id, Object.assign(task, { timer }))
    const { picture, show } = task
    helper.send({ id, picture, show, cacheFolder: this.options.cacheFolder ?? tmpdir() } satisfies ToHelper)
  }

  #open(): Helper {
    const helper = (this.options.start ?? startHelper)('slips.helper')
    this.#reads = 0
    helper.onMessage((message) => this.#hear(message as FromHelper))
    void helper.ended.then(() => this.#lost(helper))
    return helper
  }

  #hear(said: FromHelper): void {
    const task = this.#asked.get(said.id)
    if (!task) return
    this.#asked.delete(said.id)
    clearTimeout(task.timer)
    task.done(
      'reading' in said
        ? {
            file: task.file,
            reading: said.reading,
            problem: null,
            ms: said.ms,
            times: said.times,
            ...(said.shown ? { shown: said.shown } : {}),
          }
        : failed(task.file, said.problem.code, said.problem.detail, said.ms),
    )
    this.#next()
  }

  #lost(helper: Helper): void {
    if (this.#helper !== helper) return
    this.#helper = undefined
    const lost = [...this.#asked.values()]
    this.#asked.clear()
    for (const task of lost.reverse()) {
      clearTimeout(task.timer)
      task.crashes++
      if (this.#closed || task.crashes >= (this.options.tries ?? 2))
        task.done(failed(task.file, this.#closed ? 'stopped' : 'reader-crashed', '', 0))
      else this.#queue.unshift(task)
    }
    this.#next()
  }

  #retire(): void {
    const old = this.#helper
    this.#helper = undefined
    this.#reads = 0
    void old?.[Symbol.asyncDispose]()
  }
}

function failed(file: string, code: string, detail: string, ms: number): SlipRow {
  return { file, reading: null, problem: { code, detail }, ms, times: null }
}
