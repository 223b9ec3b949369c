import { read, type Sheet } from 'hucre'
import { readFile } from 'node:fs/promises'

export interface ReadSheet {
  readonly name: string
  readonly titles: readonly string[]
  /** By title; a cell is what a spreadsheet shows it to be: text, number, Date, or null. */
  readonly rows: readonly Readonly<Record<string, string | number | Date | null>>[]
  readonly frozen: readonly [columns: number, rows: number]
  readonly filter: string
  readonly widths: readonly number[]
  formatOf(row: number, title: string): string
}

/** Reads an .xlsx back with a library that did not write it. */
export async function readBook(file: string): Promise<readonly ReadSheet[]> {
  const { sheets } = await read(await readFile(file), { readStyles: true })
  return sheets.map((sheet) => readSheet(sheet))
}

function readSheet(sheet: Sheet): ReadSheet {
  const [head = [], ...rows] = sheet.rows
  const titles = head.map(String)
  return {
    name: sheet.name,
    titles,
    rows: rows.map((row) => Object.fromEntries(titles.map((title, n) => [title, plain(row[n])]))),
    frozen: [sheet.freezePane?.columns ?? 0, sheet.freezePane?.rows ?? 0],
    filter: sheet.autoFilter?.range ?? '',
    widths: titles.map((_, n) => sheet.columns?.[n]?.width ?? 0),
    formatOf: (row, title) => sheet.cells?.get(`${row + 1},${titles.indexOf(title)}`)?.style?.numFmt ?? '',
  }
}

function plain(value: unknown): string | number | Date | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || value instanceof Date) return value
  throw new Error(`not plain text, a number or a date: ${JSON.stringify(value)}`)
}
