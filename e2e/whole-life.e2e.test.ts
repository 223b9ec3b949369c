import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { returnSlips, writeReturnSlips } from '../core/practice'
import { readBook } from '../core/testing/read-book'
import { aLanShop, type LanShop } from './lan-shop'
import { sayYesUntil } from './say-yes'
import { askedSince, atPlatform, type CaseDb, shipThere, show, to } from './whole-life'

// One order's whole life on the practice shops: the owner at the desk, a packer with a phone, and at the end the doctor.
const root = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'zhanggui-life-'))
const scratch = mkdtempSync(join(tmpdir(), 'zhanggui-life-files-'))
const slipForms = join(root, 'resources/practice/slips')
const PIN = '702518'
const TO_SHIP = `orders?view=table&f=${encodeURIComponent('[{"field":"state","op":"is","values":["to-ship"]},{"field":"hold","op":"none"}]')}`
let shop: LanShop
let owner: Page
let phone: Page

beforeAll(async () => {
  shop = await aLanShop(folder)
  owner = await shop.openOwner('orders?view=board')
  phone = await shop.phone()
})
afterAll(async () => {
  await shop[Symbol.asyncDispose]()
  for (const place of [folder, scratch]) rmSync(place, { recursive: true, force: true })
})

describe('people and stations', () => {
  test('the owner opens, and the first orders flow in', async () => {
    await owner.locator('.card').first().waitFor()
    const orders = async () => Number((await shop.core.database.read.get<{ n: number }>('select count(*) as n from orders'))?.n) // prettier-ignore
    await expect.poll(orders).toBeGreaterThan(800)
    await expect.poll(() => owner.locator('.card .platform').allInnerTexts().then((all) => new Set(all).size)).toBeGreaterThan(1) // prettier-ignore
    expect(await owner.locator('.spine').innerText()).not.toContain('扫码')
    await show(owner, 'board')
  })

  test('a list of VIP buyers is taken in, and says which of its rows are strangers', async () => {
    const buyer = await shop.core.database.read.get<{ number: string; shop: string }>('select o.number, s.name as shop from orders o join shops s on s.id = o.shop_id where o.buyer_key is not null order by o.id limit 1') // prettier-ignore
    await to(owner, 'settings', '#settings-vip')
    const vip = owner.locator('#settings-vip')
    await vip.getByLabel('店铺').selectOption({ label: buyer?.shop ?? '' })
    await vip.locator('input[type=file]').setInputFiles({ name: 'vip.csv', mimeType: 'text/csv', buffer: Buffer.from(`订单号,备注\n${buyer?.number},老客户\n404,\n`) }) // prettier-ignore
    await vip.getByText('新标 1 位，原来就有 0 位，第 3 行店里没有这位买家').waitFor()
    await vip.scrollIntoViewIfNeeded()
    await show(owner, 'vip')
  })

  test('a packer is added, the LAN switched on, and a phone pairs and gets its own PIN', async () => {
    await to(owner, 'settings', '#settings-people')
    const people = owner.locator('#settings-people')
    await people.getByRole('button', { name: '加一个人' }).click()
    await owner.getByLabel('名字', { exact: true }).fill('小李')
    await people.getByLabel(/^仓库/).check()
    await people.getByRole('button', { name: '加上' }).click()
    const code = (await people.locator('.people-letters').textContent()) ?? ''
    await owner.keyboard.press('Enter')
    const stations = owner.locator('#settings-stations')
    await stations.getByRole('switch').click()
    await stations.getByText(/http:\/\/127\.0\.0\.2:\d+/).waitFor()
    await stations.getByRole('button', { name: '配对手机' }).click()
    const alt = (await stations.locator('img.people-qr').getAttribute('alt')) ?? ''
    await stations.locator('img.people-qr').scrollIntoViewIfNeeded()
    await show(owner, 'pairing')
    await phone.goto(/http\S+/.exec(alt)?.[0] ?? '')
    await show(phone, 'pair')
    await phone.getByLabel(/Its name/).fill('仓库手机')
    await phone.getByRole('button').click()
    await phone.getByRole('button', { name: /小李/ }).click()
    await phone.getByLabel('一次性码').fill(code)
    await phone.getByLabel('自己的 PIN').fill(PIN)
    await phone.getByLabel('再填一遍').fill(PIN)
    await show(phone, 'own-pin')
    await phone.getByRole('button', { name: '设好，进去' }).click()
    await phone.locator('.phone-home').waitFor()
    await show(phone, 'home')
  })
})

