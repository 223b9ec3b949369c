import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Bug } from '../../kernel'
import type { ReadDb, Value } from '../database'

interface Answer {
  id: number
  rows?: unknown
  error?: { message: string; code?: string }
}

/** Bundled, the worker stands beside the entry; from source, beside this file. */
function workerFile(): string {
  const places = ['./sqlite.worker.js', '../sqlite.worker.js', './sqlite.worker.ts']
  const found = places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(existsSync)
  if (!found) throw new Bug('the database worker must be built beside core')
  return found
}

/** A read-only connection in a worker thread; also checkpoints and snapshots there. Starts on first use. */
export class SlowReader implements ReadDb, AsyncDisposable {
  readonly dialect = 'sqlite' as const
  readonly #waiting = new Map<number, { resolve: (rows: unknown) => void; reject: (error: Error) => void }>()
  #worker: Worker | undefined
  #last = 0
  #lastUse = performance.now()

  constructor(readonly file: string) {}

  async all<T>(sql: string, params: readonly Value[] = []): Promise<T[]> {
    return (await this.#ask({ op: 'all', sql, params })) as T[]
  }
  async get<T>(sql: string, params: readonly Value[] = []): Promise<T | undefined> {
    return (await this.all<T>(sql, params))[0]
  }
  async find(): Promise<never> {
    throw new Bug('entities are read on the short reader')
  }
  async snapshotTo(file: string): Promise<void> {
    await this.#ask({ op: 'snapshot', file })
  }
  /** What SQLite's own check of the whole file finds wrong, read afresh; at most 20. */
  async integrityFaults(): Promise<string[]> {
    return (await this.#ask({ op: 'integrity' })) as string[]
  }
  /**
   * PASSIVE while there is work, often enough that the disk is never asked for much at once: a commit waits behind it.
   * TRUNCATE, which holds up whoever writes, once nothing was written or read here for a while.
   */
  checkpointEvery(ms: number, idleMs: number, lastWrite: () => number): Disposable {
    let [busy, truncated, began] = [false, false, 0]
    const timer = setInterval(() => {
      const wrote = lastWrite()
      const news = wrote >= began
      const idle = performance.now() - Math.max(this.#lastUse, wrote) > idleMs
      if (busy || (!news && (truncated || !idle))) return
      busy = true
      truncated = !news
      began = performance.now()
      this.#ask({ op: 'checkpoint', mode: truncated ? 'TRUNCATE' : 'PASSIVE' })
        .catch(() => (truncated = false))
        .finally(() => (busy = false))
    }, ms)
    timer.unref()
    return { [Symbol.dispose]: () => clearInterval(timer) }
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker?.terminate()
    this.#worker = undefined
    for (const { reject } of this.#waiting.values()) reject(new Bug('the database closed while it was read'))
    this.#waiting.clear()
  }

  #ask(request: object): Promise<unknown> {
    if (!('op' in request) || request.op !== 'checkpoint') this.#lastUse = performance.now()
    const worker = (this.#worker ??= this.#start())
    const id = ++this.#last
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      worker.postMessage({ id, ...request })
    })
  }
  #start(): Worker {
    const worker = new Worker(workerFile(), { workerData: { file: this.file } })
    worker.unref()
    worker.on('message', ({ id, rows, error }: Answer) => {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error) waiting?.reject(Object.assign(new Error(error.message), { code: error.code }))
      else waiting?.resolve(rows)
    })
    worker.on('error', (error: Error) => {
      this.#worker = undefined
      for (const { reject } of this.#waiting.values()) reject(error)
      this.#waiting.clear()
    })
    return worker
  }
}
