import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { PassThrough } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { Book } from './book'
import { csvHead, csvRows } from './csv-text'
import type { Head } from './sheet'

/** All sheets as CSV in one archive, each under its title. */
export function zipBook(file: string, practice: boolean): Book {
  const draft = `${file}.part`
  const zip = new ZipFile()
  const out = createWriteStream(draft)
  const written = pipeline(zip.outputStream, out)
  written.catch((error: unknown) => error)
  let heads: readonly Head[] = []
  let sheet: PassThrough | undefined

  async function close(): Promise<void> {
    sheet?.end()
    if (sheet) await Promise.race([finished(sheet), written])
  }
  async function write(text: string): Promise<void> {
    if (sheet && !sheet.write(text)) await Promise.race([once(sheet, 'drain'), written])
  }
  return {
    drafts: [{ draft, file }],
    async begin(next) {
      await close()
      heads = next.heads
      sheet = new PassThrough()
      zip.addReadStream(sheet, `${next.title}.csv`)
      await write(csvHead(next, practice))
    },
    add: (rows) => write(csvRows(heads, rows)),
    async finish() {
      await close()
      zip.end()
      await written
    },
    destroy: () => void out.destroy(),
  }
}
