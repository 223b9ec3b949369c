import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyStep } from '../core/audit'
import type { Database } from '../core/database'
import { exportSheets } from '../core/exports'
import { formatMajor, timeText, type Currency } from '../core/kernel'
import { countersStep, searchStep } from '../core/orders'
import { coreDatabase, fakeClock } from '../core/testing'
import { importNovember, MONTH_TO, NASTY, sellNovember } from '../core/testing/a-month-of-books'
import { accountSums, monthJournal, type OrderLine } from './month-journal'
import { byTitle, readCsv } from './read-csv'

const folder = mkdtempSync(join(tmpdir(), 'zhanggui-oracles-'))
const sheets = new Map<string, Readonly<Record<string, string>>[]>()
let database: Database

/** Comma, quotes, UTF-8, cells as they are shown, every sheet a file. */
const ALL_SHEETS = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1'

beforeAll(async () => {
  database = await coreDatabase({ clock: fakeClock(MONTH_TO), lastSteps: [countersStep, searchStep, historyStep] }) // prettier-ignore
  await sellNovember(database, 110)
  await importNovember(database, folder, 0.3)
  const wish = { month: '2026-11', roles: ['owner'] as const }
  await exportSheets(database.slow, join(folder, 'pack.xlsx'), { ...wish, what: 'accountant-pack' }, { practice: false }) // prettier-ignore
  await exportSheets(database.slow, join(folder, 'books.jsonl'), { ...wish, what: 'reconciliation' }, { practice: false }) // prettier-ignore
  execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', ALL_SHEETS, '--outdir', join(folder, 'csv'), join(folder, 'pack.xlsx')], { stdio: 'ignore' }) // prettier-ignore
  for (const name of readdirSync(join(folder, 'csv')))
    sheets.set(name.slice('pack-'.length, -'.csv'.length), byTitle(readCsv(readFileSync(join(folder, 'csv', name), 'utf8')))) // prettier-ignore
}, 240_000)
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const rowsOf = (name: string) => sheets.get(name) ?? []
const fen = (shown: string | undefined) => Math.round(Number((shown ?? '').replaceAll(',', '')) * 100)
const total = (rows: readonly Readonly<Record<string, string>>[], title: string) =>
  rows.reduce((sum, row) => sum + fen(row[title]), 0)

describe('LibreOffice opens the accountant’s pack and', () => {
  test('finds every sheet', () => {
    expect([...sheets.keys()].sort()).toEqual(['汇总', '订单核对', '差异', '未匹配账单行', '合计证明', '订单', '退款', '库存', '进销存', '库存流水'].sort()) // prettier-ignore
  })

  test('shows every order as the database has it: 18-digit numbers whole, no formula run, dates and decimals right', async () => {
    const stored = await database.read.all<{ number: string; external_id: string; currency: Currency; total: number; created_at: number; memo: string }>(
      'select number, external_id, currency, total, created_at, memo from orders order by id',
    ) // prettier-ignore
    expect(rowsOf('订单')).toHaveLength(stored.length)
    for (const [n, row] of stored.entries()) {
      const shown = rowsOf('订单')[n]!
      expect(shown['订单号']).toBe(row.number)
      expect(shown['平台订单 ID']).toBe(row.external_id)
      expect(shown['买家实付']!.replaceAll(',', '')).toBe(formatMajor(Number(row.total), row.currency))
      expect(shown['下单时间']).toBe(timeText(Number(row.created_at)))
    }
    const memos = new Set(rowsOf('订单').map((row) => row['备注']))
    for (const text of NASTY.filter((one) => /^[=+\-@]/.test(one))) expect(memos).toContain(text)
  })

  test('adds up the month to what the database says', async () => {
    const [open] = await database.read.all<{ n: number; amount: number }>(`select count(*) as n, sum(amount) as amount from bill_differences where state = 'open'`) // prettier-ignore
    expect(rowsOf('差异')).toHaveLength(Number(open?.n))
    expect(total(rowsOf('差异'), '差异')).toBe(Number(open?.amount))
    for (const title of ['货款', '手续费', '退款', '实到账', '差异'])
      expect([title, total(rowsOf('汇总'), title)]).toEqual([title, total(rowsOf('订单核对'), title)])
    expect(rowsOf('合计证明').map((row) => row['余差（应为 0）'])).toEqual(['0.00', '0.00', '0.00', '0.00'])
    const [bills] = await database.read.all<{ net: number }>('select sum(amount) as net from bill_days')
    expect(total(rowsOf('合计证明'), '账单净额')).toBe(Number(bills?.net))
  })
})

describe('hledger balances the month', () => {
  const journal = join(folder, 'month.journal')
  const lines = () =>
    readFileSync(join(folder, 'books.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as OrderLine)
      .filter((line) => line.sheet === 'orders' && line['payoutMinor'] !== undefined)
  const hledger = (...words: string[]) => execFileSync('hledger', ['-f', journal, ...words], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } }) // prettier-ignore

  test('order by order, and every account comes to our sum', () => {
    expect(lines().length).toBeGreaterThan(200)
    writeFileSync(journal, monthJournal(lines()))
    hledger('check')
    const balances = byTitle(readCsv(hledger('balance', '--flat', '--no-total', '-O', 'csv')))
    const said = Object.fromEntries(
      balances.map((row) => [row['account'], fen(row['balance']!.replace('CNY', ''))]),
    )
    expect(said).toEqual(accountSums(lines()))
  })

  test('and would not, were one fen missing', () => {
    const [first, ...rest] = lines()
    writeFileSync(journal, monthJournal([{ ...first!, payoutMinor: first!['payoutMinor']! + 1 }, ...rest]))
    expect(() => hledger('check')).toThrow()
  })
})