describe('ship', () => {
  test('by keys alone an order leaves under a practice number, and the platform has that parcel once', async () => {
    await to(owner, TO_SHIP, '.t-row')
    await show(owner, 'to-ship')
    await owner.locator('.t-row').nth(2).click()
    await owner.locator('.drawer .drawer-lines').waitFor()
    const orderId = Number(/order=(\d+)/.exec(owner.url())?.[1])
    await owner.keyboard.press('s')
    await owner.locator('.ship-panel input').first().waitFor()
    // From the number to its courier, and to the button that gives a practice number.
    for (const key of ['Tab', 'Tab', 'Enter']) await owner.keyboard.press(key)
    const field = owner.locator('.ship-panel input').first()
    await expect.poll(() => field.inputValue()).not.toBe('')
    const waybill = await field.inputValue()
    await expect.poll(() => owner.locator('.ship-panel .ship-courier').inputValue()).not.toBe('')
    // Beside its courier a number has room, whichever pages were read before this one.
    expect((await field.boundingBox())?.width).toBeGreaterThan(240)
    await show(owner, 'ship-panel')
    await owner.keyboard.press('Enter')
    await sayYesUntil(owner, async () => (await owner.locator('.ship-panel').count()) === 0)
    await owner.locator('[data-shipment="told"]').first().waitFor()
    await show(owner, 'shipped')
    expect((await atPlatform(shop.core, orderId)).waybills()).toEqual([waybill])
  })

  test('the platform ships an order while its panel is open: what was typed stays, and is said not to be sent', async () => {
    await to(owner, 'orders?view=board', '.card')
    await to(owner, TO_SHIP, '.t-row')
    await owner.locator('.t-row').nth(6).click()
    await owner.locator('.drawer .drawer-lines').waitFor()
    const orderId = Number(/order=(\d+)/.exec(owner.url())?.[1])
    await owner.keyboard.press('s')
    const number = owner.locator('.ship-panel input').first()
    await number.fill('78209232366406')
    await shipThere(shop.core, orderId, '78209232366999')
    await owner.locator('.ship-panel [role=alert]', { hasText: '这里填的没有发' }).waitFor()
    expect(await number.inputValue()).toBe('78209232366406')
    await show(owner, 'shipped-meanwhile')
    await owner.keyboard.press('Escape')
    await owner.locator('.ship-panel').waitFor({ state: 'detached' })
    expect((await atPlatform(shop.core, orderId)).waybills()).toEqual(['78209232366999'])
  })

  test('two selected orders leave with two practice numbers', async () => {
    await to(owner, 'orders?view=board', '.card')
    await to(owner, TO_SHIP, '.t-row')
    for (const n of [4, 5]) await owner.locator('.t-row').nth(n).locator('[role=checkbox], input[type=checkbox]').first().click() // prettier-ignore
    await owner.keyboard.press('s')
    await owner.getByRole('button', { name: '取 2 个练习运单号' }).click()
    await owner.locator('.bulk-entry .btn.p').click()
    await owner.locator('.bulk-rows tbody tr').nth(1).waitFor()
    for (const box of await owner.locator('.bulk-allow input').all()) await box.check()
    await show(owner, 'bulk')
    await owner.locator('.bulk-panel footer .btn.p').click()
    await owner.locator('tr[data-outcome="sent"]').nth(1).waitFor()
    await owner.keyboard.press('Escape')
    await owner.locator('.t-row').first().waitFor()
    expect(await owner.locator('.selection').count()).toBe(0)
  })

  test('the phone walks a round and ships its first parcel', async () => {
    await phone.getByRole('link', { name: /^拣货/ }).tap()
    await phone.locator('.pick-place').waitFor()
    await show(phone, 'pick')
    for (let stop = 0; stop < 60 && (await phone.locator('.pick-scan').count()) === 0; stop++)
      await phone.locator('.pick-foot .pick-big').tap()
    await phone.getByRole('button', { name: '取练习运单号' }).tap()
    await expect.poll(() => phone.locator('.pick-scan').inputValue()).not.toBe('')
    const waybill = await phone.locator('.pick-scan').inputValue()
    await expect.poll(() => phone.locator('.ship-courier').inputValue()).not.toBe('')
    await show(phone, 'pack')
    expect(await phone.locator('.pick').innerText()).not.toMatch(/[¥$€]\s?\d/)
    const slot = await phone.locator('.pick-place').innerText()
    await phone.locator('.pick-foot .pick-big').tap()
    await sayYesUntil(phone, () => phone.evaluate((was) => document.querySelector('.pick-place')?.textContent !== was, slot)) // prettier-ignore
    const sent = () => shop.core.database.read.get<{ order_id: number; state: string }>('select order_id, state from shipments where waybill = ?', [waybill]) // prettier-ignore
    await expect.poll(async () => (await sent())?.state).toBe('told')
    expect((await atPlatform(shop.core, Number((await sent())?.order_id))).waybills()).toContain(waybill)
  })
})

