import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { findColumns, readTable, readTableFile, textAt, type Table } from './index'

const texts = (table: Table) => table.map((row) => [row.line, ...row.cells.map((_, n) => textAt(row, n))])
async function book(fill: (sheet: ExcelJS.Worksheet) => void): Promise<Buffer> {
  const made = new ExcelJS.Workbook()
  fill(made.addWorksheet('一'))
  made.addWorksheet('二').addRow(['not this one'])
  return Buffer.from(await made.xlsx.writeBuffer())
}
const refusal = (code: string) => expect.objectContaining({ code, data: { file: 'a' } }) as unknown

test.each(['utf-8', 'utf-8 with BOM', 'gbk', 'utf-16le with BOM'])(
  'a .csv in %s: rows keep the numbers that their program shows',
  async (encoding) => {
    const csv = '名称,数\r\n"碗, 大",1\r\n\r\n"两\n行","他说""好"""\r\n'
    const [name = '', bom] = encoding.split(' with ')
    const bytes = iconv.encode(csv, name, { addBOM: bom !== undefined })
    expect(texts(await readTable('a', bytes))).toEqual([[1, '名称', '数'], [2, '碗, 大', '1'], [4, '两\n行', '他说"好"']]) // prettier-ignore
  },
)

test('the separator is what stands there most, a heading without any notwithstanding', async () => {
  for (const sign of ['\t', ';', ','])
    expect(texts(await readTable('a', Buffer.from(`今天, 发货\na${sign}b${sign}c${sign}d\n`))).at(-1)).toEqual([2, 'a', 'b', 'c', 'd']) // prettier-ignore
})

test('of an .xlsx the first sheet: formulas by their result, dates, merged and empty cells, blank lines', async () => {
  const bytes = await book((sheet) => {
    sheet.addRow(['编码', null, '件数'])
    sheet.addRow([])
    sheet.addRow(['007', 1.5, { formula: '2+3', result: 5 }])
    sheet.addRow([{ richText: [{ text: '粗' }, { text: '陶' }] }, 123456789012345, '合'])
    sheet.mergeCells('C4:D4')
  })
  expect(texts(await readTable('a', bytes))).toEqual([[1, '编码', '', '件数'], [3, '007', '1.5', '5'], [4, '粗陶', '123456789012345', '合', '']]) // prettier-ignore
})

test('a long number that its program rounded is marked, in .xlsx and in .csv', async () => {
  const bytes = await book((sheet) => void sheet.addRow([4203815521773064337, '4203815521773064337']))
  expect(texts(await readTable('a', bytes))).toEqual([[1, '≈4203815521773064192', '4203815521773064337']])
  expect(texts(await readTable('a', Buffer.from('4.20382E+18,=\'1E5,"\'1E5"\n')))[0]?.[1]).toBe(
    '≈4.20382E+18',
  )
})

test('columns are found by name below a heading', async () => {
  const table = await readTable('a', Buffer.from('9 月\n\nOrder Number（平台）,SKU编码\n1,2\n'))
  const found = findColumns(table, { sku: /^sku编码$/, other: /^x$/ }, (has) => has('sku'))
  expect(found?.at).toEqual({ sku: 1, other: -1 })
  expect(found?.body.map(({ line }) => line)).toEqual([4])
  expect(findColumns(table, { other: /^x$/ }, (has) => has('other'))).toBeUndefined()
})

test('what is no sheet, or too much of one, is refused with its name', async () => {
  await expect(readTable('a', Buffer.alloc(0))).rejects.toEqual(refusal('sheet-empty'))
  await expect(readTable('a', Buffer.from('PK\u0003\u0004 cut off'))).rejects.toEqual(refusal('sheet-unreadable')) // prettier-ignore
  await expect(readTable('a', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]))).rejects.toEqual(refusal('sheet-unreadable')) // prettier-ignore
  const bounds = { mostBytes: 10, mostRows: 2 }
  await expect(readTable('a', Buffer.from('12345678901'), bounds)).rejects.toEqual(refusal('sheet-too-large'))
  await expect(readTable('a', Buffer.from('1\n2\n3'), bounds)).rejects.toEqual(refusal('sheet-too-large'))
  await expect(readTableFile('/nowhere/at/all/a')).rejects.toEqual(refusal('file-missing'))
  await expect(readTableFile(import.meta.dirname)).rejects.toMatchObject({ code: 'not-a-file' })
})

test('a ZIP bomb: small on the disk, refused before it is unpacked into a sheet', async () => {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.alloc(70 << 20, ' '), 'xl/worksheets/sheet1.xml')
  zip.end()
  const bytes = await buffer(zip.outputStream)
  expect(bytes.length).toBeLessThan(1 << 20)
  await expect(readTable('a', bytes)).rejects.toEqual(refusal('sheet-too-large'))
})

test('one cell at the far end of a row makes no million of cells', async () => {
  const bytes = await book((sheet) => void (sheet.getCell('XFD1').value = 'far'))
  expect(await readTable('a', bytes)).toEqual([])
})
