import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousFaults, startStation, type Station } from './serve'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SKU = 'LL-BSK-L-BA'
let station: Station
let page: Page

beforeAll(async () => {
  station = await startStation()
  page = await station.open('stock')
  await page.locator(`[data-sku="${SKU}"]`).waitFor()
})
afterAll(() => station[Symbol.asyncDispose]())

const cell = (warehouseId: string) => page.locator(`[data-sku="${SKU}"] [data-warehouse="${warehouseId}"]`)
const free = async (warehouseId: string) => Number(await cell(warehouseId).locator('.stock-free').innerText())
const tab = (name: string) => page.getByRole('tab', { name }).click()

test('by keyboard: a cell is opened, goods are received, and the matrix and the ledger show it', async () => {
  await cell('w2').click()
  const before = await free('w2')
  await page.keyboard.press('i')
  await page.getByLabel('件数', { exact: true }).fill('12')
  await page.getByLabel('其中坏件').fill('2')
  await page.getByLabel('送货单号').fill('SH-1')
  await page.keyboard.press('Enter')
  await page.getByRole('form', { name: '收货' }).waitFor({ state: 'detached' })
  await expect.poll(() => free('w2')).toBe(before + 10)
  await expect.poll(() => page.locator('.stock-moves li').first().innerText()).toContain('SH-1')
  expect(await cell('w2').innerText()).toContain('坏 2')
  // The same delivery note once more is said before anything is saved.
  await page.keyboard.press('i')
  const again = page.getByRole('form', { name: '收货' })
  await again.getByLabel('送货单号').fill(' SH-1')
  await expect.poll(() => again.getByRole('status').innerText()).toContain('已经收过 12 件')
  await again.getByLabel('送货单号').fill('SH-2')
  expect(await again.getByRole('status').count()).toBe(0)
  await page.keyboard.press('Escape')
  await again.waitFor({ state: 'detached' })
})

test('a count needs a reason where it differs, and a refusal stands in its place', async () => {
  await page.keyboard.press('c')
  const form = page.getByRole('form', { name: '盘点' })
  await form.getByLabel('实盘').fill('100')
  expect(await form.getByRole('button', { name: '确定' }).isDisabled()).toBe(true)
  await form.getByLabel('原因').fill('少了一箱')
  await page.keyboard.press('Enter')
  await form.waitFor({ state: 'detached' })
  await page.keyboard.press('a')
  const adjust = page.getByRole('form', { name: '调整' })
  await adjust.getByLabel('件数').fill('5000')
  await adjust.getByLabel('原因').fill('x')
  await page.keyboard.press('Enter')
  expect(await adjust.getByRole('alert').innerText()).toContain('减不了 5000 件')
  await page.keyboard.press('Escape')
  await adjust.waitFor({ state: 'detached' })
})

test('below the safety line a cell is amber, names the neighbour, and one press proposes the transfer', async () => {
  await cell('w2').click()
  await page.getByRole('button', { name: '安全线' }).click()
  await page.getByRole('form', { name: '安全线' }).getByRole('textbox').fill('130')
  await page.keyboard.press('Enter')
  await expect.poll(() => cell('w2').innerText()).toContain('杭州仓可调')
  await page.getByRole('button', { name: /^从杭州仓调/ }).click()
  const form = page.getByRole('form', { name: '建调拨单' })
  const pieces = Number(await form.getByLabel('件数').inputValue())
  expect(pieces).toBeGreaterThan(0)
  await page.keyboard.press('Enter')
  await form.waitFor({ state: 'detached' })
  await expect.poll(() => cell('w2').innerText()).toContain(`途 ${pieces}`)
  await tab('调拨')
  await page.getByLabel(`到了几件 ${SKU}`).fill('0')
  // Nothing arrived is not «all of it».
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('button', { name: '收下', exact: true }).isDisabled()).toBe(true)
  await page.getByLabel(`到了几件 ${SKU}`).fill('1')
  await page.getByRole('button', { name: '收下', exact: true }).click()
  await expect.poll(() => page.locator('.stock-item').first().innerText()).toContain('收 1')
  await page.getByRole('button', { name: '没到的撤回' }).click()
  await page.getByText('没有在途的调拨').waitFor()
})

test('a count sheet keeps what was typed; what moved meanwhile is looked at, then counted', async () => {
  await tab('盘点')
  const line = page.locator(`[data-count="${SKU}"]`)
  const counted = line.getByLabel(`实盘 ${SKU}`)
  await counted.waitFor()
  await counted.fill('三箱')
  await page.getByRole('alert').waitFor()
  await counted.fill('90')
  await tab('矩阵')
  // Goods come in while the sheet lies beside.
  await cell('w1').click()
  await page.keyboard.press('i')
  await page.getByLabel('件数', { exact: true }).fill('7')
  await page.keyboard.press('Enter')
  await page.getByRole('form', { name: '收货' }).waitFor({ state: 'detached' })
  await tab('盘点')
  expect(await counted.inputValue()).toBe('90')
  await line.getByLabel(`原因 ${SKU}`).fill('点过两遍')
  const moved = line.getByRole('button', { name: /^动过/ })
  await moved.click()
  // A parcel that leaves meanwhile is asked about as the goods were.
  const counts = async () => {
    if (await moved.isVisible()) await moved.click()
    await page.getByRole('button', { name: /^交盘点单/ }).click({ timeout: 1_000 }).catch(() => undefined) // prettier-ignore
    return page.getByRole('status').getByText(/盘好了/).isVisible() // prettier-ignore
  }
  await expect.poll(counts, { interval: 500 }).toBe(true)
  expect(await counted.inputValue()).toBe('')
  await expect.poll(() => line.innerText()).toContain('90')
})

test('a shop is told nothing before its list was seen and confirmed', async () => {
  await tab('推送到店')
  const shop = page.locator('[data-push]').first()
  expect(await shop.innerText()).toContain('没开')
  await shop.getByRole('button', { name: '看看要推什么' }).click()
  const confirm = shop.getByRole('button', { name: /^看过了，开始推/ })
  // What is no number is not a buffer of none.
  await shop.getByLabel('留底').fill('三')
  expect(await confirm.isDisabled()).toBe(true)
  await shop.getByLabel('留底').fill('3')
  // The shop is still being read: its codes appear with its orders, and a list that changed meanwhile is not confirmed.
  for (let tries = 0; tries < 20 && !(await shop.innerText()).includes('在推'); tries += 1) {
    await confirm.click({ timeout: 500 }).catch(() => undefined)
    await page.waitForTimeout(1_500)
    const again = shop.getByRole('button', { name: '再看一遍' })
    if (await again.isVisible()) await again.click()
  }
  await expect.poll(() => shop.innerText()).toContain('在推')
  await expect.poll(() => shop.innerText()).toContain('上次')
})

test.each(['矩阵', '调拨', '盘点', '编码对照', '推送到店'])(
  '%s: nothing serious for those who do not see or point',
  async (name) => {
    await tab(name)
    await page.waitForTimeout(400)
    expect(await seriousFaults(page, axe)).toEqual([])
  },
)
