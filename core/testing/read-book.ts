import ExcelJS from 'exceljs'

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
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  return book.worksheets.map((sheet) => {
    const titles = (sheet.getRow(1).values as string[]).slice(1)
    const view = sheet.views[0] as { xSplit?: number; ySplit?: number } | undefined
    return {
      name: sheet.name,
      titles,
      rows: (sheet.getRows(2, sheet.rowCount - 1) ?? []).map((row) =>
        Object.fromEntries(titles.map((title, n) => [title, plain(row.getCell(n + 1).value)])),
      ),
      frozen: [view?.xSplit ?? 0, view?.ySplit ?? 0],
      filter: String(sheet.autoFilter),
      widths: titles.map((_, n) => sheet.getColumn(n + 1).width ?? 0),
      formatOf: (row, title) => sheet.getRow(row + 2).getCell(titles.indexOf(title) + 1).numFmt,
    }
  })
}

function plain(value: ExcelJS.CellValue): string | number | Date | null {
  if (value === null || value === undefined) return null
  // ECMA-376 22.9.2.19: a spreadsheet reads this as an underscore; the library leaves it.
  if (typeof value === 'string') return value.replaceAll('_x005F_', '_')
  if (typeof value === 'number' || value instanceof Date) return value
  throw new Error(`not plain text, a number or a date: ${JSON.stringify(value)}`)
}
