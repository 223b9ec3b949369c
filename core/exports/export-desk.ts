import { createReadStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { randomToken, type Clock } from '../kernel'

interface Waiting {
  readonly file: string
  readonly fileName: string
  readonly personId: string
  readonly until: number
}

/** Nobody waits longer for a click that the browser makes by itself. */
const KEPT_MS = 10 * 60_000

/** Keeps finished sheets in a folder of their own until they are fetched, once, by the person who asked for them. */
export class ExportDesk implements AsyncDisposable {
  readonly #waiting = new Map<string, Waiting>()
  #cleared: Promise<void> | undefined
  constructor(
    readonly folder: string,
    readonly clock: Clock,
  ) {}

  /** A place to write to. */
  async place(ending: string): Promise<string> {
    // What an earlier run of the program left, nobody can fetch any more.
    await (this.#cleared ??= rm(this.folder, { recursive: true, force: true }))
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    for (const [token, made] of this.#waiting)
      if (made.until < this.clock.now()) {
        this.#waiting.delete(token)
        await rm(made.file, { force: true })
      }
    return join(this.folder, `${randomToken()}.${ending}`)
  }

  /** Returns the token that fetches the file. */
  hand(file: string, fileName: string, personId: string): string {
    const token = randomToken()
    this.#waiting.set(token, { file, fileName, personId, until: this.clock.now() + KEPT_MS })
    return token
  }

  /** The sheet, once; `undefined` for a token that is unknown, used, too old or somebody else's. */
  async take(
    token: string,
    personId: string,
  ): Promise<{ fileName: string; bytes: number; read: Readable } | undefined> {
    const made = this.#waiting.get(token)
    if (!made || made.personId !== personId || made.until < this.clock.now()) return undefined
    this.#waiting.delete(token)
    const { size } = await stat(made.file)
    const read = createReadStream(made.file)
    read.once('close', () => void rm(made.file, { force: true }))
    return { fileName: made.fileName, bytes: size, read }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#waiting.clear()
    return rm(this.folder, { recursive: true, force: true })
  }
}
