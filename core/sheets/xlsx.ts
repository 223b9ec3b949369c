import ExcelJS from 'exceljs'
import * as yauzl from 'yauzl'
import { Refusal } from '../kernel'
import type { Cell, Row, Sheet } from './read-table'

/** Of the unpacked parts together. */
const MOST_UNPACKED_BYTES = 64 << 20
const MOST_PARTS = 1_000
/** Excel keeps fifteen digits of a number: a longer one is another number now. */
const MOST_DIGITS = 15
/** No sheet of goods is wider; one cell at the far end must not make a million of its row. */
const MOST_COLUMNS = 256

/** The sheets of the book in their order; of each the rows are read when they are asked for. */
export async function sheetsOfXlsx(file: string, bytes: Buffer): Promise<Sheet[]> {
  const book = new ExcelJS.Workbook()
  try {
    await refuseBomb(file, bytes)
    await book.xlsx.load(bytes as unknown as ArrayBuffer) // its types know an older Buffer
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    throw Object.assign(new Refusal('sheet-unreadable', { file }), { cause })
  }
  if (book.worksheets.length === 0) throw new Refusal('sheet-unreadable', { file })
  return book.worksheets.map((sheet) => ({ name: sheet.name, rows: () => rowsOf(sheet) }))
}

function rowsOf(sheet: ExcelJS.Worksheet): Row[] {
  const rows: Row[] = []
  sheet.eachRow((row, line) => {
    const width = Math.min(row.cellCount, MOST_COLUMNS)
    rows.push({ line, cells: Array.from({ length: width }, (_, n) => cellOf(row.getCell(n + 1))) })
  })
  return rows
}

function cellOf(cell: ExcelJS.Cell): Cell {
  // A merged cell's text stands in its first place alone.
  if (cell.type === ExcelJS.ValueType.Merge) return { text: '' }
  const { value } = cell
  const held = typeof value === 'object' && value !== null && 'result' in value ? value.result : value
  // A formula that came to nothing, or that nobody has worked out yet, must not pass for an empty cell.
  const noResult = cell.type === ExcelJS.ValueType.Formula && (held === undefined || held === value)
  if (noResult || isError(held)) return { text: '', failed: true }
  if (held instanceof Date) return { text: held.toISOString().slice(0, 10) }
  if (typeof held !== 'number') return { text: cell.text }
  if (!Number.isInteger(held)) return { text: String(held) }
  const text = BigInt(held).toString()
  return text.replace('-', '').length > MOST_DIGITS ? { text, rounded: true } : { text }
}

const isError = (held: unknown) => typeof held === 'object' && held !== null && 'error' in held

/** Unpacks every part once and counts what really comes out, whatever the archive says of itself. */
async function refuseBomb(file: string, bytes: Buffer): Promise<void> {
  const zip = await yauzl.fromBufferPromise(bytes, { decodeStrings: false, autoClose: false })
  try {
    if (zip.entryCount > MOST_PARTS) throw new Refusal('sheet-too-large', { file })
    let unpacked = 0
    for await (const entry of zip.eachEntry())
      for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
        unpacked += chunk.length
        if (unpacked > MOST_UNPACKED_BYTES) throw new Refusal('sheet-too-large', { file })
      }
  } finally {
    zip.close()
  }
}
