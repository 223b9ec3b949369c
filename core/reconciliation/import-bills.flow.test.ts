import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { historyStep, readHistory } from '../audit'
import type { Database } from '../database'
import { receiveOrders } from '../flows'
import { minor, SecretBox } from '../kernel'
import { countersStep, searchStep } from '../orders'
import { practiceSales, writePracticeBills, type BillTrouble } from '../practice'
import { anOrder, coreDatabase, fakeClock } from '../testing'
import { billAt } from './bill-file'
import { countDifferences, pageOfDifferences } from './differences.store'
import { importBills, matchAgain } from './import-bills'
import { resolveDifference } from './resolve-difference'
import { coverageOfDays, equationOfOrder, pageOfFiles, unfinishedOfMonth } from './views.store'

const actor = { who: '钱会计', from: 'test' }
const box = new SecretBox(randomBytes(32))
const FROM = Date.parse('2026-11-01T00:00:00+08:00')
const TO = Date.parse('2026-12-01T00:00:00+08:00')
const span = { from: FROM, to: TO }
const HOUR = 3_600_000
const WANTED: Record<BillTrouble, string | null> = {
  'missing-row': 'payment-missing', 'fee-off': 'fee-differs', 'wrong-amount': 'amount-differs', 'charged-twice': 'charged-twice',
  'refund-another-day': 'refund-not-on-bill', 'refund-unknown': 'refund-not-on-order', 'payout-short': 'payout-differs',
  'unknown-order': 'unknown-order', 'test-order': null, 'internal-order': null,
} // prettier-ignore

let folder = ''
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () => coreDatabase({ clock: fakeClock(TO), lastSteps: [countersStep, searchStep, historyStep] })

/** Paid orders of a Taobao and a Vendure shop, spread over the month; every seventh gave some money back. */
async function sell(database: Database, count: number, first = 0): Promise<void> {
  await database.withTx(actor, async (tx) => {
    for (const [id, platform] of [['s1', 'taobao'], ['s2', 'vendure']] as const) // prettier-ignore
      await tx.run(`insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values (?,?,?,?,?,'',1) on conflict(id) do nothing`, [id, platform, id, 'http://127.0.0.1', new Uint8Array(1)]) // prettier-ignore
  })
  for (const shopId of ['s1', 's2']) {
    const orders = Array.from({ length: count }, (_, at) => anOrderOf(shopId, first + at))
    const intake = { box, timeOuts: { unpaidYellowMinutes: 30, unshippedRedMinutes: 120 }, shopId } // prettier-ignore
    // A few at a time: none may come near a transaction's deadline on a machine that stalls.
    for (let from = 0; from < orders.length; from += 10)
      await database.withTx(
        actor,
        (tx) =>
        receiveOrders(tx, intake, { source: 'pull', kind: 'orders', asOf: tx.now }, orders.slice(from, from + 10)), // prettier-ignore
      )
  }
}

function anOrderOf(shopId: string, n: number) {
  const createdAt = FROM + HOUR + n * 5 * HOUR
  const total = 3000 + n * 1737
  const back = n % 7 === 3 ? Math.floor(total / 4) : 0
  return anOrder({
    externalId: shopId === 's1' ? `42038155217730${String(n).padStart(5, '0')}` : `${n + 1}`, createdAt, version: createdAt + HOUR, asOf: createdAt + HOUR,
    ...(shopId === 's2' ? { displayNumber: `V${String(n).padStart(15, '0')}` } : {}),
    groups: {
      status: { platformState: 'PAID', paidAt: createdAt + 60_000, completedAt: null, cancelledAt: null, hold: null, shipBy: null },
      money: { currency: 'CNY', goodsMinor: minor(total + 500), discountMinor: minor(1300), freightMinor: minor(800), totalMinor: minor(total), refundedMinor: minor(back) },
      refunds: back ? [{ externalId: `r${shopId}${n}`, lineExternalId: null, state: 'paid', platformState: 'SUCCESS', kind: 'money', amountMinor: minor(back), reason: null, createdAt: createdAt + 2 * HOUR }] : [],
    },
  }) // prettier-ignore
}

const bills = (database: Database, troubleShare: number, name = 'bills') =>
  writePracticeBills(join(folder, name), practiceSales(database.read, span), {
    ...span,
    seed: 7,
    troubleShare,
  })
const take = (database: Database, files: readonly string[]) =>
  importBills({ database, box }, actor, files.map(billAt))
const openOnes = async (database: Database) =>
  (await pageOfDifferences(database.read, { state: 'open' }, null, 500)).rows

