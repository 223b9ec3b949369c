import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chromiumPath } from '../tools/chromium.mjs'

const root = resolve(import.meta.dirname, '..')
const data = mkdtempSync(join(tmpdir(), 'zhanggui-walk-'))
let core: ChildProcess
let browser: Browser
let page: Page
let face: { address: string; link: string }

beforeAll(async () => {
  core = spawn(
    process.execPath,
    [join(root, 'out/main/cli.js'), 'serve', '--demo', '--json', '--port', '0', '--data', data],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  face = JSON.parse(
    await new Promise<string>((done) => core.stdout?.once('data', (text: Buffer) => done(String(text)))),
  ) as typeof face
  const { executablePath, env, args } = await chromiumPath()
  browser = await chromium.launch({ executablePath, args, env: { ...process.env, ...env } })
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  page = await context.newPage()
})

afterAll(async () => {
  await browser.close()
  await new Promise((done) => core.once('exit', done) && core.kill('SIGTERM'))
  rmSync(data, { recursive: true, force: true })
})

test('the one-time link opens the board once; a stranger is asked for the PIN', async () => {
  await page.goto(face.link)
  await page.waitForSelector('.card', { timeout: 60_000 })
  expect(await page.getByText('待发货').first().isVisible()).toBe(true)
  const stranger = await (await browser.newContext()).newPage()
  expect((await stranger.goto(face.link))?.status()).toBe(410)
  // In both languages, with the way back in.
  expect(await stranger.locator('main').innerText()).toMatch(/已经用过了[\s\S]*used already[\s\S]*PIN/)
  await stranger.goto(face.address)
  await stranger.waitForSelector('.sign-in')
  expect(await stranger.locator('.card').count()).toBe(0)
  await stranger.context().close()
})

test('orders of several shops flow onto the board by themselves', { timeout: 120_000 }, async () => {
  const many = () => page.locator('.note').first().innerText()
  await expect
    .poll(async () => Number((await many()).replace(/\D*([\d,]+).*/s, '$1').replace(',', '')), {
      timeout: 60_000,
    })
    .toBeGreaterThan(1000)
  const platforms = async () => new Set(await page.locator('.card .platform').allInnerTexts()).size
  await expect.poll(platforms).toBeGreaterThan(1)
})

test('new rows wait while the mouse is over the table, and come when it leaves', async () => {
  await page.goto(`${face.address}/#/orders?view=table`)
  const first = page.locator('.t-row').first()
  await first.waitFor()
  await page.mouse.move(700, 500)
  const before = await first.getAttribute('data-order')
  const height = () => page.locator('.orders-table [role=rowgroup]').evaluate((rows) => rows.clientHeight)
  await page.locator('.table-wrap > .waiting').waitFor({ timeout: 60_000 })
  expect(await first.getAttribute('data-order')).toBe(before)
  const held = await height()
  await page.mouse.move(700, 10)
  // Where in the list they come depends on their time: that they are there is what counts.
  await page.locator('.table-wrap > .waiting').waitFor({ state: 'detached' })
  expect(await height()).toBeGreaterThan(held)
  await page.goto(`${face.address}/#/orders?view=board`)
})

test('any two Chinese characters find an order, and Enter opens it with its raw payload', async () => {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('托盘')
  await page.waitForSelector('[role=option] mark')
  await page.keyboard.press('Enter')
  await page.waitForURL(/order=\d+/)
  await page.getByRole('tab', { name: /原始数据/ }).click()
  await page.getByText('我们读成').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.url()).not.toMatch(/order=/)
})

test('a memo written on one screen is on the other at once, and in the history', async () => {
  await page.goto(`${face.address}/#/orders?view=table`)
  await page.waitForSelector('.t-row')
  await page.locator('.t-row').nth(3).click()
  await page.waitForURL(/order=\d+/)
  const other = await page.context().newPage()
  await other.goto(page.url())
  await other.getByRole('tab', { name: /概览/ }).waitFor()
  await page.keyboard.press('r')
  await page.keyboard.type('加一层气泡膜')
  await page.keyboard.press('Control+Enter')
  await other.getByText('加一层气泡膜').first().waitFor()
  await other.close()
})
