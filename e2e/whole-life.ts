import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Core } from '../core/build-core'

const shots = process.env['ZG_SHOTS']
let shot = 0

/** A picture of the page, for a person to look at, where ZG_SHOTS names a folder. */
export async function show(page: Page, name: string): Promise<void> {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${String(++shot).padStart(2, '0')}-${name}.png`) })
}

/** To another page of the same window, as a link leads there. */
export async function to(page: Page, hash: string, ready: string): Promise<void> {
  await page.evaluate((next) => (location.hash = next), `#/${hash}`)
  await page.locator(ready).first().waitFor()
}

/** What the platform itself holds of an order that stands here under this id. */
export async function atPlatform(core: Core, orderId: number) {
  const order = await core.database.read.get<{ shop_id: string; external_id: string }>('select shop_id, external_id from orders where id = ?', [orderId]) // prettier-ignore
  const shop = order && core.rpc.playing.get(order.shop_id)
  if (!order || !shop) throw new Error(`order ${orderId} is at no practice shop`)
  return {
    waybills: () => shop.parcelsOf(order.external_id).map((parcel) => parcel.waybill),
    refunded: () => shop.refundedOf(order.external_id),
  }
}

/** Somebody ships it at the platform itself; we hear of it as of anything that happens there. */
export async function shipThere(core: Core, orderId: number, waybill: string): Promise<void> {
  const order = await core.database.read.get<{ shop_id: string; external_id: string }>('select shop_id, external_id from orders where id = ?', [orderId]) // prettier-ignore
  const shop = order && core.rpc.playing.get(order.shop_id)
  if (!order || !shop) throw new Error(`order ${orderId} is at no practice shop`)
  shop.ship(order.external_id, Date.now(), { courier: '中通快递', waybill })
  await core.sync.reread({ subject: order.shop_id, payload: { ids: [order.external_id] }, attempts: 1 })
}

export interface CaseDb {
  readonly id: number
  readonly order_id: number
  readonly kind: string
  readonly state: string
  readonly amount: number
}

/** What the two practice requests say; a buyer of the live shops may ask for something else meanwhile. */
const PRACTICE_REASONS = ['物流太慢', '与描述不符']

/** Cases of the practice requests made at the platform since then (UTC ms), the smaller first. */
export async function askedSince(core: Core, since: number): Promise<CaseDb[]> {
  return core.database.read.all<CaseDb>(
    `select c.id, c.order_id, c.kind, c.state, c.amount from refund_cases c
     join order_refunds r on r.order_id = c.order_id and r.external_id = c.external_id where r.created_at >= ? and r.reason in (?, ?) order by c.amount`,
    [since, ...PRACTICE_REASONS],
  )
}
