import ExcelJS from 'exceljs'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Book } from './book'
import { PRACTICE_NOTE, type Sheet } from './sheet'
import { HEAD_STYLE, NOTE_STYLE, writeCell } from './xlsx-cell'

/** A sheet holds 1,048,576 rows: the rest goes to the next one. */
const MOST_ROWS = 1_000_000
/** So many rows are put into words before others have their turn. */
const AT_ONCE = 40

/** Streams an .xlsx: rows are packed and written as they come, so that memory stays flat whatever their number. */
export function xlsxBook(file: string, practice: boolean, mostRows = MOST_ROWS): Book {
  const draft = `${file}.part`
  const out = createWriteStream(draft)
  const written = finished(out)
  written.catch((error: unknown) => error)
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: out,
    useStyles: true,
    useSharedStrings: false,
  })
  book.creator = book.lastModifiedBy = '掌柜'
  const leads = new Set<ExcelJS.Worksheet>()
  let open:
    | { readonly sheet: Sheet; readonly page: ExcelJS.Worksheet; readonly part: number; rows: number }
    | undefined

  function start(sheet: Sheet, part: number): void {
    const page = book.addWorksheet(
      `${sheet.title}${practice ? '（练习）' : ''}${part > 1 ? ` ${part}` : ''}`,
      {
        views: [{ state: 'frozen', xSplit: sheet.frozen, ySplit: 1 }],
      },
    )
    page.columns = sheet.heads.map(({ width }) => ({ width }))
    const head = page.addRow(sheet.heads.map(({ title }) => title))
    head.eachCell((cell) => (cell.style = HEAD_STYLE))
    head.commit()
    if (sheet.lead) leads.add(page)
    open = { sheet, page, part, rows: 1 }
  }
  function close(): void {
    if (!open) return
    const { page, sheet, rows } = open
    if (practice) {
      const note = page.addRow([PRACTICE_NOTE])
      note.getCell(1).style = NOTE_STYLE
      note.commit()
    }
    page.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows, column: sheet.heads.length } }
    page.commit()
    open = undefined
  }

  return {
    drafts: [{ draft, file }],
    begin(sheet) {
      close()
      start(sheet, 1)
      return Promise.resolve()
    },
    async add(some) {
      for (const [n, { cells }] of some.entries()) {
        if (!open) return
        if (open.rows > mostRows) {
          const { sheet, part } = open
          close()
          start(sheet, part + 1)
        }
        open.rows += 1
        const row = open.page.addRow([])
        for (const [at, head] of open.sheet.heads.entries()) writeCell(row, at + 1, head, cells[at] ?? null)
        row.commit()
        if (n % AT_ONCE === 0) await Promise.race([caughtUp(open.page), written])
      }
    },
    async finish() {
      close()
      putFirst(book, leads)
      const whole = book.commit()
      // A disk that fails leaves the library waiting for ever.
      await Promise.race([whole, written])
      await written
    },
    destroy: () => void out.destroy(),
  }
}

/** The library writes on however far the packing is behind (exceljs issue 734): its own stream is asked. */
async function caughtUp(page: ExcelJS.Worksheet): Promise<void> {
  const { stream } = page as unknown as { readonly stream: { readonly pipes: readonly Writable[] } }
  for (const packer of stream.pipes)
    if (packer.writableLength >= packer.writableHighWaterMark) await once(packer, 'drain')
  await breathe()
}

/** The order of its list is the order of the tabs; it has no public way to move one that is written last. */
function putFirst(book: ExcelJS.stream.xlsx.WorkbookWriter, leads: ReadonlySet<ExcelJS.Worksheet>): void {
  const own = book as unknown as { _worksheets: ExcelJS.Worksheet[] }
  const pages = own._worksheets.filter((page) => !leads.has(page))
  own._worksheets = [...leads, ...pages]
}
