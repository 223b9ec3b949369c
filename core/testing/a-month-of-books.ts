import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Database } from '../database'
import { receiveOrders } from '../flows'
import { minor, SecretBox } from '../kernel'
import { practiceSales, writePracticeBills } from '../practice'
import { billAt, importBills } from '../reconciliation'
import { aLine, anOrder } from './an-order'

export const MONTH_FROM = Date.parse('2026-11-01T00:00:00+08:00')
export const MONTH_TO = Date.parse('2026-12-01T00:00:00+08:00')
const HOUR = 3_600_000
/** Few a transaction: a busy machine must not run into its deadline. */
const AT_ONCE = 10
const actor = { who: '钱会计', from: 'test' }
const intake = { box: new SecretBox(randomBytes(32)), timeOuts: { unpaidYellowMinutes: 30, unshippedRedMinutes: 120 }, skuOf: () => null } // prettier-ignore

/** Texts that a spreadsheet must not run, swallow or choke on. */
export const NASTY = ['=HYPERLINK("http://127.0.0.1/","点我")', '+1+1', '-2', '@SUM(A1)', 'a\u0001b', '<b>&"\'', '_x0041_', '换行\n第二行', '😀\ud800'] as const // prettier-ignore

/** A Taobao shop (18-digit numbers, nasty memos), a Vendure shop, one that sells in yen and dinar; November's orders. */
export async function sellNovember(database: Database, count: number): Promise<void> {
  await database.withTx(actor, async (tx) => {
    for (const [id, platform, name] of [['s1', 'taobao', '栗里家居'], ['s2', 'vendure', 'Lili Home'], ['s3', 'shopify', '海外店']] as const) // prettier-ignore
      await tx.run(`insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values (?,?,?,?,?,'',1)`, [id, platform, name, 'http://127.0.0.1', new Uint8Array(1)]) // prettier-ignore
    await tx.run(
      `insert into warehouses (id,name,position) values ('w1','杭州仓',1) on conflict (id) do nothing`,
    )
  })
  for (const shopId of ['s1', 's2', 's3'])
    for (let from = 0; from < count; from += AT_ONCE)
      await database.withTx(actor, (tx) =>
        receiveOrders(
          tx,
          { ...intake, shopId },
          { source: 'pull', kind: 'orders', asOf: tx.now },
          Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) => orderOf(shopId, from + at)),
        ),
      )
}

function orderOf(shopId: string, n: number) {
  const createdAt = MONTH_FROM + HOUR + n * 5 * HOUR
  const total = 3000 + n * 1737
  const back = n % 7 === 3 ? Math.floor(total / 4) : 0
  const currency = shopId === 's3' ? (n % 2 ? ('JPY' as const) : ('KWD' as const)) : ('CNY' as const)
  return anOrder({
    externalId: shopId === 's2' ? `${n + 1}` : `42038155217730${String(n).padStart(4, '0')}`, createdAt, version: createdAt + HOUR, asOf: createdAt + HOUR,
    ...(shopId === 's2' ? { displayNumber: `V${String(n).padStart(15, '0')}` } : {}),
    groups: {
      status: { platformState: 'PAID', paidAt: createdAt + 60_000, completedAt: null, cancelledAt: null, hold: null, shipBy: null },
      money: { currency, goodsMinor: minor(total + 500), discountMinor: minor(1300), freightMinor: minor(800), totalMinor: minor(total), refundedMinor: minor(back) },
      lines: [aLine({ title: `粗陶马克杯 ${n}` })],
      memo: { text: NASTY[n % NASTY.length] ?? '', flag: null },
      refunds: back ? [{ externalId: `r${shopId}${n}`, lineExternalId: null, state: 'paid', platformState: 'SUCCESS', kind: 'money', amountMinor: minor(back), reason: '=1+1', createdAt: createdAt + 2 * HOUR }] : [],
    },
  }) // prettier-ignore
}

/** Their Alipay and WeChat bills with seeded troubles, taken in. */
export async function importNovember(
  database: Database,
  folder: string,
  troubleShare: number,
): Promise<void> {
  const span = { from: MONTH_FROM, to: MONTH_TO }
  const { files } = await writePracticeBills(join(folder, 'bills'), practiceSales(database.read, span), {
    ...span,
    seed: 7,
    troubleShare,
  })
  await importBills({ database, box: intake.box }, actor, files.map(billAt))
}
