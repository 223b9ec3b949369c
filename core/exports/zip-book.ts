import type { Book } from './book'
import { csvHead, csvRows } from './csv-text'
import type { Head } from './sheet'
import { zipFile } from './zip-file'

/** All sheets as CSV in one archive, each under its title. */
export function zipBook(file: string, practice: boolean): Book {
  const draft = `${file}.part`
  const zip = zipFile(draft)
  let heads: readonly Head[] = []
  return {
    drafts: [{ draft, file }],
    async begin(sheet) {
      heads = sheet.heads
      await zip.begin(`${sheet.title}.csv`)
      await zip.write(csvHead(sheet, practice))
    },
    async add(rows) {
      await zip.write(csvRows(heads, rows))
    },
    finish: () => zip.finish(),
    destroy: () => zip.destroy(),
  }
}
