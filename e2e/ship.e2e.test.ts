import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sayYesUntil } from './say-yes'
import { startStation, type Station } from './serve'

let station: Station
let page: Page
let files = ''
/** No two parcels of these tests share a number. */
let numbers = 8_962_646_000_000 + (Date.now() % 1_000_000)
const waybill = () => `YT${++numbers}`
const TO_SHIP = `orders?view=table&f=${encodeURIComponent('[{"field":"state","op":"is","values":["to-ship"]},{"field":"hold","op":"none"}]')}`

beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), 'zhanggui-e2e-sheets-'))
  station = await startStation()
  page = await station.open(TO_SHIP)
  await page.waitForSelector('.t-row')
})
afterAll(async () => {
  await station[Symbol.asyncDispose]()
  rmSync(files, { recursive: true, force: true })
})

async function at(hash: string, ready: string, on = page): Promise<void> {
  await on.goto('about:blank')
  await on.goto(`${station.address}/#/${hash}`)
  await on.locator(ready).first().waitFor()
}

test('S ships the open order by keys alone: the waybill scanned, its courier known, Enter sends', async () => {
  await at(TO_SHIP, '.t-row')
  await page.locator('.t-row').first().click()
  await page.locator('.drawer-acts').waitFor()
  await page.keyboard.press('s')
  await page.locator('.ship-panel input').first().waitFor()
  const number = waybill()
  await page.keyboard.type(number)
  await page.waitForFunction(
    () => document.querySelector<HTMLSelectElement>('.ship-courier')?.value === 'YTO',
  )
  await page.keyboard.press('Enter')
  await sayYesUntil(page, async () => (await page.locator('.ship-panel').count()) === 0)
  const parcel = page.locator('[data-shipment]').first()
  await parcel.waitFor()
  expect(await parcel.locator('.order-number').innerText()).toBe(number)
  await page.locator('[data-shipment="told"]').first().waitFor()
})

test('a product code under the scanner is not taken for a waybill', async () => {
  await at(TO_SHIP, '.t-row')
  await page.locator('.t-row').nth(1).click()
  await page.locator('.drawer .drawer-lines').waitFor()
  await page.keyboard.press('s')
  await page.locator('.ship-panel input').first().waitFor()
  await page.keyboard.type('6901234567892')
  await page.locator('.ship-courier').selectOption('YTO')
  await page.locator('.ship-panel .twarn').waitFor()
  await page.locator('.ship-panel button[type=submit]').click()
  await page.locator('.ship-refusal').waitFor()
  expect(await page.locator('.ship-refusal').innerText()).toContain('不像运单号')
  await page.keyboard.press('Escape')
  await page.locator('.ship-panel').waitFor({ state: 'detached' })
  expect(await page.locator('.drawer').count()).toBe(1)
})

