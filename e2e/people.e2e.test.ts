import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aLanShop, type LanShop } from './lan-shop'
import { seriousFaults } from './serve'

// One walk: the owner adds a packer, lets the LAN in, a phone pairs, works, and is sent away.
const PIN = '702518'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let shop: LanShop
let owner: Page
let phone: Page
let code: string

beforeAll(async () => {
  shop = await aLanShop()
  owner = await shop.openOwner('settings')
  phone = await shop.phone()
})
afterAll(() => shop[Symbol.asyncDispose]())

const people = () => owner.locator('#settings-people')
const stations = () => owner.locator('#settings-stations')
const widthOf = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth')

test('the owner adds a packer by keyboard alone, and is shown a one-time code', async () => {
  await people().getByRole('button', { name: '加一个人' }).press('Enter')
  await owner.keyboard.type('小李')
  await owner.keyboard.press('Tab')
  await owner.keyboard.press('Space')
  await people().getByRole('button', { name: '加上' }).press('Enter')
  const letters = people().locator('.people-letters')
  await letters.waitFor()
  code = (await letters.textContent()) ?? ''
  expect(code).toMatch(/^[2-9A-Z]{4} [2-9A-Z]{4}$/)
  await owner.keyboard.press('Enter')
  await people().getByText('还没设 PIN').waitFor()
  expect(await people().locator('[data-person]').nth(1).textContent()).toContain('仓库')
})

test('a second person of that name is refused beside the button, in plain words', async () => {
  await people().getByRole('button', { name: '加一个人' }).click()
  await owner.getByLabel('名字', { exact: true }).fill('小李')
  await people().getByLabel(/^客服/).check()
  await people().getByRole('button', { name: '加上' }).click()
  await people().getByText('已经有人叫「小李」了').waitFor()
  await people().getByRole('button', { name: '不加了' }).click()
})

test('no phone can pair before the LAN is switched on; then a QR shows where to', async () => {
  const pair = stations().getByRole('button', { name: '配对手机' })
  expect(await pair.isDisabled()).toBe(true)
  expect(shop.lan()).toBe('')
  await stations().getByRole('switch').click()
  await stations()
    .getByText(/http:\/\/127\.0\.0\.2:\d+/)
    .waitFor()
  await pair.click()
  const link = await stations().locator('img.people-qr').getAttribute('alt')
  expect(link).toContain(`${shop.lan()}/pair?k=`)
  expect(await seriousFaults(owner, axe)).toEqual([])
})

test('a phone that is not paired sees how to pair and no name; the link pairs it', async () => {
  await phone.goto(shop.lan())
  expect(await phone.textContent('main')).not.toContain('小李')
  expect(await phone.locator('script').count()).toBe(0)
  const link =
    /http\S+/.exec((await stations().locator('img.people-qr').getAttribute('alt')) ?? '')?.[0] ?? ''
  await phone.goto(link)
  await phone.getByLabel(/Its name/).fill('仓库手机')
  await phone.getByRole('button').click()
  await phone.getByText('你是谁').waitFor()
  await stations().getByText('「仓库手机」配好了').waitFor()
})

test('the packer sets an own PIN with the code and comes to a home of large targets, without money', async () => {
  await phone.getByRole('button', { name: /小李/ }).click()
  await phone.getByLabel('一次性码').fill(code.toLowerCase())
  await phone.getByLabel('自己的 PIN').fill(PIN)
  await phone.getByLabel('再填一遍').fill(PIN)
  await phone.getByRole('button', { name: '设好，进去' }).click()
  await phone.locator('.phone-home').waitFor()
  expect(await phone.locator('.spine').count()).toBe(0)
  expect(await phone.locator('.phone-top').textContent()).toContain('小李')
  for (const target of await phone.locator('.phone-home :is(a, button)').all())
    expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(48)
  expect((await phone.locator('.phone-task').first().boundingBox())?.height).toBeGreaterThanOrEqual(64)
  expect(await seriousFaults(phone, axe)).toEqual([])
})

