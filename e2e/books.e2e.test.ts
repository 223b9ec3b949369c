import { createRouterClient } from '@orpc/server'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownerFrom } from '../core/auth'
import { buildCore } from '../core/build-core'
import { practiceSales, writePracticeBills } from '../core/practice'
import { router } from '../core/rpc'
import { noLog } from '../core/testing'
import { MONTH_FROM, MONTH_TO, sellNovember } from '../core/testing/a-month-of-books'
import { readBook } from '../core/testing/read-book'
import { seriousFaults, startStation, type Station } from './serve'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const bills = mkdtempSync(join(tmpdir(), 'zhanggui-e2e-bills-'))
let files: readonly string[] = []
/** The books begin with the month that is: these are of November. */
const NOW = new Date('2026-11-28T12:00:00+08:00')
let station: Station
let page: Page

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhanggui-e2e-'))
  {
    await using core = await buildCore({ folder, practice: false, log: noLog })
    await sellNovember(core.database, 110)
    // Shops that nobody reads: their orders are there already.
    await core.database.withTx({ who: 'test', from: 'test' }, (tx) => tx.run('update shops set paused = 1'))
    const span = { from: MONTH_FROM, to: MONTH_TO }
    const made = await writePracticeBills(bills, practiceSales(core.database.read, span), { ...span, seed: 7, troubleShare: 0.2 }) // prettier-ignore
    files = made.files
    const owner = createRouterClient(router(core.rpc), { context: { caller: ownerFrom('test'), log: noLog } })
    await owner.auth.setOwnerPin({ pin: 'kan-zhang-58', commandId: 'the-owners-pin' })
  }
  station = await startStation(folder)
  page = await station.open('orders?view=table', { now: NOW })
  await page.locator('.t-row').first().waitFor()
})
afterAll(async () => {
  await station[Symbol.asyncDispose]()
  rmSync(bills, { recursive: true, force: true })
})

const open = (text: string) => page.getByRole('group', { name: '对账里看什么' }).getByText(text).click()
const waiting = async () =>
  Number((await page.getByRole('button', { name: /^差异/ }).innerText()).replace(/\D/g, ''))

test('G then B opens the books, which say what to bring; a picture is refused in words beside the button', async () => {
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await page.getByText('账单放进来，这里就一单一单对到分').first().waitFor()
  const picture = { name: '截图.csv', mimeType: 'text/csv', buffer: Buffer.from('\x89PNG\r\n\x1a\n\0\0') }
  await page.getByLabel('选文件').first().setInputFiles(picture)
  await page.locator('.books-results .refused').getByText('这不是能认出的账单').waitFor()
})

test('four bills are taken in; the map shows their days, the totals leave nothing over', async () => {
  await page
    .getByLabel('选文件')
    .first()
    .setInputFiles([...files])
  const taken = page.locator('.books-results li:not(.refused)')
  await expect.poll(() => taken.count()).toBe(4)
  await page.getByText(/待处理差异共 \d+ 条/).waitFor()
  await page.getByText('账单收齐了').waitFor()
  const november = page.getByRole('img', { name: '2026-11：收到 30 天，缺 0 天' })
  await expect.poll(() => november.count()).toBe(4)
  const rest = page.locator('.books-main tbody td:last-child')
  await expect.poll(() => rest.allInnerTexts()).toEqual(['0.00', '0.00', '0.00', '0.00'])
})

test('a month without a bill says so on every tab, and is not called even', async () => {
  const month = page.getByLabel('月份')
  await month.selectOption('2026-08')
  for (const tab of ['收账单', '差异', '没有订单的行']) {
    await open(tab)
    await page.getByText('2026-08 还没有账单').waitFor()
    expect(await page.getByText(/账单收齐了|每一分都对得上|没有落单的行/).count()).toBe(0)
  }
  await month.selectOption('2026-11')
})

test('a file dropped beside the dashed box is taken, from any tab: the browser does not open it', async () => {
  await open('差异')
  const dataTransfer = await page.evaluateHandle(() => {
    const data = new DataTransfer()
    data.items.add(new File(['a,b\r\n1,2'], '随手.csv', { type: 'text/csv' }))
    return data
  })
  await page.dispatchEvent('.books-bar', 'dragenter', { dataTransfer })
  await page.locator('.books.over').waitFor()
  await page.dispatchEvent('.books-bar', 'drop', { dataTransfer })
  await page.locator('.books-results .refused').getByText('随手.csv').waitFor()
  expect(await page.locator('.books.over').count()).toBe(0)
})

