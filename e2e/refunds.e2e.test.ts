import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousFaults, startStation, type Station } from './serve'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let station: Station
let page: Page

beforeAll(async () => {
  station = await startStation()
  page = await station.open('refunds')
  // The week leaves as many undecided as its hour gives, at times none; the tests below decide three.
  const undecided = () => page.locator('.case-row', { hasText: '审批中' }).count()
  await page.locator('.refunds-list').waitFor()
  for (let n = await undecided(); n < 3; n = await undecided()) {
    await page.getByRole('button', { name: '来两个练习售后申请' }).click()
    await page.waitForTimeout(2_000)
  }
})
afterAll(() => station[Symbol.asyncDispose]())

/** The key of the first lane that waits: each lane has its own. */
const yesKey = (one: Page) => one.locator('.case-decide .btn.p .kbd').first().innerText()

/** Down the list and up again until it is the one: what comes meanwhile may stand above it, or come only now. */
async function walkUntil(one: Page, found: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 100; n++) {
    if (await found()) return
    await one.keyboard.press(n % 30 < 15 ? 'j' : 'k')
    await one.waitForTimeout(200)
  }
  throw new Error('no such case in the list')
}

test('a case is walked to by J, decided by the keys of its lanes, and leaves the list', async () => {
  await page.keyboard.press('j')
  await page.locator('.case .swim').waitFor()
  expect(await seriousFaults(page, axe)).toEqual([])
  const id = await page.locator('.case').getAttribute('data-case')
  // Not the lane of the money: it is paid by itself as soon as the last has decided.
  const yeses = page.locator(`[data-case="${id}"] .swim-lane:not(:first-child) .swim-node.is-yes`)
  // The owner decides lane after lane, until nobody is asked any more.
  for (
    let lane = 0;
    lane < 3 && (await page.locator(`[data-case="${id}"] .case-decide`).count()) > 0;
    lane++
  ) {
    const before = await yeses.count()
    const key = await yesKey(page)
    // Leaned on and pressed again it decides one lane all the same: the next has another key.
    for (let again = 0; again < 4; again++) await page.keyboard.down(key)
    await page.keyboard.up(key)
    await page.keyboard.press(key)
    await page.waitForFunction(
      ([of, yes]) => {
        const found = document.querySelector(`[data-case="${of}"]`)
        return (
          !found ||
          found.querySelectorAll('.swim-lane:not(:first-child) .swim-node.is-yes').length > Number(yes) ||
          !found.querySelector('.case-decide')
        )
      },
      [id, before] as const,
    )
    expect(await yeses.count()).toBe(before + 1)
  }
  expect(await page.locator(`[data-case="${id}"] .case-decide`).count()).toBe(0)
})

test('what a yes to the chosen does stands whole in their bar, and every button of it can be reached', async () => {
  await page.goto('about:blank')
  await page.goto(`${station.address}/#/refunds`)
  await page.locator('.case-decide').first().waitFor()
  await page.keyboard.press('x')
  const bar = page.locator('.selection')
  await bar.waitFor()
  const overflow = await bar.evaluate((box) => [...box.children].filter((one) => one.getBoundingClientRect().right > box.getBoundingClientRect().right + 1 || one.scrollWidth > one.clientWidth + 1).length) // prettier-ignore
  expect(overflow).toBe(0)
  await bar.getByRole('button', { name: '取消选择' }).click()
  await bar.waitFor({ state: 'detached' })
})

test('a no wants its reason, in place', async () => {
  await page.goto('about:blank')
  await page.goto(`${station.address}/#/refunds`)
  await page.locator('.case-decide').first().waitFor()
  await page.keyboard.press(String(Number(await yesKey(page)) + 1))
  await page.locator('.case-refuse input').waitFor()
  expect(await page.locator('.case-refuse button[type=submit]').isDisabled()).toBe(true)
  await page.keyboard.type('已补发')
  expect(await page.locator('.case-refuse button[type=submit]').isDisabled()).toBe(false)
  await page.keyboard.press('Escape')
  await page.locator('.case-refuse').waitFor({ state: 'detached' })
})

test('a yes that comes second is refused in place, and the refusal stays when the case is painted anew', async () => {
  const late = await station.open('refunds')
  let held: (() => void)[] | undefined
  // What core says waits, as on a slow Wi-Fi: the page does not know yet that another screen was first.
  await late.routeWebSocket(/\/rpc$/, (socket) => {
    const core = socket.connectToServer()
    socket.onMessage((message) => core.send(message))
    core.onMessage((message) => (held ? held.push(() => socket.send(message)) : socket.send(message)))
  })
  await late.reload()
  await walkUntil(late, async () => (await late.locator('.case-decide').count()) > 0)
  const id = await late.locator('.case').getAttribute('data-case')
  await walkUntil(page, async () => (await page.locator(`[data-case="${id}"] .case-decide`).count()) > 0)
  const open = await late.locator('.swim-node.is-yes').count()
  const key = await yesKey(late)
  held = []
  await page.keyboard.press(key)
  const decided = async (one: Page) =>
    (await one.locator(`[data-case="${id}"] .swim-node.is-yes`).count()) > open
  await expect.poll(() => decided(page)).toBe(true)
  await late.keyboard.press(key)
  await expect.poll(() => held?.length).toBeGreaterThan(1)
  const waiting = held
  held = undefined
  for (const go of waiting) go()
  const refusal = late.locator(`[data-case="${id}"] [role=alert]`, { hasText: /别人刚改过|已经不在审批中/ })
  await refusal.waitFor()
  await expect.poll(() => decided(late)).toBe(true)
  expect(await refusal.isVisible()).toBe(true)
  await late.context().close()
})

