import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Refusal } from '../kernel'
import { rowsOfText } from './csv'

/** A cell; `rounded`: the sheet's program kept only the first digits of a long number; `failed`: a formula without a result. */
export interface Cell {
  readonly text: string
  readonly rounded?: true
  readonly failed?: true
}
export interface Row {
  /** Counted as the sheet's program does, from 1. */
  readonly line: number
  readonly cells: readonly Cell[]
}
/** The rows of a sheet that hold anything. */
export type Table = readonly Row[]

/** One sheet of a book. */
export interface Sheet {
  /** What its tab says; a .csv has none. */
  readonly name: string | null
  /** `Refusal('sheet-too-large')`. */
  readonly rows: () => Table
}

export interface Bounds {
  readonly mostBytes: number
  readonly mostRows: number
}
/** A year of a busy merchant's stock or customers is a tenth of this. */
const USUAL: Bounds = { mostBytes: 32 << 20, mostRows: 100_000 }

/**
 * Reads the first sheet of an .xlsx, or a .csv in UTF-8, UTF-16 with its mark, or GBK; by what the bytes are, whatever
 * the name says. `Refusal`: `sheet-empty`, `sheet-too-large`, `sheet-unreadable`, each with the file's name.
 */
export async function readTable(file: string, bytes: Buffer, bounds: Bounds = USUAL): Promise<Table> {
  const [first] = await readSheets(file, bytes, bounds)
  return first?.rows() ?? []
}

/** Every sheet of an .xlsx, or the one of a .csv; what is refused is refused as by `readTable`. */
export async function readSheets(file: string, bytes: Buffer, bounds: Bounds = USUAL): Promise<Sheet[]> {
  if (bytes.length === 0) throw new Refusal('sheet-empty', { file })
  if (bytes.length > bounds.mostBytes) throw new Refusal('sheet-too-large', { file })
  // Its library takes 0.4 s to load: a start does not wait for it.
  const sheets = isZip(bytes)
    ? await (await import('./xlsx')).sheetsOfXlsx(file, bytes)
    : [{ name: null, rows: () => rowsOfText(file, bytes) }]
  const filled = (rows: Table) => {
    const some = rows.filter(({ cells }) =>
      cells.some(({ text, failed }) => failed === true || text.trim() !== ''),
    )
    if (some.length > bounds.mostRows) throw new Refusal('sheet-too-large', { file })
    return some
  }
  return sheets.map(({ name, rows }) => ({ name, rows: () => filled(rows()) }))
}

/** As every .xlsx begins. */
const isZip = (bytes: Buffer) => bytes[0] === 0x50 && bytes[1] === 0x4b

/** The same of a file by its path. `Refusal('file-missing')` where there is none, `not-a-file` where a folder stands. */
export async function readTableFile(path: string, bounds: Bounds = USUAL): Promise<Table> {
  const [first] = await readSheetsFile(path, bounds)
  return first?.rows() ?? []
}

/** Every sheet of a file by its path; what is refused is refused as by `readTableFile`. */
export async function readSheetsFile(path: string, bounds: Bounds = USUAL): Promise<Sheet[]> {
  const file = basename(path)
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  })
  if (!found) throw new Refusal('file-missing', { file })
  if (!found.isFile()) throw new Refusal('not-a-file', { file })
  if (found.size > bounds.mostBytes) throw new Refusal('sheet-too-large', { file })
  return readSheets(file, await readFile(path), bounds)
}