describe('a month of bills', () => {
  test('without trouble comes out even to the last fen, and the same again changes nothing', async () => {
    await using database = await open()
    await sell(database, 60)
    const { files, clean } = await bills(database, 0)
    const first = await take(database, files)
    expect(first.files.map((file) => file.ok)).toEqual([true, true, true, true])
    expect(await openOnes(database)).toEqual([])
    expect(first).toMatchObject({ differing: 0, unknown: 0, open: 0 })
    const paid = await database.read.get<{ n: number }>(
      `select count(distinct order_id) as n from bill_rows where kind = 'payment' and ledger = 'trade'`,
    )
    expect(Number(paid?.n)).toBe(clean)
    const before = await database.read.all('select * from bill_rows order by id')
    const again = await take(database, files)
    expect(again.files.every((file) => file.ok && file.repeated && file.fresh === 0)).toBe(true)
    expect(await database.read.all('select * from bill_rows order by id')).toEqual(before)
    const { days } = { days: await coverageOfDays(database.read, '2026-11-01', '2026-11-30') }
    expect(days).toHaveLength(4 * 30)
    expect((await pageOfFiles(database.read, null, 2)).files).toHaveLength(2)
    // Nothing of the buyer is kept in the clear.
    expect(JSON.stringify(before)).not.toMatch(/\*练|oPRACTICE/)
  })

  test('with troubles lists every one of them by its name and amount, and nothing else', async () => {
    await using database = await open()
    await sell(database, 110)
    const { files, troubles } = await bills(database, 0.5)
    expect(new Set(troubles.map((one) => one.trouble)).size).toBe(Object.keys(WANTED).length)
    const { open: count } = await take(database, files)
    const found = (await openOnes(database)).map((row) => [row.number?.replace('T200P', ''), row.code, row.amountMinor]) // prettier-ignore
    const wanted = troubles.flatMap(({ trouble, number, amountMinor }) =>
      WANTED[trouble] === null ? [] : [[number.replace('T200P', ''), WANTED[trouble], amountMinor]],
    )
    const text = (list: readonly unknown[]) => list.map((one) => JSON.stringify(one)).sort()
    // An amount that differs brings its own fee; the amount itself is the greatest odd term.
    const amounts = new Set(['amount-differs', 'charged-twice', 'payment-missing'])
    const plain = (list: (readonly [unknown, unknown, unknown])[]) => text(list.map(([a, b, c]) => (amounts.has(String(b)) ? [a, b] : [a, b, c])))
    expect(plain(found as never)).toEqual(plain(wanted as never))
    expect(count).toBe(wanted.length)
    expect((await countDifferences(database.read, { state: 'open' })).reduce((sum, group) => sum + group.count, 0)).toBe(count)
  }) // prettier-ignore

  test('bills before their orders, then the orders: nothing stays listed', async () => {
    await using database = await open()
    await sell(database, 20)
    const { files } = await bills(database, 0)
    await using late = await open()
    await sell(late, 5)
    // 30 payments and 4 refunds.
    expect((await take(late, files)).unknown).toBe(34)
    await sell(late, 15, 5)
    await matchAgain(late, actor)
    expect(await openOnes(late)).toEqual([])
  })

  test('half a month, then the whole: what overlaps is not doubled', async () => {
    await using database = await open()
    await sell(database, 60)
    const half = { from: FROM, to: FROM + 10 * 24 * HOUR }
    const part = await writePracticeBills(join(folder, 'half'), practiceSales(database.read, span), { ...half, seed: 7, troubleShare: 0 }) // prettier-ignore
    const whole = await bills(database, 0)
    // Trade bills alone: a practice flow numbers its rows by file.
    const trade = (files: readonly string[]) => [files[0]!, files[2]!]
    await take(database, trade(part.files))
    expect(await openOnes(database)).toEqual([])
    const second = await take(database, trade(whole.files))
    const rows = second.files.map((file) => (file.ok ? [file.rows - file.fresh - file.known, file.known > 10, file.contradicting] : file)) // prettier-ignore
    expect(rows).toEqual([[0, true, 0], [0, true, 0]]) // prettier-ignore
    expect(await openOnes(database)).toEqual([])
  })
})