test('a reason that is being written stays when another screen decides that lane meanwhile; its figures decide nothing', async () => {
  const other = await station.open('refunds')
  // The tests above may have decided all that there was.
  await other.getByRole('button', { name: '来两个练习售后申请' }).click()
  await walkUntil(other, async () => (await other.locator('.case-decide').count()) > 0)
  const id = await other.locator('.case').getAttribute('data-case')
  await page.goto('about:blank')
  await page.goto(`${station.address}/#/refunds`)
  await walkUntil(page, async () => (await page.locator(`[data-case="${id}"] .case-decide`).count()) > 0)
  const decided = () =>
    other.locator(`[data-case="${id}"] .swim-lane:not(:first-child) .swim-node.is-yes`).count()
  const before = await decided()
  const yes = await yesKey(page)
  await page.keyboard.press(String(Number(yes) + 1))
  const input = page.locator('.case-refuse input')
  await input.waitFor()
  await page.keyboard.type('买家')
  await other.keyboard.press(yes)
  await expect.poll(decided).toBe(before + 1)
  await page.locator('.case-refuse', { hasText: '别人刚决定' }).waitFor()
  await page.keyboard.type('1 3 5')
  expect(await input.inputValue()).toBe('买家1 3 5')
  expect(await page.locator('.case-refuse button[type=submit]').isDisabled()).toBe(true)
  expect(await decided()).toBe(before + 1)
  await page.keyboard.press('Escape')
  await page.locator('.case-refuse').waitFor({ state: 'detached' })
  await other.context().close()
})

test('A on an order says which rule will apply before it is confirmed, and the case stands in the drawer', async () => {
  const filter = JSON.stringify([{ field: 'state', op: 'is', values: ['shipped'] }])
  await page.goto('about:blank')
  await page.goto(`${station.address}/#/orders?view=table&f=${encodeURIComponent(filter)}`)
  await page.locator('.t-row').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.locator('.order-refunds').waitFor()
  await page.keyboard.press('a')
  await page.locator('.refund-rule').waitFor()
  expect(await page.locator('.refund-rule').innerText()).toMatch(/将自动|将需要/)
  // Enter pays: what it does and its button lie inside the window, not below its edge.
  const submit = page.locator('.refund-form button[type=submit]')
  await expect.poll(async () => (await submit.boundingBox())?.y ?? 9_999).toBeLessThan(860)
  const amount = page.getByLabel('金额')
  for (const [typed, said] of [
    ['99999', '最多还能退'],
    ['abc', '金额要大于 0'],
    ['0', '金额要大于 0'],
  ] as const) {
    await amount.fill(typed)
    await page.locator('.refund-form [role=alert]').getByText(said).waitFor()
    expect(await page.locator('.refund-rule').count()).toBe(0)
  }
  await amount.fill('１')
  await page.locator('.refund-rule').waitFor()
  await page.getByLabel('买家为什么退').focus()
  expect(await seriousFaults(page, axe)).toEqual([])
  await page.keyboard.type('少了一件')
  await expect.poll(() => submit.isEnabled()).toBe(true)
  await page.keyboard.press('Enter')
  await page.locator('.order-refunds .case').waitFor()
  await page.locator('.refund-form').waitFor({ state: 'detached' })
})

test('an answer is lost on the way: pressed again, the buyer is paid once', async () => {
  const line = await station.open('refunds')
  // Of all that is under way just this answer is lost, and the line with it.
  let lose = false
  let asked: string | undefined
  await line.routeWebSocket(/\/rpc$/, (socket) => {
    const core = socket.connectToServer()
    const idOf = (message: string | Buffer) => (JSON.parse(String(message)) as { i: string }).i
    socket.onMessage((message) => {
      if (lose && String(message).includes('/refunds/create')) asked = idOf(message)
      core.send(message)
    })
    core.onMessage((message) => {
      if (asked === undefined || idOf(message) !== asked) return socket.send(message)
      lose = false
      asked = undefined
      void socket.close()
    })
  })
  const filter = JSON.stringify([{ field: 'state', op: 'is', values: ['shipped'] }])
  await line.goto('about:blank')
  await line.goto(`${station.address}/#/orders?view=table&f=${encodeURIComponent(filter)}`)
  await line.locator('.t-row').first().waitFor()
  await line.keyboard.press('j')
  await line.keyboard.press('j')
  await line.keyboard.press('Enter')
  await line.locator('.order-refunds').waitFor()
  // The order may have had another case before: this one is known by its sum.
  const cases = line.locator('.order-refunds .case', { hasText: /[¥$]\s?1\.07/ })
  await line.keyboard.press('a')
  await line.getByRole('button', { name: '不用寄回' }).click()
  await line.getByLabel('金额').fill('1.07')
  await line.getByLabel('买家为什么退').fill('少了一件')
  const confirm = line.locator('.refund-form button[type=submit]')
  await expect.poll(() => confirm.isEnabled()).toBe(true)
  lose = true
  await confirm.click()
  await line.locator('.refund-form [role=alert]').getByText('不会重复').waitFor()
  await line.waitForTimeout(1_000) // the line is back
  await confirm.click()
  await line.locator('.refund-form').waitFor({ state: 'detached' })
  await expect.poll(() => cases.count()).toBe(1)
  await line.context().close()
})
