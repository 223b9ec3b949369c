import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomToken, Refusal } from '../kernel'
import type { BillInput } from './bill-file'

interface Upload {
  readonly personId: string
  readonly name: string
  readonly file: string
  bytes: number
}

/** A year of a busy merchant, packed, is a tenth of this. */
const MOST_BYTES = 256 << 20
/** Files of one person that wait to be taken in. */
const MOST_WAITING = 64

/**
 * Files that come in pieces, since a line to a browser carries no large ones: put together in a folder of their own,
 * each for the person who sent it, until they are taken in or given up.
 */
export class UploadDesk implements AsyncDisposable {
  readonly #uploads = new Map<string, Upload>()
  #cleared: Promise<void> | undefined
  constructor(readonly folder: string) {}

  /**
   * Adds a piece and returns the upload's id; the first piece names none. Refuses with `upload-gone` (an unknown one, or
   * a piece out of turn), `upload-too-large`, `uploads-too-many`.
   */
  async add(personId: string, piece: { id: string | null; name: string; offset: number; bytes: Buffer }): Promise<string> {
    const id = piece.id ?? (await this.#begin(personId, piece.name))
    const upload = this.#of(personId, id)
    if (upload.bytes !== piece.offset) throw new Refusal('upload-gone')
    if (upload.bytes + piece.bytes.length > MOST_BYTES) {
      await this.drop(personId, [id])
      throw new Refusal('upload-too-large', { megabytes: MOST_BYTES >> 20 })
    }
    upload.bytes += piece.bytes.length
    await appendFile(upload.file, piece.bytes)
    return id
  } // prettier-ignore

  files(personId: string, ids: readonly string[]): BillInput[] {
    return ids.map((id) => {
      const { name, file } = this.#of(personId, id)
      return { name, path: file }
    })
  }

  /** Forgets them, taken in or given up. */
  async drop(personId: string, ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const upload = this.#uploads.get(id)
      if (upload?.personId !== personId) continue
      this.#uploads.delete(id)
      await rm(upload.file, { force: true })
    }
  }

  async #begin(personId: string, name: string): Promise<string> {
    // Once: of two files that begin together, the second must not clear away the first.
    await (this.#cleared ??= rm(this.folder, { recursive: true, force: true }))
    const waiting = [...this.#uploads.values()].filter((one) => one.personId === personId)
    if (waiting.length >= MOST_WAITING) throw new Refusal('uploads-too-many', { most: MOST_WAITING })
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const id = randomToken()
    const file = join(this.folder, id)
    await writeFile(file, '', { mode: 0o600 })
    this.#uploads.set(id, { personId, name, file, bytes: 0 })
    return id
  }

  #of(personId: string, id: string): Upload {
    const upload = this.#uploads.get(id)
    if (upload?.personId !== personId) throw new Refusal('upload-gone')
    return upload
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#uploads.clear()
    return rm(this.folder, { recursive: true, force: true })
  }
}