describe('return and refund', () => {
  let since = 0
  let large: CaseDb
  const asked = () => askedSince(shop.core, since)
  const state = async ({ id }: CaseDb) => (await asked()).find((one) => one.id === id)?.state

  test('of two requests that arrive the small one pays itself, once', async () => {
    since = Math.floor(Date.now() / 1000) * 1000
    await to(owner, 'refunds', '.refunds-list')
    await owner.getByRole('button', { name: '来两个练习售后申请' }).click()
    await expect.poll(asked).toHaveLength(2)
    const [small, second] = (await asked()) as [CaseDb, CaseDb]
    large = second
    await expect.poll(() => state(small)).toBe('paid')
    expect((await atPlatform(shop.core, small.order_id)).refunded()).toBe(small.amount)
    await owner
      .getByText(await numberOf(large))
      .first()
      .waitFor()
    await show(owner, 'refunds')
  })

  test('the slip of the return, under the phone, stands matched with its order and its case on the desk', async () => {
    const slips = await returnSlips(shop.core.database.read, { seed: 7, now: Date.now() })
    const [file = ''] = await writeReturnSlips(scratch, slipForms, slips.filter((one) => one.orderId === large.order_id)) // prettier-ignore
    await phone.getByRole('button', { name: '回首页' }).tap()
    await phone.getByRole('link', { name: /^扫码/ }).tap()
    await phone.locator('.scan-page').waitFor()
    await show(phone, 'scan')
    await phone.locator('input[data-pick=phone]').setInputFiles(file)
    await phone.locator('.scan-band.matched').waitFor()
    await show(phone, 'scanned')
    await to(owner, 'returns', '.slip-item[data-state=matched]')
    await owner.locator('.slip-item[data-state=matched]').click()
    await owner.locator(`.slip-aside[data-order="${large.order_id}"]`).waitFor()
    await owner.locator(`[data-case="${large.id}"] .swim`).waitFor()
    await owner.locator('.slip-turned img').waitFor()
    await show(owner, 'returns')
    const counted = owner.locator(`[data-case="${large.id}"] .case-goods`).getByLabel('完好').first()
    await counted.fill('1')
    await counted.blur()
    // Figures choose among orders on this desk; beside a case they send no money.
    for (const key of '123456') await owner.keyboard.press(key)
    expect(await state(large)).toBe('deciding')
    expect(await owner.locator(`[data-case="${large.id}"] .swim-node.is-yes`).count()).toBe(0)
  })

  test('the packer inspects on the phone, the owner stands in for finance, and it is paid once', async () => {
    await phone.getByRole('button', { name: '退出' }).tap()
    await phone.getByRole('link', { name: /^退款/ }).tap()
    await pickCase(phone, large)
    expect(await phone.locator('.refunds-page').innerText()).not.toMatch(/[¥$€]\s?\d/)
    await show(phone, 'refund')
    expect(await phone.locator('.swim').evaluate((lanes) => lanes.scrollWidth <= lanes.clientWidth)).toBe(
      true,
    )
    await phone.locator(`[data-case="${large.id}"] .case-decide .btn.p`).tap()
    await phone.locator(`[data-case="${large.id}"] .swim-node.is-yes`).waitFor()
    expect(await state(large)).toBe('deciding')
    // What is being counted stays when a colleague moves the case on.
    await owner.locator(`[data-case="${large.id}"] .swim-node.is-yes`).waitFor()
    expect(await owner.locator(`[data-case="${large.id}"] .case-goods`).getByLabel('完好').first().inputValue()).toBe('1') // prettier-ignore
    await to(owner, 'refunds', '.case-row')
    await pickCase(owner, large)
    await owner.locator(`[data-case="${large.id}"] .swim-node.is-yes`).waitFor()
    await owner.locator('.case-decide').getByText('以财务身份决定').waitFor()
    await show(owner, 'refund-finance')
    // Finance has keys of its own: the warehouse's yes, pressed again, pays nothing.
    await owner.keyboard.press('3')
    await expect.poll(() => state(large)).toBe('paid')
    expect((await atPlatform(shop.core, large.order_id)).refunded()).toBe(large.amount)
  })

  test('its goods are on hand again, and the drawer tells who held it', async () => {
    await to(owner, `orders?view=table&order=${large.order_id}`, '.order-refunds .swim')
    const lanes = await owner.locator('.order-refunds .swim').innerText()
    expect(lanes).toContain('小李')
    expect(lanes).toContain('老板代财务')
    const goods = owner.locator(`[data-case="${large.id}"] .case-goods`)
    await goods.getByLabel('完好').first().fill('1')
    // More than was shipped is said, and not taken.
    await goods.getByLabel('损坏').first().fill('99')
    expect(await goods.getByRole('alert').innerText()).toContain('最多还能收')
    expect(await goods.getByRole('button', { name: '入库' }).isDisabled()).toBe(true)
    await goods.getByLabel('损坏').first().fill('1')
    const damaged = (await goods.getByRole('alert').count()) === 0 ? 1 : 0
    await goods.getByLabel('损坏').first().fill(String(damaged))
    await owner.locator('.order-refunds .swim').scrollIntoViewIfNeeded()
    await show(owner, 'drawer-lanes')
    await goods.getByRole('button', { name: '入库' }).click()
    const back = () => shop.core.database.read.get<{ good: number; damaged: number }>(`select cast(sum(on_hand) as bigint) as good, cast(sum(damaged) as bigint) as damaged from stock_moves where kind = 'return' and order_id = ?`, [large.order_id]) // prettier-ignore
    await expect.poll(async () => [Number((await back())?.good), Number((await back())?.damaged)]).toEqual([1, damaged]) // prettier-ignore
    await show(owner, 'drawer-goods')
  })
})