test('a scanner that ends its number twice does not say yes to what it is asked', async () => {
  await page.keyboard.press('s')
  await page.locator('.ship-panel input').first().fill('6901234567892')
  await page.locator('.ship-courier').selectOption('YTO')
  await page.locator('.ship-panel .twarn').waitFor()
  // As the scanner does, at once when it is asked: a click by program counts as Enter does.
  await page.evaluate(() =>
    new MutationObserver((_, watching) => {
      const yes = document.querySelector<HTMLElement>('.ship-refusal button')
      if (!yes) return
      watching.disconnect()
      setTimeout(() => {
        yes.click()
        document.body.dataset['scannedTwice'] = 'yes'
      }, 50)
    }).observe(document.body, { childList: true, subtree: true }),
  )
  await page.locator('.ship-panel button[type=submit]').click()
  const yes = page.locator('.ship-refusal button')
  await yes.waitFor()
  await page.locator('body[data-scanned-twice]').waitFor()
  await page.waitForTimeout(300)
  expect(await yes.isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  await page.locator('.ship-panel').waitFor({ state: 'detached' })
})

test('a scanner that fires many times before Enter: said in words, nothing is sent and nothing cut off', async () => {
  await page.keyboard.press('s')
  const field = page.locator('.ship-panel input').first()
  const fired = 'YT8812345678901'.repeat(5)
  await field.fill(fired)
  expect(await page.locator('.ship-panel [role=alert]').innerText()).toContain('是不是扫了两次')
  await page.keyboard.press('Enter')
  expect(await page.locator('.ship-panel button[type=submit]').isDisabled()).toBe(true)
  expect(await field.inputValue()).toBe(fired)
  await page.keyboard.press('Escape')
  await page.locator('.ship-panel').waitFor({ state: 'detached' })
})

test('a second parcel with a number but without goods: said in words, and the first does not leave alone', async () => {
  await at(TO_SHIP, '.t-row')
  const another = page.getByRole('button', { name: '再加一个包裹' })
  // Some platforms take one parcel an order.
  for (let n = 3; n < 9; n++) {
    await page.locator('.t-row').nth(n).click()
    await page.locator('.drawer .drawer-lines').waitFor()
    await page.keyboard.press('s')
    await page.locator('.ship-parcel input').first().waitFor()
    if ((await another.count()) > 0) break
    await page.keyboard.press('Escape')
    await page.locator('.ship-panel').waitFor({ state: 'detached' })
  }
  const numbers = page.getByLabel('运单号', { exact: true })
  await numbers.first().fill(waybill())
  await another.click()
  await numbers.nth(1).fill(waybill())
  await page.locator('.ship-panel').getByText('有个包裹填了单号却没有货').waitFor()
  const submit = page.locator('.ship-panel button[type=submit]')
  expect(await submit.isDisabled()).toBe(true)
  await page.keyboard.press('Enter')
  expect(await numbers.count()).toBe(2)
  await page.getByRole('button', { name: '不要这个包裹' }).last().click()
  await expect.poll(() => submit.isEnabled()).toBe(true)
  await page.keyboard.press('Escape')
  await page.locator('.ship-panel').waitFor({ state: 'detached' })
})

test('numbers pasted beside the selected orders: looked at first, then sent', async () => {
  await at(TO_SHIP, '.t-row')
  for (const n of [2, 3]) await page.locator('.t-row').nth(n).locator('[role=checkbox], input[type=checkbox]').first().click() // prettier-ignore
  await page.locator('.selection').waitFor()
  await page.keyboard.press('s')
  await page.locator('.bulk-panel textarea').fill(`${waybill()}\n${waybill()}`)
  await page.locator('.bulk-entry .btn.p').click()
  await page.locator('.bulk-rows tbody tr').nth(1).waitFor()
  for (const box of await page.locator('.bulk-allow input').all()) await box.check()
  await page.locator('.bulk-panel footer .btn.p').click()
  await page.locator('tr[data-outcome="sent"]').nth(1).waitFor()
  expect(await page.locator('.bulk-panel footer [role=status]').innerText()).toContain('发出 2 单')
})

test('a sheet: every line with its order, its courier and what stands against it', async () => {
  await at(TO_SHIP, '.t-row')
  const number = await page.locator('.t-row .order-number').nth(4).getAttribute('title')
  const doubtful = await page.locator('.t-row .order-number').nth(5).getAttribute('title')
  const unclear = await page.locator('.t-row .order-number').nth(6).getAttribute('title')
  const file = join(files, '发货.csv')
  const doubled = waybill()
  writeFileSync(
    file,
    `订单号,运单号,快递公司\n${number},${doubled},圆通速递\nNO-SUCH-ORDER,${waybill()},\n4.20382E+18,${waybill()},\n${doubtful},1Z999AA10123456785,UPS\n${number},${waybill()},\n${unclear},${waybill()},某某快递\n`,
  )
  await page.keyboard.press('s')
  await page.locator('.bulk-drop input').setInputFiles(file)
  await page.locator('.bulk-rows tbody tr').nth(2).waitFor()
  const said = await page.locator('.bulk-rows tbody tr td:last-child').allInnerTexts()
  expect(said[1]).toContain('没有这个订单')
  expect(said[2]).toContain('四舍五入')
  expect(said[3]).toContain('校验位不对')
  expect(said[4]).toContain('第 2 行已经把这一单全发了')
  // A courier that is not clear is chosen in its line.
  expect(said[5]).toContain('认不出快递公司')
  const last = page.locator('.bulk-rows tbody tr').nth(5)
  await last.locator('select').selectOption('YTO')
  await last.getByText('认不出快递公司').waitFor({ state: 'detached' })
  for (const box of await page.locator('.bulk-allow input').all()) await box.check()
  // A doubtful number has a yes of its own line.
  expect(await page.locator('.bulk-panel footer .btn.p').innerText()).toContain('发出 2 单')
  await page.locator('.bulk-rows tbody tr').nth(3).getByRole('checkbox').check()
  await page.locator('.bulk-panel footer .btn.p').click()
  await page.locator('tr[data-outcome="sent"]').nth(2).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.bulk-panel').waitFor({ state: 'detached' })
})

test('a sheet too large for the line is refused in words, and the line stands', async () => {
  await at(TO_SHIP, '.t-row')
  await page.keyboard.press('s')
  const file = join(files, '太大.csv')
  writeFileSync(file, `订单号,运单号\n${'1,2\n'.repeat(800_000)}`)
  await page.locator('.bulk-drop input').setInputFiles(file)
  await page.getByText('太大.csv 太大了，分成几份').waitFor()
  expect(await page.getByText('正在重连').count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.locator('.bulk-panel').waitFor({ state: 'detached' })
})

test('P prints the lists of the selected orders: Code 128 of 12 mm and more, pages counted', async () => {
  await at(TO_SHIP, '.t-row')
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', 'yes')
  })
  for (const n of [0, 1, 2]) await page.locator('.t-row').nth(n).locator('[role=checkbox], input[type=checkbox]').first().click() // prettier-ignore
  await page.keyboard.press('p')
  await page.locator('body[data-printed]').waitFor()
  expect(await page.locator('.print-sheet section').count()).toBe(4)
  await page.emulateMedia({ media: 'print' })
  const heights = await page
    .locator('.print-code')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))
  expect(heights).toHaveLength(3)
  // 96 px an inch; the text beneath takes less than 3 mm of it.
  // A box to tick stands in its place in the row.
  const ticks = await page
    .locator('.print-tick')
    .evaluateAll((all) => all.map((one) => getComputedStyle(one).display))
  expect(new Set(ticks)).toEqual(new Set(['table-cell']))
  for (const height of heights) expect((height / 96) * 25.4 - 3).toBeGreaterThanOrEqual(12)
  const text = await page.locator('.print-sheet').innerText()
  expect(text).not.toMatch(/[¥$€]/)
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect((pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length).toBeGreaterThanOrEqual(4)
  await page.emulateMedia({ media: 'screen' })
})

