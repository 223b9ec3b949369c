import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath } from '../tools/chromium.mjs'
import { runCli, type Running } from './run-cli'

interface Face {
  readonly address: string
  readonly link: string
}
interface PlatformShop {
  readonly platform: string
  readonly origin: string
  readonly settings: Readonly<Record<string, string>>
}

const PIN = '739184'
const data = mkdtempSync(join(tmpdir(), 'zhanggui-first-'))
let core: Running<Face>
let taobao: Running<PlatformShop>
let vendure: Running<PlatformShop>
let browser: Browser
let page: Page

beforeAll(async () => {
  const practice = (platform: string) =>
    runCli<PlatformShop>('practice', '--platform', platform, '--orders', '20')
  ;[core, taobao, vendure] = await Promise.all([
    runCli<Face>('serve', '--json', '--port', '0', '--data', data),
    practice('taobao'),
    practice('vendure'),
  ])
  const { executablePath, env, args } = await chromiumPath()
  browser = await chromium.launch({ executablePath, args, env })
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  page = await context.newPage()
  page.setDefaultTimeout(60_000)
})
afterAll(async () => {
  await browser.close()
  await Promise.all([core, taobao, vendure].map((one) => one[Symbol.asyncDispose]()))
  for (const folder of [data, `${data}-practice`]) rmSync(folder, { recursive: true, force: true })
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

async function fillKeys(shop: PlatformShop, over: Readonly<Record<string, string>> = {}): Promise<void> {
  const advanced = page.locator('details:not([open]) > summary')
  if ((await advanced.count()) > 0) await advanced.click()
  await page.getByLabel(/接口地址|后台网址/).fill(shop.origin)
  for (const [name, value] of Object.entries({ ...shop.settings, ...over })) {
    const field = page.locator(`#new-shop-${name}`)
    if ((await field.count()) > 0) await field.fill(value)
  }
}

describe('opening the counter', () => {
  test('the owner chooses a PIN; one that anybody tries first is not taken', async () => {
    await page.goto(core.said.link)
    await page.getByLabel('PIN', { exact: true }).waitFor()
    await page.keyboard.type('123456')
    await page.getByText('顺着数的').waitFor()
    expect(await button('就用这个 PIN').isDisabled()).toBe(true)
    await page.keyboard.press('Control+a')
    await page.keyboard.type(PIN)
    await page.getByLabel('再填一遍').fill(PIN)
    await page.keyboard.press('Enter')
  })

  test('the recovery passphrase is eight words alone on the printed sheet, and asks to be kept', async () => {
    await page.locator('.first-run-sheet').waitFor()
    expect(await page.locator('.first-run-phrase li').count()).toBe(8)
    expect(await button('下一步').isDisabled()).toBe(true)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.first-run-sheet').isVisible()).toBe(true)
    for (const other of ['.first-run-side', '.first-run-check', '.first-run-main > header'])
      expect([other, await page.locator(other).isVisible()]).toEqual([other, false])
    await page.emulateMedia({ media: null })
    await page.getByLabel(/我已经抄下/).check()
    await button('下一步').click()
  })

  test('a wrong key is told in a sentence with what to do; Esc leads back to the platforms', async () => {
    await button('接入 淘宝 / 天猫').click()
    await page.getByLabel('店名').fill('栗里家居')
    await fillKeys(taobao.said, { session: 'an-old-session' })
    await button('先测一下').click()
    await page.locator('.settings-steps').getByText('重新授权').waitFor()
    await button('先测一下').waitFor()
    await page.keyboard.press('Escape')
    await button('接入 Vendure').waitFor()
  })

  test('a bad address is marked at its field, and nobody says that keys were refused; out of reach is no matter of keys', async () => {
    await button('接入 Vendure').click()
    await page.getByLabel('店名').fill('栗里小店')
    await fillKeys({ ...vendure.said, origin: 'not an address' })
    await button('先测一下').click()
    const address = page.getByLabel('后台网址')
    await expect.poll(() => address.getAttribute('aria-invalid')).toBe('true')
    expect(await button('照样接上').count()).toBe(0)
    await address.fill('http://127.0.0.1:9')
    await button('先测一下').click()
    await page.getByText('连不上').waitFor()
    await page.getByText('钥匙对不对还不知道').waitFor()
    expect(await page.getByText('平台没认这些钥匙').count()).toBe(0)
    await page.keyboard.press('Escape')
  })

  test('the address under «advanced» stays open while it is being mended', async () => {
    await button('接入 淘宝 / 天猫').click()
    await page.getByLabel('店名').fill('栗里')
    await fillKeys(taobao.said)
    const address = page.getByLabel('接口地址')
    await address.fill('hello')
    await button('先测一下').click()
    await expect.poll(() => address.getAttribute('aria-invalid')).toBe('true')
    await address.press('End')
    await page.keyboard.type('.com/abc')
    expect(await address.inputValue()).toBe('hello.com/abc')
    await page.keyboard.press('Escape')
  })

  test('with the right keys all is green, the shop is connected and its orders stand on the board', async () => {
    await button('接入 Vendure').click()
    await page.getByLabel('店名').fill('栗里小店')
    await fillKeys(vendure.said)
    await button('先测一下').click()
    await page.getByText('都通了').waitFor()
    await button('试过就接上').click()
    await page.getByText('「栗里小店」接上了').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.card').first().waitFor()
  })
})

describe('settings, by keyboard where there is one way', () => {
  test('a second shop is added, paused and resumed; Esc closes its panes and gives the focus back', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('e')
    await button('接一家店').focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('店名').fill('栗里家居')
    await fillKeys(taobao.said)
    await page.keyboard.press('Enter')
    await page.getByText('「栗里家居」接上了').waitFor()
    await expect.poll(focused).toBe('好了')
    await page.keyboard.press('Enter')
    const shop = page.locator('.settings-shop', { hasText: '栗里家居' })
    await shop.getByRole('button', { name: '测一下' }).click()
    await shop.getByText('都通了').waitFor()
    await shop.getByRole('button', { name: '暂停' }).click()
    await shop.getByRole('button', { name: '恢复' }).click()
    await shop.getByRole('button', { name: '暂停' }).waitFor()
    await shop.getByRole('button', { name: '换钥匙' }).focus()
    await page.keyboard.press('Enter')
    await shop.getByLabel('授权令牌').fill('an-old-session')
    await page.keyboard.press('Enter')
    await shop.getByText('重新授权').waitFor()
    await page.keyboard.press('Escape')
    expect(await focused()).toBe('换钥匙')
    await shop.getByRole('button', { name: '移走' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('移走这家店')
    await page.keyboard.press('Enter')
    await shop.waitFor({ state: 'detached' })
  })

  test('a time-out, the language and the look are kept', async () => {
    await page.getByLabel('待付款变黄').fill('45')
    await page.keyboard.press('Enter')
    await page.locator('#settings-times').getByText('已存').waitFor()
    await button('English').click()
    await button('Dark').click()
    await page.reload()
    expect(await page.getByLabel('Unpaid turns yellow').inputValue()).toBe('45')
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark')
    await button('中文').click()
    await button('浅色').click()
  })

  test('a backup made now is proven by a restore', async () => {
    await button('现在备份').click()
    await page.locator('#settings-backup td').getByText('是好的').waitFor()
  })

  test('another station opens with the new PIN, not with the old one', async () => {
    await page.getByLabel('新 PIN').fill('lizhi2028')
    await page.getByLabel('再填一遍').fill('lizhi2028')
    await page.keyboard.press('Enter')
    await page.locator('#settings-pin [role=status]').getByText('PIN').waitFor()
    const other = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
    await other.goto(core.said.address)
    const field = other.getByLabel('PIN', { exact: true })
    await field.fill(PIN)
    await other.keyboard.press('Enter')
    await other.getByText('PIN 不对').waitFor()
    await field.fill('lizhi2028')
    await other.keyboard.press('Enter')
    await other.locator('.card').first().waitFor()
    await other.context().close()
  })
})

test('practice shops open in a folder of their own without another PIN; one key leads back', async () => {
  await button('打开练习店').click()
  await page.locator('.practice-mark').waitFor()
  await page.locator('.card').first().waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('e')
  await button('回真店').click()
  await page.locator('.practice-mark').waitFor({ state: 'detached' })
  await page.locator('.card', { hasText: '栗里小店' }).first().waitFor()
}, 240_000)

test('a lost line is told in plain words, and mends itself when core is back', async () => {
  await page.goto(`${core.said.address}/#/orders?view=table`)
  await page.locator('.t-row').first().waitFor()
  await core.kill()
  await page.getByRole('alert').getByText('正在自己重连').waitFor()
  expect(await page.locator('.t-row').first().isVisible()).toBe(true)
  await page.locator('.t-row').first().click()
  core = await runCli<Face>('serve', '--json', '--port', new URL(page.url()).port, '--data', data)
  await page.locator('.drawer .drawer-facts').waitFor()
  await page.getByRole('alert').waitFor({ state: 'detached' })
}, 240_000)
