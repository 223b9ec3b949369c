import { basename, dirname, extname, join } from 'node:path'
import type { Book } from './book'
import { csvHead, csvRows } from './csv-text'
import type { Head } from './sheet'
import { textFile, type TextFile } from './text-file'

/** A CSV holds one sheet: each further one becomes a file beside it, named after the sheet. */
export function csvBook(file: string, practice: boolean): Book {
  const drafts: { draft: string; file: string }[] = []
  const texts: TextFile[] = []
  let heads: readonly Head[] = []
  return {
    drafts,
    async begin(sheet) {
      await texts.at(-1)?.finish()
      const name = drafts.length === 0 ? file : beside(file, sheet.key)
      const draft = `${name}.part`
      const text = textFile(draft)
      drafts.push({ draft, file: name })
      texts.push(text)
      heads = sheet.heads
      await text.write(csvHead(sheet, practice))
    },
    async add(rows) {
      await texts.at(-1)?.write(csvRows(heads, rows))
    },
    async finish() {
      await texts.at(-1)?.finish()
    },
    destroy() {
      for (const text of texts) text.destroy()
    },
  }
}

function beside(file: string, key: string): string {
  const ending = extname(file)
  return join(dirname(file), `${basename(file, ending)}-${key}${ending}`)
}
