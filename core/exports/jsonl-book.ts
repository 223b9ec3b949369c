import type { Book } from './book'
import { textFile } from './text-file'

/** One object a line. Orders in the neutral model (docs/orders-jsonl.md); other rows name their sheet. */
export function jsonlBook(file: string): Book {
  const draft = `${file}.part`
  const text = textFile(draft)
  return {
    drafts: [{ draft, file }],
    begin: () => Promise.resolve(),
    add: (rows) => text.write(rows.map((row) => `${JSON.stringify(row.line())}\n`).join('')),
    finish: () => text.finish(),
    destroy: () => text.destroy(),
  }
}
