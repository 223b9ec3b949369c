import { Writable } from 'node:stream'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { readShippingSheet } from './sheet-rows'

const text = (csv: string) => Buffer.from(csv)

type Rows = readonly (readonly unknown[])[]
const xlsx = (rows: Rows) => book({ 发货: rows })
const linesOf = async (file: string, bytes: Buffer) => (await readShippingSheet(file, bytes)).rows

async function book(sheets: Readonly<Record<string, Rows>>): Promise<Buffer> {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  const writer = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: true })
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = writer.addWorksheet(name)
    for (const row of rows) sheet.addRow(row).commit()
    sheet.commit()
  }
  await writer.commit()
  return Buffer.concat(chunks)
}

const wanted = [
  { line: 2, number: '4203815521773064337', waybill: 'SF1023574470215', courier: '顺丰速运' },
  { line: 3, number: '#1042', waybill: 'YT8962646785389', courier: '' },
]
const CSV =
  '订单编号,收件人,快递单号,快递公司\n4203815521773064337,"周,先生",SF1023574470215,顺丰速运\n#1042,李,YT8962646785389,\n\n'

test('columns are found by name, in UTF-8 with and without BOM, and in GBK', async () => {
  for (const bytes of [
    text(CSV),
    text(`\uFEFF${CSV}`),
    iconv.encode(CSV, 'gbk'),
    text(CSV.replaceAll('\n', '\r\n')),
  ])
    expect(await linesOf('a.csv', bytes)).toEqual(wanted)
})

test('English names, tabs between, text marks of long numbers', async () => {
  const tsv = 'Order Number\tTracking number\n="4203815521773064337"\t\'SF1023574470215\n'
  expect(await linesOf('a.txt', text(tsv))).toEqual([{ ...wanted[0], courier: '' }])
})

test('.xlsx as Excel writes it: shared text, empty cells between, lines above the columns', async () => {
  const bytes = await xlsx([['今天的发货'], ['订单号', null, '运单号', '物流公司'], ['4203815521773064337', null, 'SF1023574470215', '顺丰速运'], ['#1042', 1, 'YT8962646785389 ', null]]) // prettier-ignore
  expect(await linesOf('a.xlsx', bytes)).toEqual(wanted.map((row) => ({ ...row, line: row.line + 1 })))
})

test('a book that begins with explanations: the first sheet with such lines is read, and named', async () => {
  const head = ['*订单编号（必填）', '*快递单号（必填）', '快递公司(选填)']
  const bytes = await book({ 说明: [['订单编号怎么填'], ['见下']], 空模板: [head], 发货: [head, ['#1042', 'YT8962646785389', '']], 旧: [head, ['#1', 'YT1', '']] }) // prettier-ignore
  expect(await readShippingSheet('a.xlsx', bytes)).toEqual({ sheet: '发货', rows: [wanted[1] && { ...wanted[1], line: 2 }] }) // prettier-ignore
  expect((await readShippingSheet('a.csv', text(CSV))).sheet).toBeNull()
  await expect(readShippingSheet('a', await book({ 说明: [['a']], 空: [head] }))).rejects.toMatchObject({ code: 'sheet-empty' }) // prettier-ignore
})

test.each([
  ['*订单编号（必填）', '*快递单号（必填）'],
  ['＊订单号【必填】', '物流单号（选填）'],
  ['平台订单号：', '运单编号'],
  ['线上订单号', '电子面单号'],
  ['订单id（非必填）', '快递运单号 '],
  ['Order ID (required)', 'Tracking No. (optional)'],
])('the columns «%s» and «%s» are known', async (number, waybill) => {
  const rows = await linesOf('a.csv', text(`${number},${waybill}\n#1042,YT8962646785389\n`))
  expect(rows).toEqual([{ ...wanted[1], line: 2 }])
})

test('a long number kept as a number was rounded: it is marked, never taken', async () => {
  const bytes = await xlsx([['订单号', '运单号'], [4203815521773064337, 73610555582883]]) // prettier-ignore
  const [row] = await linesOf('a.xlsx', bytes)
  expect(row).toMatchObject({ number: expect.stringMatching(/^≈/) as unknown, waybill: '73610555582883' })
  const [other] = await linesOf('a.csv', text('订单号,运单号\n4.20382E+18,SF1\n'))
  expect(other?.number).toBe('≈4.20382E+18')
})

test('what is no such sheet is refused with its name', async () => {
  const refusal = (code: string) => expect.objectContaining({ code, data: { file: 'a' } }) as unknown
  await expect(readShippingSheet('a', Buffer.alloc(0))).rejects.toEqual(refusal('sheet-empty'))
  await expect(readShippingSheet('a', text('订单号,运单号\n'))).rejects.toEqual(refusal('sheet-empty'))
  await expect(readShippingSheet('a', text('姓名,电话\n周,1\n'))).rejects.toEqual(
    refusal('sheet-columns-missing'),
  )
  await expect(readShippingSheet('a', Buffer.from('PK\u0003\u0004 cut off'))).rejects.toEqual(
    refusal('sheet-unreadable'),
  )
  await expect(readShippingSheet('a', Buffer.from([0x89, 0x50, 0, 0, 1]))).rejects.toEqual(
    refusal('sheet-unreadable'),
  )
  await expect(readShippingSheet('a', Buffer.alloc((8 << 20) + 1, 44))).rejects.toEqual(
    refusal('sheet-too-large'),
  )
})