describe('differences', () => {
  test('by keys alone: J walks, 4 and a reason write one off, Z takes it back', async () => {
    await open('差异')
    await page.locator('.books-answer').first().waitFor()
    const before = await waiting()
    expect(before).toBeGreaterThan(5)
    const first = await page.locator('.books-list [aria-current]').innerText()
    await page.keyboard.press('j')
    await expect.poll(() => page.locator('.books-list [aria-current]').innerText()).not.toBe(first)
    await page.keyboard.press('k')
    const act = page.locator('.books-do')
    // An Enter meant for something else closes nothing: no answer is chosen beforehand.
    await page.keyboard.press('Enter')
    await act.getByText('先按 1 到 4 选一个').waitFor()
    expect(await waiting()).toBe(before)
    await page.keyboard.press('4')
    expect(await act.isDisabled()).toBe(true)
    await page.getByLabel('为什么核销').fill('两毛钱，不追了')
    await act.click()
    await expect.poll(waiting).toBe(before - 1)
    const undo = await page.locator('.books-undo').boundingBox()
    expect((undo?.y ?? 0) + (undo?.height ?? 0)).toBeLessThan(page.viewportSize()?.height ?? 0)
    await page.keyboard.press('z')
    await expect.poll(waiting).toBe(before)
  })

  test('by the mouse and Enter: on a clicked row, on a clicked answer, and in the note of what is written off', async () => {
    const before = await waiting()
    const rows = page.locator('.books-list section > button')
    const listed = await rows.count()
    // The count is told by itself: the row that was answered may stand a moment longer.
    const answered = async (n: number) => {
      await expect.poll(waiting).toBe(before - n)
      await expect.poll(() => rows.count()).toBe(listed - n)
    }
    const act = page.locator('.books-do')
    // Nothing is chosen: Enter on a row opens it and closes nothing.
    await rows.nth(1).click()
    await page.keyboard.press('Enter')
    await act.getByText('先按 1 到 4 选一个').waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('Enter')
    await answered(1)
    await rows.nth(0).click()
    await page.locator('.books-answer').nth(2).click()
    await act.getByText('照办').waitFor()
    await page.keyboard.press('Enter')
    await answered(2)
    // An answer that a key has chosen is the one that Enter acts on, though another was clicked before.
    await rows.nth(0).click()
    await page.locator('.books-answer').nth(1).click()
    await page.keyboard.press('4')
    await act.getByText('照办：核销').waitFor()
    await page.keyboard.press('Enter')
    const note = page.getByLabel('为什么核销')
    await expect.poll(() => note.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type('零头')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('不追了')
    expect(await note.inputValue()).toBe('零头\n不追了')
    await page.keyboard.press('Escape')
    expect(await note.evaluate((field) => field === document.activeElement)).toBe(false)
    expect(await waiting()).toBe(before - 2)
    await note.focus()
    // While an input method composes, its Enter chooses a word and closes nothing.
    await note.evaluate((field) => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))) // prettier-ignore
    expect(await waiting()).toBe(before - 2)
    await page.keyboard.press('Enter')
    await answered(3)
  })

  test('two who answer the same: the second is told who answered what, and that theirs was not written down', async () => {
    const other = await station.open('books', { now: NOW })
    await other.locator('.books-answer').first().waitFor()
    const before = await waiting()
    await page.locator('.books-list section > button').first().click()
    await other.locator('.books-list section > button').first().click()
    // The second screen hears nothing of the first: as if both pressed at once.
    await other.context().setOffline(true)
    await page.keyboard.press('1')
    await page.keyboard.press('Enter')
    await expect.poll(waiting).toBe(before - 1)
    await other.keyboard.press('2')
    await other.keyboard.press('Enter')
    await other.context().setOffline(false)
    await other
      .getByRole('alert')
      .getByText(/已经处理了.*账单对，认下.*没有记/)
      .waitFor()
    await other.context().close()
  })

  test('each is a sentence, a sum with its odd term marked, and rows with their numbers in the bill', async () => {
    await page.getByRole('navigation', { name: '差异' }).getByRole('region', { name: '手续费变了' }).getByRole('button').first().click() // prettier-ignore
    await page.getByText('手续费和费率算出来的不一样').waitFor()
    expect(await page.locator('.books-equation .odd').innerText()).toMatch(/手续费\s+应为 \d+\.\d\d/)
    expect(await page.locator('.books-story tbody tr').first().innerText()).toMatch(/第 \d+ 行/)
  })
})

test('rows without an order are all listed', async () => {
  await open('没有订单的行')
  await page.locator('.books-table tbody tr').first().waitFor()
  expect(await page.locator('.books-table tbody tr').count()).toBeGreaterThan(3)
  // Why a row is left out is said in a word of the house, not by a rule's name.
  const why = await page.locator('.books-table tbody td:nth-child(7)').allInnerTexts()
  expect(new Set(why)).toEqual(new Set(['', '测试', '内部']))
})

test('the month goes out as a sheet that another library reads; the footer says when it is written', async () => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出对账表' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('对账 2026-11.xlsx')
  const sheets = await readBook(await download.path())
  expect(sheets.map((sheet) => sheet.name)).toEqual(['汇总', '订单核对', '差异', '未匹配账单行', '合计证明'])
  await page.getByText(/对账写好了，\d+ 行/).waitFor()
  await page.getByRole('button', { name: '知道了' }).click()
})