const numberOf = async ({ id }: CaseDb) =>
  (await shop.core.database.read.get<{ number: string }>('select o.number from refund_cases c join orders o on o.id = c.order_id where c.id = ?', [id]))?.number ?? '' // prettier-ignore

/** Opens a case of the list. */
async function pickCase(page: Page, one: CaseDb): Promise<void> {
  await page
    .locator('.case-row', { hasText: await numberOf(one) })
    .locator('.case-open')
    .click()
  await page.locator(`[data-case="${one.id}"] .swim`).waitFor()
}

describe('stock', () => {
  const SKU = 'LL-BED-18-MB'
  const cell = (warehouseId: string) => owner.locator(`[data-sku="${SKU}"] [data-warehouse="${warehouseId}"]`)
  const form = (name: string) => owner.getByRole('form', { name })

  test('goods are received, go to the other warehouse and arrive there, and are counted', async () => {
    await to(owner, 'stock', `[data-sku="${SKU}"]`)
    await cell('w1').click()
    await owner.keyboard.press('i')
    await form('收货').getByLabel('件数', { exact: true }).fill('20')
    await form('收货').getByLabel('送货单号').fill('SH-2026-11')
    await owner.keyboard.press('Enter')
    await form('收货').waitFor({ state: 'detached' })
    await owner.locator('.stock-moves li', { hasText: 'SH-2026-11' }).waitFor()
    await owner.keyboard.press('n')
    await form('建调拨单').getByLabel('件数').fill('8')
    await owner.keyboard.press('Enter')
    await form('建调拨单').waitFor({ state: 'detached' })
    await expect.poll(() => cell('w2').innerText()).toContain('途 8')
    await show(owner, 'stock')
    await owner.getByRole('tab', { name: '调拨' }).click()
    await show(owner, 'transfers')
    await owner.getByRole('button', { name: '全部收下' }).click()
    await owner.getByText('没有在途的调拨').waitFor()
    await owner.getByRole('tab', { name: '矩阵' }).click()
    await cell('w2').click()
    await owner.keyboard.press('c')
    const expected = Number(await form('盘点').locator('p.num b').first().innerText())
    await form('盘点')
      .getByLabel('实盘')
      .fill(String(expected - 1))
    await form('盘点').getByLabel('原因').fill('少了一条')
    await show(owner, 'count')
    await owner.keyboard.press('Enter')
    await form('盘点').waitFor({ state: 'detached' })
    await owner.locator('.stock-moves li', { hasText: '少了一条' }).waitFor()
  })

  test('what the matrix shows is what the ledger adds up to', async () => {
    const ledger = async () =>
      Number((await shop.core.database.read.get<{ n: number }>(`select cast(sum(on_hand) - sum(reserved) as bigint) as n from stock_moves where sku = ? and warehouse_id = 'w2'`, [SKU]))?.n) // prettier-ignore
    await expect.poll(async () => Number(await cell('w2').locator('.stock-free').innerText()) - (await ledger())).toBe(0) // prettier-ignore
  })
})

