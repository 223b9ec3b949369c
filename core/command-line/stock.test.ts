import ExcelJS from 'exceljs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { CORE_COMMANDS } from './commands'
import { runOnCore } from './run-on-core'

let served: ServedCore
let folder: string
beforeEach(async () => {
  served = await aServedCore()
  folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
})
afterEach(async () => {
  await served[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function run(...argv: string[]) {
  let [out, err] = ['', '']
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), cwd: folder } // prettier-ignore
  return { code: await runOnCore(CORE_COMMANDS, served.core, argv, io), out, err }
}
const sheet = async (name: string, text: string, encoding = 'utf8') => (await writeFile(join(folder, name), iconv.encode(text, encoding)), name) // prettier-ignore
const onHand = () => served.core.database.read.all('select sku, on_hand from stock_levels order by sku')

test.each(['utf8', 'gbk'])(
  'a count sheet in %s is taken in, twice changes nothing more',
  async (encoding) => {
    const name = await sheet(
      '盘点.csv',
      '商家编码,仓库,备注,在库\r\nA-1,总仓,"架, 上",5\r\nB-2,总仓,,"1,200"\r\n',
      encoding,
    )
    expect(await run('import', 'stock', name, '--json')).toMatchObject({ code: 0 })
    expect(await onHand()).toEqual([{ sku: 'A-1', on_hand: 5 }, { sku: 'B-2', on_hand: 1200 }]) // prettier-ignore
    const again = await run('import', 'stock', name, '--json')
    expect(JSON.parse(again.out)).toMatchObject([{ lines: 2, differing: 0 }])
    expect(await served.core.database.read.all('select * from stock_moves')).toHaveLength(2)
    const listed = JSON.parse((await run('stock', 'list', '--json')).out) as object[]
    expect(listed).toMatchObject([{ sku: 'A-1', warehouse: '总仓', available: 5 }, { sku: 'B-2' }])
  },
)

test('an .xlsx is read by its columns, long codes as they stand, whatever sheet is before them', async () => {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('说明').addRows([['填好再发给仓库']]) // prettier-ignore
  book.addWorksheet('库存').addRows([['在库', 'SKU'], [7, '690123456789012345']]) // prettier-ignore
  await book.xlsx.writeFile(join(folder, 'stock.xlsx'))
  expect(await run('import', 'stock', 'stock.xlsx')).toMatchObject({ code: 0 })
  expect(await onHand()).toEqual([{ sku: '690123456789012345', on_hand: 7 }])
})

test.each([
  ['wrong columns', '名称,数目\nA,1\n', '找不到这些列'],
  ['a negative quantity', 'sku,在库\nB,2\nA,-1\n', '第 3 行 A'],
  ['half a piece', 'sku,在库\nA,1.5\n', '1.5'],
  ['another warehouse', 'sku,仓库,在库\nA,月球仓,1\n', '月球仓'],
  ['a cell twice', 'sku,在库\nA,1\nA,2\n', '两行'],
  ['no goods', 'sku,在库\n', '一行货也没有'],
])('%s is refused in plain words, and nothing of the sheet is taken', async (_what, text, said) => {
  const { code, out } = await run('import', 'stock', await sheet('x.csv', text))
  expect({ code, said: out.includes(said) }, out).toEqual({ code: 1, said: true })
  expect(out).toContain('✗ x.csv')
  expect(await onHand()).toEqual([])
})

test('what is no sheet at all is refused', async () => {
  await writeFile(join(folder, 'x.xlsx'), Buffer.from('PK\u0003\u0004broken'))
  expect(await run('import', 'stock', 'x.xlsx')).toMatchObject({ code: 1 })
  expect(await run('import', 'stock', 'none.csv')).toMatchObject({ code: 1 })
})

test('a long code that the sheet kept as a number is refused, not counted under another', async () => {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('库存').addRows([['SKU', '在库'], [690123456789012345, 7]]) // prettier-ignore
  await book.xlsx.writeFile(join(folder, 'stock.xlsx'))
  const { code, out } = await run('import', 'stock', 'stock.xlsx')
  expect({ code, said: out.includes('四舍五入') }).toEqual({ code: 1, said: true })
  expect(await onHand()).toEqual([])
})

test('of several sheets each says what became of it; new goods are named, a code in other capitals is not taken for new', async () => {
  const [good, bad] = [await sheet('好.csv', 'sku,在库\nA-1,5\n'), await sheet('坏.csv', 'sku,在库\nA-1,x\n')]
  const both = await run('import', 'stock', good, bad, 'none.csv', '--json')
  expect(both.code).toBe(1)
  expect(JSON.parse(both.out)).toMatchObject([{ file: good, ok: true, newGoods: ['A-1'] }, { file: bad, ok: false, code: 'sheet-quantity' }, { ok: false, code: 'file-missing' }]) // prettier-ignore
  const again = await run('import', 'stock', await sheet('小写.csv', 'sku,在库\na-1,7\nB-2,1\n'))
  expect(again).toMatchObject({ code: 1, out: expect.stringContaining('只有 A-1') as string })
  const fresh = await run('import', 'stock', await sheet('新.csv', 'sku,在库\nA-1,５\nB-2,1\n'))
  expect(fresh).toMatchObject({ code: 0, out: expect.stringContaining('新货品 1 个：B-2') as string })
  expect(await onHand()).toEqual([{ sku: 'A-1', on_hand: 5 }, { sku: 'B-2', on_hand: 1 }]) // prettier-ignore
})

test.each([
  ['a formula in error', { error: '#REF!' }],
  ['a formula that came to an error', { formula: 'A1', result: { error: '#DIV/0!' } }],
  ['a formula nobody worked out', { formula: 'A1+1' }],
])('%s is refused and its row named', async (_what, value) => {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('库存').addRows([['SKU', '在库'], ['A-1', value as ExcelJS.CellValue]]) // prettier-ignore
  await book.xlsx.writeFile(join(folder, 'stock.xlsx'))
  const { code, out } = await run('import', 'stock', 'stock.xlsx')
  expect({ code, said: out.includes('第 2 行有算不出的公式') }, out).toEqual({ code: 1, said: true })
  // In a column that nobody reads it is nobody's trouble.
  const beside = new ExcelJS.Workbook()
  beside.addWorksheet('库存').addRows([['SKU', '在库', '备注'], ['A-1', 3, value as ExcelJS.CellValue]]) // prettier-ignore
  await beside.xlsx.writeFile(join(folder, 'beside.xlsx'))
  expect(await run('import', 'stock', 'beside.xlsx')).toMatchObject({ code: 0 })
})

test('VIP buyers are taken from an .xlsx or a GBK .csv alike', async () => {
  const { id } = await served.bind('taobao', { origin: 'http://127.0.0.1:9', settings: { app_key: '1', app_secret: 's', session: 't' } }) // prettier-ignore
  const book = new ExcelJS.Workbook()
  book.addWorksheet('VIP').addRows([['老客户'], ['买家ID', '备注'], ['b1', 'x'], ['b2', 'y']])
  await book.xlsx.writeFile(join(folder, 'vip.xlsx'))
  const csv = await sheet('vip.csv', '备注,买家ID\r\nx,b1\r\n', 'gbk')
  for (const [file, unknown] of [['vip.xlsx', [3, 4]], [csv, [2]]] as const) // prettier-ignore
    expect(JSON.parse((await run('import', 'vip', file, '--shop', id, '--json')).out)).toEqual({ marked: 0, known: 0, unknown }) // prettier-ignore
  expect((await run('import', 'vip', 'none.xlsx', '--shop', id)).err).toMatch(/没有这个文件/)
})