test('a round on the phone: stop by stop, then a waybill on the parcel; never money', async () => {
  const phone = await station.open('pick', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await phone.locator('.pick-place').waitFor()
  expect(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  const firstStop = await phone.locator('.pick-head').innerText()
  // A double tap is one stop, and there is a way back to it.
  await expect.poll(() => phone.locator('.pick-foot .pick-big').isEnabled()).toBe(true)
  await phone.locator('.pick-foot .pick-big').evaluate(async (button: HTMLElement) => {
    button.click()
    await new Promise((painted) => setTimeout(painted))
    document.querySelector<HTMLElement>('.pick-foot .pick-big')?.click()
  })
  await phone.locator('.pick-back').waitFor()
  expect(await phone.locator('.pick-head').innerText()).toContain('第 2 站')
  await phone.locator('.pick-back').click()
  await expect.poll(() => phone.locator('.pick-head').innerText()).toBe(firstStop)
  for (let stop = 0; stop < 60 && (await phone.locator('.pick-scan').count()) === 0; stop++) {
    expect(await phone.locator('.pick').innerText()).not.toMatch(/[¥$€]\s?\d/)
    await phone.locator('.pick-foot .pick-big').click()
  }
  await phone.locator('.pick-scan').fill(waybill())
  const first = await phone.locator('.pick-place').innerText()
  await phone.keyboard.press('Enter')
  const next = () =>
    phone.evaluate((was) => document.querySelector('.pick-place')?.textContent !== was, first)
  await sayYesUntil(phone, next)
  await phone.close()
})