describe('books', () => {
  test('the month’s practice bills come in, one difference is answered with a reason, the month goes out as .xlsx', async () => {
    await to(owner, 'books', '.books-bar')
    await show(owner, 'books-empty')
    await owner.getByRole('button', { name: '收这个月的练习账单' }).click()
    await owner.getByText(/4 份，\d+ 行/).waitFor()
    const tabs = owner.getByRole('group', { name: '对账里看什么' })
    await tabs.getByText('收账单').click()
    await owner.getByText('账单收齐了').waitFor()
    await expect.poll(() => owner.locator('.books-main tbody td:last-child').allInnerTexts()).toEqual(['0.00', '0.00', '0.00', '0.00']) // prettier-ignore
    await show(owner, 'coverage')
    await tabs.getByText('差异').click()
    await owner.locator('.books-answer').first().waitFor()
    const waiting = async () => Number((await owner.getByRole('button', { name: /^差异/ }).innerText()).replace(/\D/g, '')) // prettier-ignore
    const before = await waiting()
    expect(before).toBeGreaterThan(0)
    await show(owner, 'differences')
    await owner.keyboard.press('4')
    await owner.getByLabel('为什么核销').fill('金额小，不追了')
    await owner.locator('.books-do').click()
    await expect.poll(waiting).toBe(before - 1)
    await show(owner, 'difference-done')
    const [download] = await Promise.all([
      owner.waitForEvent('download'),
      owner.getByRole('button', { name: '导出对账表' }).click(),
    ])
    const book = await readBook(await download.path())
    expect(book.map((sheet) => sheet.name)).toEqual(['汇总', '订单核对', '差异', '未匹配账单行', '合计证明'].map((name) => `${name}（练习）`)) // prettier-ignore
    expect(JSON.stringify(book[2]?.rows)).toContain('金额小，不追了')
  })
})

test('after all of it the doctor finds nothing', async () => {
  await shop[Symbol.asyncDispose]()
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'out/main/cli.js'), 'doctor', '--json', '--data', folder]) // prettier-ignore
  const report = JSON.parse(stdout) as { ok: boolean; findings: { check: string; ok: boolean }[] }
  expect(report.findings.filter((one) => !one.ok)).toEqual([])
  expect(report.ok).toBe(true)
})
