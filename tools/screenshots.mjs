// Writes docs/screenshots/*.png from the practice shops: npm run screenshots [-- --url http://…/open?k=…]
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { chromiumPath } from './chromium.mjs'

const root = resolve(import.meta.dirname, '..')
const out = process.env['ZG_SHOTS'] ?? join(root, 'docs/screenshots')
mkdirSync(out, { recursive: true })

async function serve() {
  const data = mkdtempSync(join(tmpdir(), 'zhanggui-shots-'))
  const child = spawn(
    process.execPath,
    [join(root, 'out/main/cli.js'), 'serve', '--demo', '--json', '--port', '0', '--data', data],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const line = await new Promise((done) => child.stdout.once('data', (text) => done(String(text))))
  return {
    ...JSON.parse(line),
    stop: () =>
      new Promise(
        (done) =>
          child.once('exit', () => done(rmSync(data, { recursive: true, force: true }))) &&
          child.kill('SIGTERM'),
      ),
  }
}

const given = process.argv[process.argv.indexOf('--url') + 1]
const face = process.argv.includes('--url')
  ? { address: new URL(given).origin, link: given, stop: async () => undefined }
  : await serve()
const { executablePath, env, args } = await chromiumPath()
const browser = await chromium.launch({ executablePath, args, env: { ...process.env, ...env } })
const context = await browser.newContext({
  viewport: { width: 1440, height: 900 },
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
})
const page = await context.newPage()
page.on(
  'console',
  (message) => ['error', 'warning'].includes(message.type()) && console.error(`[page] ${message.text()}`),
)
page.on('pageerror', (error) => console.error(`[page] ${error.message}`))

const shot = (name) => page.screenshot({ path: join(out, `${name}.png`) })
const at = async (hash, ready) => {
  await page.goto(`${face.address}/#/${hash}`)
  await page.waitForSelector(ready, { timeout: 30_000 })
  await page.waitForTimeout(600)
}
/** One of the practice keys; what it brings takes its time. */
const bring = (name) => page.getByRole('button', { name }).first().click()
const look = (theme, language) =>
  page.evaluate(
    ([t, l]) => (localStorage.setItem('zg.theme', t), localStorage.setItem('zg.language', l)),
    [theme, language],
  )

try {
  await page.goto(face.link)
  await page.waitForSelector('.card', { timeout: 60_000 })
  if (!process.argv.includes('--url')) await page.waitForTimeout(20_000)
  await look('light', 'zh')
  await page.reload()
  await at('orders?view=board', '.card')
  await shot('board')
  await at('orders?view=table', '.t-row')
  await shot('table')
  await page.locator('.t-row').nth(2).click()
  await page.waitForSelector('[data-tab-panel], .drawer, aside', { timeout: 10_000 })
  await page.waitForTimeout(800)
  await shot('drawer')
  const raw = page.getByRole('tab', { name: '原始数据' })
  if (await raw.count()) {
    await raw.click()
    await page.waitForTimeout(600)
    await shot('drawer-raw')
  }
  await at('orders?view=table', '.t-row')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('黑胡桃')
  await page.waitForTimeout(800)
  await shot('palette')
  await page.keyboard.press('Escape')
  await at('refunds', '.refunds-list')
  await bring('来两个练习售后申请')
  await page.locator('.case-row').nth(1).waitFor({ timeout: 30_000 })
  await page.locator('.case-open').last().click()
  await page.waitForSelector('.swim')
  await page.waitForTimeout(800)
  await shot('refunds')
  await at('returns', '.returns-page')
  await bring('收一批练习退货单')
  await page.locator('.slip-item[data-state=matched]').first().waitFor({ timeout: 120_000 })
  await page.waitForTimeout(15_000)
  await page.locator('.slip-item[data-state=matched]').first().click()
  await page.locator('.slip-turned img').waitFor()
  await page.waitForTimeout(1_500)
  await shot('returns')
  await at('stock', '[data-sku]')
  await page.locator('[data-sku] [data-warehouse]').first().click()
  await page.waitForTimeout(800)
  await shot('stock')
  await at('books', '.books')
  await page.getByRole('group', { name: '对账里看什么' }).getByText('收账单').click()
  await bring('收这个月的练习账单')
  await page.getByText(/\d+ 份，\d+ 行/).waitFor({ timeout: 120_000 })
  await page.waitForTimeout(1_500)
  await shot('books-bills')
  await page.getByRole('group', { name: '对账里看什么' }).getByText('差异').click()
  // One with its equation.
  await page.locator('.books-list section[aria-label=金额对不上] button').first().click()
  await page.waitForTimeout(800)
  await shot('books-differences')
  const phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    storageState: await context.storageState(),
  })
  const hand = await phone.newPage()
  for (const [hash, ready] of [
    ['pick', '.pick'],
    ['scan', '.scan-page'],
  ]) {
    await hand.goto(`${face.address}/#/${hash}`)
    await hand.waitForSelector(ready, { timeout: 30_000 })
    await hand.waitForTimeout(1_000)
    await hand.screenshot({ path: join(out, `phone-${hash}.png`) })
  }
  await phone.close()
  await at('sync', 'main')
  await shot('sync')
  await at('settings', 'main')
  await shot('settings')
  await look('dark', 'zh')
  await page.reload()
  await at('orders?view=board', '.card')
  await shot('board-dark')
  await look('light', 'en')
  await page.reload()
  await at('orders?view=board', '.card')
  await shot('board-en')
} finally {
  await browser.close()
  await face.stop()
}
