import ExcelJS from 'exceljs'
import { setImmediate as breathe } from 'node:timers/promises'
import { ORDER_COLUMNS, PRACTICE_NOTE, type SheetWriter } from './sheet'

/** Streams an .xlsx: frozen head, filters, widths; numbers that are names as text, amounts as numbers. */
export function xlsxSheet(file: string, practice: boolean): SheetWriter {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    filename: file,
    useStyles: true,
    useSharedStrings: false,
  })
  const sheet = book.addWorksheet(practice ? '订单（练习）' : '订单', {
    views: [{ state: 'frozen', ySplit: 1, xSplit: 3 }],
  })
  sheet.columns = ORDER_COLUMNS.map((column) => ({
    header: column.title, width: column.width,
    style: column.kind === 'amount' ? { numFmt: '#,##0.00' } : column.kind === 'text' ? { numFmt: '@' } : {},
  })) // prettier-ignore
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: ORDER_COLUMNS.length } }
  sheet.getRow(1).font = { bold: true }
  let rows = 0
  return {
    async add(row) {
      sheet.addRow(ORDER_COLUMNS.map((column) => column.value(row))).commit()
      rows += 1
      // The writer's own streams only drain when the loop turns.
      if (rows % 1000 === 0) await breathe()
    },
    async finish() {
      if (practice) sheet.addRow([PRACTICE_NOTE]).commit()
      sheet.commit()
      await book.commit()
    },
  }
}
