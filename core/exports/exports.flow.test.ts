import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { historyStep } from '../audit'
import type { Database } from '../database'
import { StockBook } from '../inventory'
import { exponentOf, formatMajor, isCurrency } from '../kernel'
import { countersStep, searchStep } from '../orders'
import { coreDatabase, fakeClock } from '../testing'
import { importNovember, MONTH_FROM, MONTH_TO, NASTY, sellNovember } from '../testing/a-month-of-books'
import { readBook, type ReadSheet } from '../testing/read-book'
import { exportSheets, type ExportKind } from './export-sheets'
import { PRACTICE_NOTE, type Sheet } from './sheet'
import { PLATFORMS } from './words'
import { xlsxBook } from './xlsx-book'

let folder = ''
let database: Database
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
  database = await coreDatabase({ clock: fakeClock(MONTH_TO), lastSteps: [countersStep, searchStep, historyStep] }) // prettier-ignore
})
afterEach(async () => {
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const owner = ['owner'] as const
async function book(what: ExportKind, month?: string): Promise<readonly ReadSheet[]> {
  const file = join(folder, `${what}.xlsx`)
  await exportSheets(database.slow, file, { what, roles: owner, ...(month ? { month } : {}) }, { practice: false }) // prettier-ignore
  return readBook(file)
}
const sheet = (sheets: readonly ReadSheet[], name: string): ReadSheet => {
  const found = sheets.find((one) => one.name === name)
  if (!found) throw new Error(`no sheet ${name}: ${sheets.map((one) => one.name).join()}`)
  return found
}
const major = (minor: unknown, currency: string) =>
  isCurrency(currency) ? Number(formatMajor(Number(minor), currency)) : Number.NaN
/** A date as the sheet holds it is the merchant's wall clock. */
const wallClock = (ms: number) => new Date(Math.round(ms / 1000) * 1000 + 8 * 3_600_000)
const total = (rows: readonly Readonly<Record<string, unknown>>[], title: string) =>
  Math.round(rows.reduce((sum, row) => sum + Number(row[title] ?? 0), 0) * 100)

describe('the orders sheet, read back by another library', () => {
  test('every figure is the database’s: amounts of no, two and three decimals, 18-digit numbers, real dates', async () => {
    await sellNovember(database, 60)
    const [orders] = await book('orders')
    expect(orders?.name).toBe('订单')
    const stored = await database.read.all<Record<string, string | number>>(
      `select o.number, o.external_id, s.name as shop, s.platform, o.currency, o.goods, o.discount, o.freight, o.total, o.refunded, o.created_at, o.paid_at, o.memo
       from orders o join shops s on s.id = o.shop_id order by o.id`,
    )
    expect(orders?.rows).toHaveLength(180)
    for (const [n, row] of stored.entries()) {
      const cells = orders!.rows[n]!
      const currency = String(row['currency'])
      expect(cells).toMatchObject({
        店铺: row['shop'], 平台: PLATFORMS[String(row['platform'])], 订单号: row['number'], '平台订单 ID': row['external_id'], 币种: currency, 商品: expect.stringContaining('粗陶马克杯'),
        商品金额: major(row['goods'], currency), 优惠: major(row['discount'], currency), 运费: major(row['freight'], currency),
        买家实付: major(row['total'], currency), 已退款: major(row['refunded'], currency), 下单时间: wallClock(Number(row['created_at'])), 付款时间: wallClock(Number(row['paid_at'])),
      }) // prettier-ignore
      const decimals = isCurrency(currency) ? exponentOf(currency) : -1
      expect(orders!.formatOf(n, '买家实付')).toBe(['#,##0', '', '#,##0.00', '#,##0.000'][decimals])
    }
    expect(orders?.rows[0]?.['平台订单 ID']).toMatch(/^\d{18}$/)
    expect(orders).toMatchObject({ frozen: [3, 1], filter: `A1:T${stored.length + 1}` })
    expect(Math.min(...orders!.widths)).toBeGreaterThanOrEqual(8)
    expect(orders!.formatOf(0, '下单时间')).toContain('yyyy')
  })

  test('a memo that begins like a formula stays the text it is, in .xlsx and in .csv', async () => {
    await sellNovember(database, NASTY.length)
    const [orders] = await book('orders')
    const memos = new Set(orders?.rows.map((row) => row['备注']))
    // A control sign has no place in XML; half a sign becomes the sign for «unreadable».
    for (const text of NASTY) expect(memos).toContain(text.replace('\u0001', '').toWellFormed())
    const file = join(folder, 'orders.csv')
    await exportSheets(database.slow, file, { what: 'orders', roles: owner }, { practice: false })
    const csv = await readFile(file, 'utf8')
    expect(csv.startsWith('\uFEFF店铺,')).toBe(true)
    for (const cell of csv.split(/[,\n]/)) expect(cell).not.toMatch(/^"?[=+@]/)
    expect(csv).toMatch(/"\t42038155217730\d{4}"/)
    expect(csv).toMatch(/,2026-11-01 01:00:00,/)
  })

  test('a month holds the orders placed in it by the merchant’s clock; no orders make a sheet of its head', async () => {
    await sellNovember(database, 5)
    expect((await book('orders', '2026-11'))[0]?.rows).toHaveLength(15)
    const [none] = await book('orders', '2026-10')
    expect(none).toMatchObject({ rows: [], filter: 'A1:T1' })
    await expect(book('orders', '2026-13')).rejects.toMatchObject({ code: 'bad-month' })
  })

  test('finance sees its columns; a role without money would get none of them', async () => {
    await sellNovember(database, 2)
    const file = join(folder, 'few.csv')
    const titles = async (role: 'finance' | 'warehouse') => {
      await exportSheets(database.slow, file, { what: 'orders', roles: [role] }, { practice: false })
      return (await readFile(file, 'utf8')).split('\r\n')[0]!
    }
    expect(await titles('finance')).toContain('买家实付')
    expect(await titles('warehouse')).not.toMatch(/金额|实付|币种|优惠|运费|备注/)
  })
})

test('refunds and stock read back as the database holds them; the month’s turnover comes out even', async () => {
  await sellNovember(database, 30)
  await database.withTx({ who: 'sync', from: 'test' }, async (tx) => {
    await tx.run(`delete from shop_goods`)
    await tx.run(`insert into sku_aliases (shop_id,platform_sku,sku) values ('s1','TB-MUG','LL-MUG')`)
    await tx.run(
      `insert into shop_goods (shop_id,platform_sku,title,variant,first_seen) values ('s1','TB-MUG','粗陶马克杯','白',1)`,
    )
    const stock = await StockBook.open(tx)
    await stock.load(['LL-MUG', '=cmd'])
    for (const [sku, kind, onHand] of [
      ['LL-MUG', 'receive', 40],
      ['=cmd', 'receive', 5],
      ['LL-MUG', 'adjust', -3],
    ] as const)
      // prettier-ignore
      stock.move({ sku, warehouseId: 'w1', kind, onHand, reserved: 0, orderId: null, reason: '到货', document: kind === 'adjust' ? 'lost' : 'SH-1' })
    // Two go out to another warehouse and are called back.
    for (const onHand of [-2, 2])
      stock.move({ sku: 'LL-MUG', warehouseId: 'w1', kind: 'transfer-out', onHand, reserved: 0, orderId: null, reason: null, document: 'transfer:7' }) // prettier-ignore
    await stock.flush()
    await tx.run('update stock_moves set at = ?', [MONTH_FROM + 1000])
  })
  const [refunds] = await book('refunds', '2026-11')
  const stored = await database.read.all<{ external_id: string; amount: number; currency: string }>(
    'select r.external_id, r.amount, o.currency from order_refunds r join orders o on o.id = r.order_id order by r.order_id, r.external_id',
  )
  expect(refunds?.rows.map((row) => [row['退款单号'], row['退款金额'], row['原因']])).toEqual(
    stored.map((row) => [row.external_id, major(row.amount, row.currency), '=1+1']),
  )
  const sheets = await book('stock', '2026-11')
  expect(sheets.map((one) => one.name)).toEqual(['库存', '进销存', '库存流水'])
  expect(sheet(sheets, '库存').rows).toMatchObject([
    { 商家编码: '=cmd', 货品: null, 仓库: '杭州仓', 在库: 5, 可卖: 5 },
    { 商家编码: 'LL-MUG', 货品: '粗陶马克杯 · 白', 在库: 37, 已占: 0, 坏件: 0 },
  ])
  expect(sheet(sheets, '进销存').rows).toMatchObject([
    { 商家编码: '=cmd', 月初在库: 0, 本月入: 5, 本月出: 0, 月末在库: 5 },
    { 商家编码: 'LL-MUG', 货品: '粗陶马克杯 · 白', 月初在库: 0, 本月入: 42, 本月出: 5, 月末在库: 37 },
  ])
  expect(
    sheet(sheets, '库存流水').rows.map((row) => [row['动作'], row['在库变动'], row['单据'], row['谁']]),
  ).toEqual([
    ['收货', 40, 'SH-1', '自动'],
    ['收货', 5, 'SH-1', '自动'],
    ['调整', -3, '少了', '自动'],
    ['调出', -2, '调拨单 7', '自动'],
    ['撤回', 2, '调拨单 7', '自动'],
  ])
})

describe('the month’s reconciliation, read back', () => {
  test('terms, differences and stray rows come to what the bills’ own totals prove', async () => {
    await sellNovember(database, 110)
    await importNovember(database, folder, 0.4)
    const sheets = await book('reconciliation', '2026-11')
    expect(sheets.map((one) => one.name)).toEqual(['汇总', '订单核对', '差异', '未匹配账单行', '合计证明'])
    const orders = sheet(sheets, '订单核对').rows
    for (const row of orders.filter((one) => one['应到账'] !== null)) {
      const fen = (title: string) => Math.round(Number(row[title]) * 100)
      const terms = fen('货款') + fen('运费') + fen('其他') - fen('商家优惠') + fen('平台补贴') - fen('佣金') - fen('手续费') - fen('退款') // prettier-ignore
      expect(terms + fen('差在收款') + fen('差在到账') + fen('差在另有收支')).toBe(fen('实到账'))
      expect(fen('应到账') + fen('差异')).toBe(fen('实到账'))
    }
    const summary = sheet(sheets, '汇总').rows
    for (const title of ['货款', '手续费', '退款', '应到账', '实到账', '差异'])
      expect([title, total(summary, title)]).toEqual([title, total(orders, title)])
    const strays = sheet(sheets, '未匹配账单行').rows
    for (const row of sheet(sheets, '合计证明').rows) {
      const mine = strays.filter((one) => one['支付平台'] === row['支付平台'] && one['账单'] === row['账单'])
      expect(row['余差（应为 0）']).toBe(0)
      expect(row['有账单的天数']).toBe(30)
      expect(total(mine.filter((one) => one['按规则不计'] === null), '净额')).toBe(total([row], '没有订单')) // prettier-ignore
      expect(total(mine.filter((one) => one['按规则不计'] !== null), '净额')).toBe(total([row], '测试和内部')) // prettier-ignore
    }
    const proof = sheet(sheets, '合计证明').rows
    expect(total(orders, '本月业务账单净额')).toBe(total(proof.filter((row) => row['账单'] === '业务账单'), '对上订单')) // prettier-ignore
    expect(total(orders, '本月资金账单净额')).toBe(total(proof.filter((row) => row['账单'] === '资金账单'), '对上订单')) // prettier-ignore
    const stored = await database.read.all<{ n: number; amount: number }>(
      `select count(*) as n, sum(amount) as amount from bill_differences where state = 'open'`,
    )
    expect(sheet(sheets, '差异').rows).toHaveLength(Number(stored[0]?.n))
    expect(total(sheet(sheets, '差异').rows, '差异')).toBe(Number(stored[0]?.amount))
    expect(new Set(strays.map((row) => row['按规则不计']))).toEqual(new Set([null, '测试', '内部']))
    // What the provider is asked with: every difference that a bill speaks of names its file and rows there.
    for (const row of sheet(sheets, '差异').rows.filter((one) => one['哪里不对'] !== '账单上没有这笔收款')) {
      expect(String(row['账单文件'])).toMatch(/\.csv/)
      expect(String(row['账单行号'])).toMatch(/^\d+([、；]\d+)*$/)
      expect(String(row['支付平台单号'])).toMatch(/\d{16}/)
    }
    const twice = sheet(sheets, '差异').rows.find((row) => row['哪里不对'] === '收了两次')
    const stands = await database.read.all<{ page: number; line: number }>(
      `select r.page, r.line from bill_rows r join bill_files f on f.id = r.file_id where r.order_no = ? and r.ledger = 'trade' and r.kind = 'payment' order by r.page, r.line`,
      [String(twice?.['账单上的单号'])],
    )
    expect(stands).toHaveLength(2)
    for (const one of stands) expect(String(twice?.['账单行号']).split(/[、；]/)).toContain(String(Number(one.page) * 200 + Number(one.line) + 1)) // prettier-ignore
    expect(strays.every((row) => Number(row['第几行']) > 0 && row['账单文件'] !== null)).toBe(true)
  })

  test('asks for a month; the pack holds it all; a ZIP holds a CSV a sheet, a CSV its sisters beside it', async () => {
    await sellNovember(database, 4)
    await expect(book('reconciliation')).rejects.toMatchObject({ code: 'month-needed' })
    expect((await book('accountant-pack', '2026-11')).map((one) => one.name)).toEqual(['汇总', '订单核对', '差异', '未匹配账单行', '合计证明', '订单', '退款', '库存', '进销存', '库存流水']) // prettier-ignore
    const wish = { what: 'stock', roles: owner } as const
    const made = await exportSheets(database.slow, join(folder, 's.csv'), wish, { practice: true })
    expect(made.files.map((file) => file.slice(folder.length + 1))).toEqual(['s.csv', 's-moves.csv'])
    expect(await readFile(join(folder, 's.csv'), 'utf8')).toContain('练习数据')
    await exportSheets(database.slow, join(folder, 's.zip'), wish, { practice: false })
    expect((await readFile(join(folder, 's.zip'))).subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004'))
  })
})

test('rows beyond one sheet go on in the next, under the same head; a sheet that leads stands first', async () => {
  const file = join(folder, 'long.xlsx')
  const long = xlsxBook(file, true, 3)
  const head = { key: 'number', title: '单号', width: 12, kind: 'text' } as const
  const sheet: Sheet = { key: 'rows', title: '行', frozen: 1, heads: [head], async *batches() {} }
  const rows = Array.from({ length: 7 }, (_, n) => ({ cells: [`n${n}`], line: () => ({}) }))
  await long.begin(sheet)
  await long.add(rows.slice(0, 4))
  await long.add(rows.slice(4))
  await long.begin({ ...sheet, title: '汇总', lead: true })
  await long.finish()
  const sheets = await readBook(`${file}.part`)
  expect(sheets.map(({ name }) => name)).toEqual([
    '汇总（练习）',
    '行（练习）',
    '行（练习） 2',
    '行（练习） 3',
  ])
  const numbers = sheets.map((one) => one.rows.map((row) => row['单号']))
  const note = PRACTICE_NOTE
  expect(numbers).toEqual([[note], ['n0', 'n1', 'n2', note], ['n3', 'n4', 'n5', note], ['n6', note]])
  expect(sheets.map(({ filter }) => filter)).toEqual(['A1:A1', 'A1:A4', 'A1:A4', 'A1:A2'])
})

describe('what goes wrong leaves nothing half done', () => {
  const wish = { what: 'orders', roles: owner } as const

  for (const ending of ['xlsx', 'csv', 'jsonl', 'zip'])
    test(`a cancelled .${ending} leaves yesterday’s file as it was, and no draft`, async () => {
      await sellNovember(database, 200)
      const file = join(folder, `orders.${ending}`)
      await writeFile(file, 'yesterday')
      const stop = new AbortController()
      const cancelled = exportSheets(database.slow, file, wish, { practice: false, signal: stop.signal, progress: () => stop.abort() }) // prettier-ignore
      await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
      expect(await readdir(folder)).toEqual([`orders.${ending}`])
      expect(await readFile(file, 'utf8')).toBe('yesterday')
    })

  // Every write to /dev/full is refused as a full disk refuses it.
  for (const ending of ['xlsx', 'csv', 'jsonl', 'zip'])
    test.skipIf(process.platform !== 'linux')(
      `a full disk is said of a .${ending}, and nothing is left`,
      async () => {
        await sellNovember(database, 30)
        await symlink('/dev/full', join(folder, `orders.${ending}.part`))
        const refused = exportSheets(database.slow, join(folder, `orders.${ending}`), wish, {
          practice: false,
        })
        await expect(refused).rejects.toMatchObject({ code: 'disk-full' })
        expect(await readdir(folder)).toEqual([])
      },
    )

  test('a folder that stands where the file should be is said so before anything is written', async () => {
    for (const ending of ['xlsx', 'csv', 'jsonl', 'zip']) {
      await mkdir(join(folder, `all.${ending}`))
      const refused = exportSheets(database.slow, join(folder, `all.${ending}`), wish, { practice: false })
      await expect(refused).rejects.toMatchObject({ code: 'not-a-file', data: { file: join(folder, `all.${ending}`) } }) // prettier-ignore
    }
    expect(await readdir(folder)).toHaveLength(4)
  })

  test('an unknown ending, a folder that is not there', async () => {
    for (const [name, code] of [['a.pdf', 'unknown-ending'], ['none/a.xlsx', 'folder-missing'], ['none/a.csv', 'folder-missing']] as const) // prettier-ignore
      await expect(exportSheets(database.slow, join(folder, name), wish, { practice: false })).rejects.toMatchObject({ code }) // prettier-ignore
    const refused = exportSheets(database.slow, join(folder, 'none/a.csv'), wish, { practice: false })
    await expect(refused).rejects.toMatchObject({ data: { folder: join(folder, 'none') } })
  })
})