test('every page of the packer fits 390 px and shows no amount', async () => {
  const links = await phone.locator('.phone-home a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? '')) // prettier-ignore
  expect(links.length).toBeGreaterThan(0)
  for (const link of links) {
    await phone.goto(`${shop.lan()}/${link}`)
    await phone.locator('.phone > .page > *').first().waitFor()
    await phone.waitForTimeout(500)
    expect([link, await widthOf(phone)]).toEqual([link, 390])
    expect([link, await phone.textContent('main')]).toEqual([link, expect.not.stringMatching(/¥|US\$/)])
  }
  await phone.goto(`${shop.lan()}/#/orders`)
  await phone.locator('.card').first().click()
  await phone.locator('.drawer .drawer-lines').waitFor()
  expect(await widthOf(phone)).toBe(390)
  expect(await phone.textContent('.drawer')).not.toMatch(/¥|US\$|实付|应付|备注/)
  expect((await phone.locator('.drawer').boundingBox())?.width).toBe(390)
})

test('at a desk the packer has a table without money, no filter by it, and one that was sent says why it answers nothing', async () => {
  const left = await phone.evaluate(() => location.hash)
  await phone.setViewportSize({ width: 1440, height: 900 })
  const table = (filter = '') =>
    phone.evaluate((hash) => (location.hash = hash), `#/orders?view=table${filter}`)
  await table()
  await phone.locator('.t-row').first().waitFor()
  expect(await phone.locator('.orders-list').innerText()).not.toMatch(/应收|[¥$€]\s?\d/)
  await phone.keyboard.press('f')
  const fields = await phone.locator('.filter-form select').first().locator('option').allInnerTexts()
  expect(fields.length).toBeGreaterThan(4)
  expect(fields.filter((field) => /应收|备注/.test(field) && !/买家/.test(field))).toEqual([])
  await phone.keyboard.press('Escape')
  const sent = [{ field: 'total', op: 'atLeast', value: 10_000 }]
  await table(`&f=${encodeURIComponent(JSON.stringify(sent))}`)
  await phone.getByText('这个筛选要用到你的角色看不到的内容').waitFor()
  expect(await phone.locator('.orders-list thead, .orders-list [role=columnheader]').allInnerTexts()).not.toContain('应收') // prettier-ignore
  await phone.evaluate(() => (location.hash = '#/books'))
  await phone.getByText('这一页不归你的角色').waitFor()
  await phone.setViewportSize({ width: 390, height: 844 })
  await phone.evaluate((hash) => (location.hash = hash), left)
})

test('back leads home, out leads to the door; the pad takes the PIN, a wrong one is said in place', async () => {
  await phone.getByRole('button', { name: '回首页' }).click()
  await phone.locator('.card').first().waitFor()
  await phone.getByRole('button', { name: '回首页' }).click()
  await phone.getByRole('button', { name: '退出登录' }).click()
  await phone.getByRole('button', { name: /小李/ }).click()
  const press = async (digits: string) => {
    for (const digit of digits) await phone.locator('.pin-pad').getByRole('button', { name: digit, exact: true }).tap() // prettier-ignore
    await phone.getByRole('button', { name: '进去' }).tap()
  }
  for (const key of await phone.locator('.pin-pad button').all())
    expect((await key.boundingBox())?.height).toBeGreaterThanOrEqual(48)
  await press('918273')
  await phone.getByText('PIN 不对').waitFor()
  await press(PIN)
  await phone.locator('.phone-home').waitFor()
})

test('another role shows on the phone by itself, without signing in anew', async () => {
  await people().locator('[data-person]').nth(1).getByRole('button', { name: '改' }).click()
  await people().getByLabel(/^财务/).check()
  await people().getByRole('button', { name: '改好了' }).click()
  await phone.locator('.phone-top').getByText('仓库、财务').waitFor()
})

test('a lost line is said in the status line', async () => {
  await stations().getByRole('switch').click()
  await phone.getByText('离线，连上就接着走').waitFor()
})

test('the device that was sent away is at the pairing page at once', async () => {
  await stations().getByRole('switch').click()
  await phone.getByText('离线，连上就接着走').waitFor({ state: 'hidden' })
  const station = stations().locator('[data-station]')
  await station.getByText('小李登录着').waitFor()
  await station.getByRole('button', { name: '移走' }).click()
  await stations().getByRole('button', { name: '移走这台设备' }).click()
  await phone.getByLabel(/配对码/).waitFor()
  expect(await phone.textContent('main')).not.toContain('小李')
})
