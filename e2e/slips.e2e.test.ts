import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawSlip } from './draw-slip'
import { seriousFaults, startStation, type Station } from './serve'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let station: Station
let page: Page
let numbers: string[]

beforeAll(async () => {
  station = await startStation()
  // Nothing of these has left: no after-sale case follows from their slips, and a match can be taken back.
  const toShip = JSON.stringify([{ field: 'state', op: 'is', values: ['to-ship'] }])
  page = await station.open(`orders?view=table&f=${encodeURIComponent(toShip)}`)
  await page.waitForSelector('.t-row')
  const long = async () => [...new Set((await page.locator('.t-row .order-number').allInnerTexts()).map((text) => text.trim()).filter((text) => /^\d{18,19}$/.test(text)))] // prettier-ignore
  for (numbers = await long(); numbers.length < 4; numbers = await long()) await page.waitForTimeout(500)
})
afterAll(() => station[Symbol.asyncDispose]())

/** Lets files fall onto the page, as from the desktop. */
async function drop(files: readonly { name: string; bytes: Buffer }[]): Promise<void> {
  const given = files.map(({ name, bytes }) => [name, bytes.toString('base64')] as const)
  await page.evaluate((all) => {
    const data = new DataTransfer()
    for (const [name, text] of all)
      data.items.add(new File([Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))], name, { type: 'image/jpeg' })) // prettier-ignore
    document.querySelector('.returns-page')!.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })) // prettier-ignore
  }, given)
}
const item = (state: string) => page.locator(`.slip-item[data-state=${state}]`)

test('the empty desk says what to do; a folder of nonsense becomes rows with reasons', async () => {
  await page.goto(`${station.address}/#/returns`)
  await page.getByText('还没有退货面单').waitFor()
  expect(await seriousFaults(page, axe)).toEqual([])
  await drop([
    { name: 'letter.jpg', bytes: Buffer.from('%PDF-1.7 not a picture') },
    { name: 'page.jpg', bytes: Buffer.from('<svg onload=alert(1)>') },
  ])
  await expect.poll(() => item('unreadable').count()).toBe(2)
  await item('unreadable').first().click()
  await page.locator('.slip-problem').waitFor()
})

test('two slips dropped: the one matches by itself, the other is decided by a key and taken back by Z', { timeout: 240_000 }, async () => {
  const [first, second] = numbers as [string, string]
  const unclear = second.slice(0, -3) + ((Number(second.at(-3)) + 5) % 10) + second.slice(-2)
  await drop([
    { name: 'one.jpg', bytes: await drawSlip(station.browser, { orderNo: first, waybill: 'YT8841207735196' }) },
    { name: 'two.jpg', bytes: await drawSlip(station.browser, { orderNo: unclear, waybill: 'YT8841207735205' }) },
  ])
  await item('matched').waitFor({ timeout: 100_000 })
  await item('ask').waitFor({ timeout: 100_000 })
  await item('matched').click()
  await page.locator('.slip-matched').waitFor()
  expect(await page.locator('.slip-aside .order-number').innerText()).toBe(first)
  await page.locator('.slip-turned img').waitFor()
  await page.locator('[data-field=orderNo]').hover()
  await page.locator('.slip-box.lit[data-box=orderNo]').waitFor()

  await item('ask').click()
  await page.locator('.slip-candidate.on').waitFor()
  expect(await page.locator('.slip-candidate.on .order-number').innerText()).toBe(second)
  expect(await page.locator('.slip-evidence').innerText()).toContain(`${second.length} 位里 ${second.length - 1} 位相同`)
  expect(await page.locator('.slip-why').innerText()).toContain('为什么不自动')
  expect(await seriousFaults(page, axe)).toEqual([])
  await page.keyboard.press('1')
  await expect.poll(() => item('matched').count()).toBe(2)
  await page.getByText(`认到了 ${second}`).waitFor()
  await page.keyboard.press('z')
  await expect.poll(() => item('ask').count()).toBe(1)
  await page.locator('.slip-candidate.on').waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => item('matched').count()).toBe(2)
}) // prettier-ignore

test('the same picture again is no second slip, and says so', async () => {
  await drop([{ name: 'again.jpg', bytes: Buffer.from('%PDF-1.7 not a picture') }])
  await page.getByText('1 张收过了').waitFor()
  expect(await item('unreadable').count()).toBe(2)
})

