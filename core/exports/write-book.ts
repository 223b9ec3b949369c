import { rename, rm, stat } from 'node:fs/promises'
import { dirname, extname } from 'node:path'
import { Refusal } from '../kernel'
import type { Book } from './book'
import { csvBook } from './csv-book'
import { jsonlBook } from './jsonl-book'
import type { Sheet } from './sheet'
import { zipBook } from './zip-book'

export interface WriteOptions {
  readonly practice: boolean
  readonly signal?: AbortSignal | undefined
  /** Told after each batch: rows written so far. */
  readonly progress?: ((rows: number) => void) | undefined
}

export interface Written {
  /** More than one where a CSV holds one sheet a file. */
  readonly files: readonly string[]
  readonly rows: number
  /** Rows by sheet. */
  readonly sheets: Readonly<Record<string, number>>
}

/**
 * Streams sheets into a file whose form follows the ending: .xlsx, .csv, .jsonl, or .zip of CSVs. Written beside the target and
 * renamed when whole, so that a half sheet never looks finished. Refuses with `unknown-ending`, `not-a-file` (a folder stands there), `cancelled`,
 * `disk-full`, `folder-missing`; then nothing is left behind.
 */
export async function writeBook(
  file: string,
  sheets: readonly Sheet[],
  { practice, signal, progress }: WriteOptions,
): Promise<Written> {
  // Found out before an hour of writing, not at the last step.
  if ((await stat(file).catch(() => undefined))?.isDirectory()) throw new Refusal('not-a-file', { file })
  const book = await bookFor(file, practice)
  const counts: Record<string, number> = {}
  let rows = 0
  try {
    for (const sheet of sheets) {
      await book.begin(sheet)
      counts[sheet.key] = 0
      for await (const some of ahead(sheet.batches())) {
        if (signal?.aborted) throw new Refusal('cancelled')
        await book.add(some)
        counts[sheet.key] = (counts[sheet.key] ?? 0) + some.length
        rows += some.length
        progress?.(rows)
      }
    }
    await book.finish()
    if (signal?.aborted) throw new Refusal('cancelled')
    for (const { draft, file: whole } of book.drafts) await rename(draft, whole)
  } catch (error) {
    book.destroy()
    for (const { draft } of book.drafts) await rm(draft, { force: true })
    throw refusalFor(error, file)
  }
  return { files: book.drafts.map((one) => one.file), rows, sheets: counts }
}

async function bookFor(file: string, practice: boolean): Promise<Book> {
  switch (extname(file).toLowerCase()) {
    case '.jsonl': return jsonlBook(file)
    case '.csv': return csvBook(file, practice)
    // Its library takes 0.4 s to load: a start does not wait for it.
    case '.xlsx': return (await import('./xlsx-book')).xlsxBook(file, practice)
    case '.zip': return zipBook(file, practice)
    default: throw new Refusal('unknown-ending', { file, known: '.xlsx .csv .jsonl .zip' })
  } // prettier-ignore
}

function refusalFor(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EFBIG') return new Refusal('disk-full', { file })
  if (code === 'ENOENT' || code === 'ENOTDIR') return new Refusal('folder-missing', { folder: dirname(file) })
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new Refusal('file-not-writable', { file })
  return error
}

/** Asks for the next batch while the present one is written: reading and writing take two cores. */
async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]()
  let next = iterator.next()
  try {
    for (;;) {
      const step = await next
      if (step.done) return
      next = iterator.next()
      // Heard when its turn comes; a consumer that leaves early never hears it.
      next.catch((error: unknown) => error)
      yield step.value
    }
  } finally {
    await next.catch((error: unknown) => error)
    await iterator.return?.()
  }
}
