import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadDb } from '../database'
import { drawSlip, type SlipLook, type SlipWords } from './draw-slip'
import type { OpenShops } from './open-shops'
import { seededRandom, type Random } from './random'
import { parcelFor } from './waybill'

/** A parcel that came back to the practice merchant, and what its slip says. */
export interface ReturnSlip {
  readonly file: string
  readonly words: SlipWords
  readonly look: SlipLook
  /** Whose it is; `null` = of nobody we know. */
  readonly orderId: number | null
  /** The return that its buyer asked for at the platform. */
  readonly asked?: { readonly shopId: string; readonly refundId: string; readonly courier: string }
}

const CHINA_MS = 8 * 3_600_000

/**
 * The slips in the parcels that buyers of the practice shops sent back: one for each open return in yuan, newest
 * first, some written badly, and one of an order that is not ours. The same orders give the same slips.
 */
export async function returnSlips(
  read: ReadDb,
  { seed, now, limit = 12 }: { readonly seed: number; readonly now: number; readonly limit?: number },
): Promise<ReturnSlip[]> {
  const rows = await read.all<OpenReturn>(
    `select o.id, o.number, o.phone, o.shop_id, r.external_id, r.amount, r.reason from order_refunds r join orders o on o.id = r.order_id
     where r.kind = 'return' and r.state in ('requested','agreed','returning') and o.currency = 'CNY' and o.last_shipped_at is not null
     order by o.id desc limit ?`,
    [limit],
  )
  const slips = rows.map((row, n): ReturnSlip => {
    const random = seededRandom(seed).fork(`slip ${row.number}`)
    const { courier, waybill } = parcelFor(random, false)
    const whole: SlipWords = {
      order: row.number, waybill, ...(row.phone ? { phone: row.phone } : {}),
      amount: (Number(row.amount) / 100).toFixed(2), date: day(now), ...(row.reason ? { reason: row.reason } : {}),
    } // prettier-ignore
    return { file: `return-${row.number.slice(-6)}.jpg`, words: n % 6 === 4 ? forgotten(whole) : whole, look: lookOf(random, n), orderId: Number(row.id), asked: { shopId: row.shop_id, refundId: row.external_id, courier } } // prettier-ignore
  })
  const random = seededRandom(seed).fork('stranger')
  const stranger: SlipWords = { order: `6921${random.whole(100_000, 999_999)}${random.whole(10_000_000, 99_999_999)}`, waybill: parcelFor(random, false).waybill, phone: '13800009999', date: day(now) } // prettier-ignore
  return [...slips, { file: 'return-other.jpg', words: stranger, look: lookOf(random, 1), orderId: null }]
}

interface OpenReturn {
  readonly id: number | string
  readonly number: string
  readonly phone: string | null
  readonly shop_id: string
  readonly external_id: string
  readonly amount: number | string
  readonly reason: string | null
}

/** Draws them into `folder` from the pieces in `pieces`, as pictures that a phone took. Returns their files. */
export async function writeReturnSlips(
  folder: string,
  pieces: string,
  slips: readonly ReturnSlip[],
): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const files: string[] = []
  for (const slip of slips) {
    const file = join(folder, slip.file)
    await writeFile(file, await drawSlip(pieces, slip.words, slip.look))
    files.push(file)
  }
  return files
}

/** Where a return was agreed to, its buyer has given the parcel to a courier: the platform knows the number of the slip. */
export function handInParcels(playing: OpenShops, slips: readonly ReturnSlip[], at: number): void {
  for (const { asked, words } of slips) {
    if (!asked || words.waybill === undefined) continue
    const shop = playing.get(asked.shopId)
    if (shop?.awaitsGoods(asked.refundId))
      shop.sendBack(asked.refundId, at, { courier: asked.courier, waybill: words.waybill })
  }
}

/** A buyer who does not know the order number. */
function forgotten({ order: _order, ...rest }: SlipWords): SlipWords {
  return rest
}

function lookOf(random: Random, n: number): SlipLook {
  return { form: n, turn: Math.round((random.next() * 8 - 4) * 10) / 10, blur: n % 5 === 3 ? 1.1 : 0.4 }
}

/** The day in China, where slips are written. */
function day(ms: number): string {
  return new Date(ms + CHINA_MS).toISOString().slice(0, 10)
}
