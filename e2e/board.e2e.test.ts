import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriousFaults, startStation, type Station } from './serve'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let station: Station
let page: Page

beforeAll(async () => {
  station = await startStation()
  page = await station.open()
  await page.waitForSelector('.card')
  // The week has been read when the columns' counts stand still.
  for (let tries = 0, before = ''; tries < 40; tries++) {
    const counts = (await page.locator('.column header b').allInnerTexts()).join()
    if (counts === before) break
    before = counts
    await page.waitForTimeout(1_500)
  }
})
afterAll(() => station[Symbol.asyncDispose]())

async function at(hash: string, ready: string): Promise<void> {
  // Through an empty page: nothing that an earlier test left open stays.
  await page.goto('about:blank')
  await page.goto(`${station.address}/#/${hash}`)
  await page.locator(ready).first().waitFor()
}

const openOrder = () => Number(new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('order'))

test('the board: a column for each state that asks for work, with its count, sums and cards', async () => {
  await at('orders?view=board', '.card')
  const names = await page
    .locator('.column')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
  expect(names).toEqual(['待付款', '待发货', '已发货', '退货中'])
  for (const count of await page.locator('.column header b').allInnerTexts())
    expect(count).toMatch(/^[\d,]+$/)
  expect(await page.locator('.slip').count()).toBe(2)
})

describe('Ctrl K finds an order by', () => {
  test('its last four digits and the initials of its pinyin', async () => {
    await at('orders?view=table', '.t-row')
    const number = (await page.locator('.t-row .order-number').first().innerText()).replace(/\D/g, '')
    for (const words of [number.slice(-4), 'mkb']) {
      await page.keyboard.press('Control+k')
      await page.keyboard.type(words)
      await page.locator('.palette .item .order-number').first().waitFor()
      // What the first two of its digits found may stand there for a moment.
      if (words !== 'mkb')
        await expect
          .poll(() => page.locator('.palette .item .order-number').allInnerTexts())
          .toContainEqual(expect.stringMatching(new RegExp(`${words}$`)))
      await page.keyboard.press('Escape')
      await page.locator('.palette').waitFor({ state: 'detached' })
    }
  })
})

test('a filter is added with F by keys alone, stays after a reload, and goes again', async () => {
  await at('orders?view=table', '.t-row')
  await page.keyboard.press('f')
  // 状态, 店铺, 内容: as fast as keys come.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('托盘')
  await page.keyboard.press('Enter')
  const pill = page.locator('.bar').getByText('托盘')
  await pill.waitFor()
  await page.reload()
  await pill.waitFor()
  await page.locator('.t-row').first().waitFor()
  await page.getByText('清空').click()
  await pill.waitFor({ state: 'detached' })
  expect(page.url()).not.toContain('f=')
})

test('board and table are two views of one list', async () => {
  await at('orders?view=board', '.card')
  await page.getByRole('button', { name: '表格', exact: true }).click()
  await page.locator('.t-row').first().waitFor()
  expect(page.url()).toContain('view=table')
  await page.getByRole('button', { name: '看板' }).click()
  await page.locator('.card').first().waitFor()
})

test('Enter opens the drawer, J and K walk, R writes the memo, history tells it, Esc closes', async () => {
  await at('orders?view=table', '.t-row')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.locator('.drawer .drawer-facts').waitFor()
  const first = openOrder()
  await page.keyboard.press('j')
  await expect.poll(openOrder).not.toBe(first)
  await page.keyboard.press('k')
  await expect.poll(openOrder).toBe(first)
  await page.locator('.drawer .drawer-facts').waitFor()
  await page.keyboard.press('r')
  await page.keyboard.insertText('送一张卡片')
  await page.keyboard.press('Control+Enter')
  await page.locator('.drawer-memo-show').getByText('送一张卡片').waitFor()
  await page.getByRole('tab', { name: /修改历史/ }).click()
  await page
    .locator('.drawer-history section', { hasText: '改备注' })
    .getByText('送一张卡片')
    .first()
    .waitFor()
  await page.getByRole('tab', { name: /原始数据/ }).click()
  await page.locator('.drawer-payload .l').first().waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.drawer').waitFor({ state: 'detached' })
})

test('in English the frame has no Chinese word; in the dark the page is dark', async () => {
  const other = await station.open()
  await other.evaluate(
    () => (localStorage.setItem('zg.language', 'en'), localStorage.setItem('zg.theme', 'dark')),
  )
  await other.reload()
  await other.locator('.card').first().waitFor()
  await other.locator('.foot .num').waitFor()
  const frame = await other.locator('.spine a, .top h1, .top .segmented, .top .find, .foot').allInnerTexts()
  expect(frame.join(' ')).not.toMatch(/\p{Script=Han}/u)
  expect(await other.getAttribute('html', 'data-theme')).toBe('dark')
  expect(await other.getAttribute('html', 'lang')).toBe('en')
  await other.context().close()
})

test('on a phone nothing is wider than the screen', async () => {
  const phone = await station.open('orders?view=board', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  })
  await phone.locator('.card').first().waitFor()
  for (const [hash, ready] of [
    ['orders?view=board', '.card'],
    ['sync', '.sync-shop'],
    ['settings', '.settings-body section'],
  ] as const) {
    await phone.goto(`${station.address}/#/${hash}`)
    await phone.locator(ready).first().waitFor()
    expect([hash, await phone.evaluate(() => document.documentElement.scrollWidth)]).toEqual([hash, 390])
  }
  await phone.context().close()
})

test.each([
  ['the board', 'orders?view=board', '.card'],
  ['the table', 'orders?view=table', '.t-row'],
  ['sync', 'sync', 'main.page h2, main.page section'],
  ['settings', 'settings', 'main.page section'],
])('axe finds nothing serious on %s', async (_name, hash, ready) => {
  await at(hash, ready)
  await page.waitForTimeout(300)
  expect(await seriousFaults(page, axe)).toEqual([])
})

test('axe finds nothing serious on the drawer beside the table', async () => {
  await at('orders?view=table', '.t-row')
  await page.locator('.t-row').first().click()
  await page.locator('.drawer .drawer-facts').waitFor()
  for (const tab of [/概览/, /原始数据/, /修改历史/]) {
    await page.getByRole('tab', { name: tab }).click()
    await page.waitForTimeout(300)
    expect(await seriousFaults(page, axe)).toEqual([])
  }
})