test('a sheet that is given up says so, and so does one of a month without anything', async () => {
  // In one go: a small pack is written before a test's next step comes.
  await page.getByRole('button', { name: '会计包' }).evaluate(async (pack: HTMLElement) => {
    pack.click()
    await new Promise((painted) => setTimeout(painted))
    document.querySelector<HTMLElement>('.export-progress button')!.click()
  })
  await page.getByText('会计包不写了，没有留下文件').waitFor()
  await page.getByRole('button', { name: '知道了' }).click()
  await page.getByLabel('月份').selectOption('2026-08')
  await page.getByRole('button', { name: '导出对账表' }).click()
  await page.getByText('对账写好了，是空的：这个月还没有收账单').waitFor()
  await page.getByRole('button', { name: '知道了' }).click()
  await page.getByLabel('月份').selectOption('2026-11')
})

test('orders go out from their own page', async () => {
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出表格' }).click(),
  ])
  expect((await readBook(await download.path()))[0]?.rows).toHaveLength(330)
})

test('axe finds nothing serious on any tab, light and dark; on a phone nothing is wider than the screen', async () => {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => localStorage.setItem('zg.theme', name), theme)
    await page.goto(`${station.address}/#/books`)
    await page.reload()
    for (const tab of ['收账单', '差异', '没有订单的行']) {
      await open(tab)
      await page.waitForTimeout(400)
      expect([theme, tab, await seriousFaults(page, axe)]).toEqual([theme, tab, []])
    }
  }
  const phone = await station.open('books', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    now: NOW,
  })
  await phone.locator('.books-bar').waitFor()
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await phone.locator('.books-list section > button').nth(3).waitFor()
  expect((await phone.locator('.books-list').boundingBox())?.height).toBeGreaterThan(200)
  await phone.context().close()
})

/** A WeChat bill of October, or of one day, as long as is asked. */
function longBill(rows: number, onDay?: string): Buffer {
  const two = (n: number) => String(n).padStart(2, '0')
  const lines = Array.from({ length: rows }, (_, n) => {
    const day = onDay ?? `2026-10-${two(1 + (n % 31))}`
    return ['', `${day} ${two(n % 24)}:${two(n % 60)}:00`, `4200000000${day.replaceAll('-', '')}${String(n).padStart(10, '0')}`, `BIG${onDay ?? ''}${n}`, 'SUCCESS', '10.00', '0.06'].join(',`').slice(1) // prettier-ignore
  })
  const totals = `总交易单数,应结订单总金额,手续费总金额\r\n\`${rows},\`${(rows * 10).toFixed(2)},\`${(rows * 0.06).toFixed(2)}`
  return Buffer.from(['交易时间,微信订单号,商户订单号,交易状态,应结订单金额,手续费', ...lines, totals].join('\r\n')) // prettier-ignore
}

test('a bill goes on while one is elsewhere; given up in the middle it is called unfinished until it came again', async () => {
  await page.goto(`${station.address}/#/books`)
  await page.reload()
  await open('收账单')
  // So long that the walk below is over well before the bill is, on a machine that stalls too.
  const october = { name: '十月 2026-10-01_2026-10-31.csv', mimeType: 'text/csv', buffer: longBill(30_000) }
  const bring = () => page.getByLabel('选文件').first().setInputFiles(october)
  await bring()
  await page.getByText(/正在收 .*[1-9],?\d* 行/).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect.poll(() => page.locator('.books').count()).toBe(0)
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await page
    .locator('.books-progress')
    .getByText(/正在收/)
    .waitFor()
  await page.locator('.books-progress').getByRole('button', { name: '取消' }).click()
  await page.getByLabel('月份').selectOption('2026-10')
  await page.locator('.books-unfinished').getByText('没收完：十月 2026-10-01_2026-10-31.csv').waitFor()
  await open('差异')
  await page.getByText('2026-10 有账单没收完，还没有对账').waitFor()
  await page.getByRole('button', { name: '去再放一次' }).click()
  await bring()
  await page.locator('.books-results li:not(.refused)').waitFor({ timeout: 90_000 })
  await expect.poll(() => page.locator('.books-unfinished').count()).toBe(0)
})

test('bills dropped while another comes in wait for it, and all are taken', async () => {
  await page.goto(`${station.address}/#/books`)
  await page.reload()
  await open('收账单')
  const bill = (day: string, rows: number) => [`${day}.csv`, longBill(rows, day).toString('base64')] as const
  // At once: the second and third fall while the first is sent or taken in.
  const given = [[bill('2026-09-01', 9000)], [bill('2026-09-02', 3), bill('2026-09-03', 3)]]
  await page.evaluate((drops) => {
    for (const files of drops) {
      const data = new DataTransfer()
      for (const [name, text] of files)
        data.items.add(new File([Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))], name, { type: 'text/csv' })) // prettier-ignore
      document.querySelector('.books')!.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })) // prettier-ignore
    }
  }, given)
  await expect
    .poll(() => page.locator('.books-results li:not(.refused)').count(), { timeout: 90_000 })
    .toBe(3)
  expect(await page.locator('.books-results').innerText()).toContain('2026-09-03.csv')
})