test('a later bill that says one fen more of a payment is listed, though it brings no row of its own', async () => {
  await using database = await open()
  await sell(database, 60)
  const trade = (files: readonly string[]) => [files[0]!, files[2]!]
  await take(database, trade((await bills(database, 0)).files))
  expect(await openOnes(database)).toEqual([])
  async function* dearer() {
    let first = true
    for await (const sale of practiceSales(database.read, span)) {
      yield first ? { ...sale, totalMinor: minor(sale.totalMinor + 1) } : sale
      first = false
    }
  }
  const other = await writePracticeBills(join(folder, 'dearer'), dearer(), { from: FROM, to: TO, seed: 7, troubleShare: 0 }) // prettier-ignore
  const { files } = await take(database, trade(other.files))
  expect(files.reduce((sum, file) => sum + (file.ok ? file.contradicting : 0), 0)).toBe(1)
  expect(await openOnes(database)).toMatchObject([{ code: 'bill-contradicts' }])
})

describe('a bill given up in the middle', () => {
  const giveUp = async (database: Database, file: string) => {
    const stop = new AbortController()
    const progress = ({ stage }: { stage: string }) => void (stage === 'keeping' && stop.abort())
    await expect(importBills({ database, box }, actor, [billAt(file)], { signal: stop.signal, progress })).rejects.toMatchObject({ code: 'cancelled' }) // prettier-ignore
  }
  const names = async (database: Database) => (await unfinishedOfMonth(database.read, span)).map((one) => one.name) // prettier-ignore

  test('is named in its months until the same file was taken in to its end', async () => {
    await using database = await open()
    await sell(database, 60)
    const { files } = await bills(database, 0)
    await giveUp(database, files[0]!)
    expect(await unfinishedOfMonth(database.read, { from: TO, to: TO + HOUR })).toEqual([])
    const [begun] = await unfinishedOfMonth(database.read, span)
    expect(begun).toMatchObject({ from: FROM, to: TO, rows: expect.any(Number) as number })
    expect(files[0]).toContain(begun!.name)
    await take(database, [files[0]!])
    expect(await names(database)).toEqual([])
  })

  test('is made good by another file that holds all of it, whose rows are then held against the orders', async () => {
    await using database = await open()
    await sell(database, 60)
    const { files } = await bills(database, 0.4)
    const [trade] = files
    await giveUp(database, trade!)
    const text = await readFile(trade!)
    const other = join(folder, 'again 2026-11-01_2026-11-30.csv')
    await writeFile(other, Buffer.concat([text, Buffer.from('\r\n')]))
    await take(database, [other])
    expect(await names(database)).toEqual([])
    const found = await openOnes(database)
    await using fresh = await open()
    await sell(fresh, 60)
    await take(fresh, [trade!])
    expect(found.map((one) => one.subject).sort()).toEqual((await openOnes(fresh)).map((one) => one.subject).sort()) // prettier-ignore
  })
})

describe('a difference', () => {
  test('is resolved by a person, with a reason in the history; a stale view is told', async () => {
    await using database = await open()
    await sell(database, 60)
    await take(database, (await bills(database, 0.4)).files)
    const [row] = await openOnes(database)
    const resolve = (version: number) =>
      database.withTx(actor, (tx) =>
        resolveDifference(tx, { id: row!.id, version, reason: 'provider-error', note: '已找客服' }),
      )
    await expect(resolve(99)).rejects.toMatchObject({ code: 'edited-meanwhile' })
    expect(await resolve(row!.version)).toEqual({ version: 2 })
    await expect(resolve(2)).rejects.toMatchObject({ code: 'difference-not-open' })
    const [entry] = await readHistory(database.read, 'bill-difference', String(row!.id), undefined)
    expect(entry).toMatchObject({ who: '钱会计', kind: 'difference.resolved' })
    expect(entry?.changes).toContainEqual(['note', null, '已找客服'])
    await matchAgain(database, actor)
    expect((await openOnes(database)).map(({ id }) => id)).not.toContain(row!.id)
  })

  test('shows its equation: the terms and the odd one come to what arrived', async () => {
    await using database = await open()
    await sell(database, 60)
    await take(database, (await bills(database, 0.5)).files)
    const rows = (await openOnes(database)).filter((row) => row.orderId !== null)
    expect(rows.length).toBeGreaterThan(10)
    for (const row of rows) {
      const { equation: e } = await equationOfOrder(database.read, row.orderId!)
      expect(e!.expectedPayoutMinor + e!.differenceMinor).toBe(e!.payoutMinor)
      expect(e!.odd.reduce((sum, odd) => sum + odd.deltaMinor, 0)).toBe(e!.differenceMinor)
      expect(e!.differenceMinor).toBe(row.amountMinor)
    }
  })
})