test('another station sees the list move', async () => {
  const other = await station.open('returns')
  await other.locator('.slip-item[data-state=matched]').first().waitFor()
  const before = await page.locator('.slip-item').count()
  await expect.poll(() => other.locator('.slip-item').count()).toBe(before)
  await drop([{ name: 'new.jpg', bytes: Buffer.from('a text file') }])
  await expect.poll(() => other.locator('.slip-item').count()).toBe(before + 1)
  await other.context().close()
})

test('the drawer of the order shows its slip, large in its place', async () => {
  await page.goto(`${station.address}/#/orders?view=table`)
  await page.keyboard.press('Control+k')
  // As a scanner types: Enter comes before the answer does, and must not open what an earlier half of the number found.
  await page.keyboard.type(numbers[0]!)
  await page.keyboard.press('Enter')
  await page.locator('.slip-shelf-item img').waitFor()
  await page.locator('.slip-shelf-item').click()
  await page.locator('.slip-large img').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.slip-large').waitFor({ state: 'detached' })
  expect(await page.locator('.drawer').count()).toBe(1)
})

test('a phone takes a picture through its own camera and is told in colour, word and place', async () => {
  const phone = await station.open('scan', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  await phone.locator('.scan-page').waitFor()
  const bytes = await drawSlip(station.browser, { orderNo: numbers[2]!, waybill: 'YT8841207735214' })
  await phone.locator('input[data-pick=phone]').setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: bytes })
  await phone.locator('.scan-band.matched').waitFor()
  expect(await phone.locator('.scan-band').innerText()).toContain(numbers[2]!.slice(-4))
  expect(await phone.locator('.scan-page').innerText()).not.toMatch(/¥|98\.00/)
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  expect(await seriousFaults(phone, axe)).toEqual([])
  await phone.context().close()
}) // prettier-ignore

/** A phone on the scan page whose line has gone after it was there. `script` runs before the page's own. */
async function aPhoneOffline(script = ''): Promise<{ phone: Page; lineIsBack: () => void }> {
  const phone = await station.open('scan', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }) // prettier-ignore
  let down = false
  const lines: { close(): Promise<void> }[] = []
  await phone.routeWebSocket(/\/rpc$/, (line) => {
    if (down) return void line.close()
    line.connectToServer()
    lines.push(line)
  })
  await phone.addInitScript(script)
  await phone.reload()
  await phone.getByText('拍下的面单会排在这里').waitFor()
  down = true
  await Promise.all(lines.map((line) => line.close()))
  return { phone, lineIsBack: () => void (down = false) }
}

test('without a line a picture waits on the phone, outlives a reload, and goes on by itself', async () => {
  const { phone, lineIsBack } = await aPhoneOffline()
  const bytes = await drawSlip(station.browser, { orderNo: numbers[3]!, waybill: 'YT8841207735223' })
  await phone
    .locator('input[data-pick=phone]')
    .setInputFiles({ name: 'IMG_2.jpg', mimeType: 'image/jpeg', buffer: bytes })
  await phone.getByText('离线，已存 1 张').waitFor()
  lineIsBack()
  await phone.reload()
  await phone.locator('.scan-band.matched').waitFor()
  expect(await phone.locator('.scan-band').innerText()).toContain(numbers[3]!.slice(-4))
  await phone.context().close()
})

test('a phone that can keep nothing says in words that the picture ends with the page', async () => {
  // As a private window or a full phone.
  const keepsNothing = `Object.defineProperty(window, 'indexedDB', { value: { open: () => { throw new DOMException('no', 'QuotaExceededError') } } })`
  const { phone, lineIsBack } = await aPhoneOffline(keepsNothing)
  const bytes = await drawSlip(station.browser, { orderNo: numbers[3]!, waybill: 'YT8841207735224' })
  await phone.locator('input[data-pick=phone]').setInputFiles({ name: 'IMG_3.jpg', mimeType: 'image/jpeg', buffer: bytes })
  await phone.getByText('1 张这台手机存不下').waitFor()
  expect(await phone.getByText('离线，已存').count()).toBe(0)
  lineIsBack()
  await expect.poll(() => phone.getByText('存不下').count(), { timeout: 70_000 }).toBe(0)
  await phone.context().close()
}) // prettier-ignore
