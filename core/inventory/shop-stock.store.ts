import { recordHistory } from '../audit'
import type { LastStep, ReadDb, Tx, Value } from '../database'
import { queueJob } from '../jobs'
import { contentHash, Refusal } from '../kernel'
import { STOCK_CHANGED } from './stock-book'

/** The job that tells a shop what changed; its subject is the shop. */
export const TELL_STOCK = 'tell-stock'
/** What changes together is told together. */
const GATHER_MS = 1_500

export interface WantedStock {
  readonly platformSku: string
  readonly sku: string
  readonly title: string
  /** Available over all warehouses less the shop's buffer, never below 0; null = never counted: a 0 would take it off the shelf. */
  readonly quantity: number | null
}

/** What a shop should show of each code that its orders ever named; of these SKUs only, if given. */
export async function wantedStock(
  read: ReadDb,
  {
    shopId,
    buffer,
    skus,
  }: { readonly shopId: string; readonly buffer: number; readonly skus?: readonly string[] },
): Promise<WantedStock[]> {
  const ours = 'coalesce(a.sku, g.platform_sku)'
  const among = skus ? `and ${ours} in (${skus.map(() => '?').join(',')})` : ''
  const rows = await read.all<{ code: string; sku: string; title: string; available: number; counted: number }>(
    `select g.platform_sku as code, ${ours} as sku, max(g.title) as title, coalesce(sum(l.on_hand - l.reserved),0) as available, coalesce(max(l.counted_at),0) as counted
     from shop_goods g left join sku_aliases a on a.shop_id = g.shop_id and a.platform_sku = g.platform_sku left join stock_levels l on l.sku = ${ours}
     where g.shop_id = ? ${among} group by g.platform_sku, ${ours} order by g.platform_sku`,
    [shopId, ...(skus ?? [])],
  ) // prettier-ignore
  return rows.map(({ code, sku, title, available, counted }) => ({
    platformSku: code, sku, title, quantity: Number(counted) > 0 ? Math.max(0, Number(available) - buffer) : null,
  })) // prettier-ignore
}

/** Names the list of codes that would be told: what the owner confirms is what he saw. */
export function fingerprintOf(lines: readonly WantedStock[]): string {
  return contentHash(lines.flatMap((line) => (line.quantity === null ? [] : [line.platformSku])).join('\n'))
}

/**
 * Before the commit of whatever moved stock: writes down what the shops whose push is on should show now, each time
 * under the next version, and queues the telling. So the newest figure and its version are one fact with its cause.
 */
export const shopStockStep: LastStep = {
  kind: STOCK_CHANGED,
  async run(tx, items) {
    const shops = await tx.all<{ shop_id: string; buffer: number }>(
      `select shop_id, buffer from stock_pushes where state = 'on'`,
    )
    const skus = [...new Set(items as readonly string[])]
    for (const { shop_id, buffer } of shops)
      for (let start = 0; start < skus.length; start += 200)
        await want(tx, shop_id, await wantedStock(tx, { shopId: shop_id, buffer, skus: skus.slice(start, start + 200) })) // prettier-ignore
  },
}

async function want(tx: Tx, shopId: string, lines: readonly WantedStock[]): Promise<void> {
  let changed = 0
  const rows = lines.flatMap((line): Value[][] => (line.quantity === null ? [] : [[shopId, line.platformSku, line.quantity]])) // prettier-ignore
  for (let start = 0; start < rows.length; start += 20) {
    const chunk = rows.slice(start, start + 20)
    changed += await tx.run(
      `insert into shop_stock (shop_id, platform_sku, quantity, version) values ${chunk.map(() => '(?,?,?,1)').join(',')}
       on conflict (shop_id, platform_sku) do update set quantity = excluded.quantity, version = shop_stock.version + 1 where shop_stock.quantity <> excluded.quantity`,
      chunk.flat(),
    )
  }
  if (changed > 0) await tellSoon(tx, shopId)
}

/** One waiting job a shop is enough: it reads the newest figures when it runs. */
async function tellSoon(tx: Tx, shopId: string): Promise<void> {
  const waiting = await tx.get(
    `select id from jobs where kind = ? and subject = ? and state = 'waiting' limit 1${tx.forUpdate}`,
    [TELL_STOCK, shopId],
  )
  if (waiting) return
  // Versions only grow, so their sum names this state of the shop's list.
  const sum = await tx.get<{ n: number }>('select coalesce(sum(version),0) as n from shop_stock where shop_id = ?', [shopId]) // prettier-ignore
  await queueJob(tx, { kind: TELL_STOCK, subject: shopId, payload: {}, key: `${TELL_STOCK}:${shopId}:${sum?.n ?? 0}`, notBefore: tx.now + GATHER_MS }) // prettier-ignore
}

/** The owner has seen the list and switches the push on. `Refusal('push-list-changed')` when it is another by now. */
export async function confirmPush(
  tx: Tx,
  {
    shopId,
    buffer,
    fingerprint,
  }: { readonly shopId: string; readonly buffer: number; readonly fingerprint: string },
): Promise<void> {
  const lines = await wantedStock(tx, { shopId, buffer })
  if (fingerprintOf(lines) !== fingerprint) throw new Refusal('push-list-changed')
  await tx.run(
    `insert into stock_pushes (shop_id, state, buffer, confirmed_by, confirmed_at) values (?, 'on', ?, ?, ?)
     on conflict (shop_id) do update set state = 'on', buffer = excluded.buffer, confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at, held_since = null`,
    [shopId, buffer, tx.actor.who, tx.now],
  )
  recordHistory(tx, { kind: 'stock-push.confirmed', entity: 'stock-push', entityId: shopId, changes: [['state', null, 'on'], ['buffer', null, buffer], ['codes', null, lines.filter((line) => line.quantity !== null).length]] }) // prettier-ignore
  await tellAnew(tx, shopId, lines)
}

/** Everything is told once more: nobody knows what the shop shows. */
async function tellAnew(tx: Tx, shopId: string, lines: readonly WantedStock[]): Promise<void> {
  await tx.run('update shop_stock set version = version + 1 where shop_id = ?', [shopId])
  await want(tx, shopId, lines)
  await tellSoon(tx, shopId)
}

export async function stopPush(tx: Tx, shopId: string): Promise<void> {
  const changed = await tx.run(`update stock_pushes set state = 'off', held_since = null where shop_id = ? and state <> 'off'`, [shopId]) // prettier-ignore
  if (changed > 0)
    recordHistory(tx, { kind: 'stock-push.stopped', entity: 'stock-push', entityId: shopId, changes: [['state', 'on', 'off']] }) // prettier-ignore
}

/**
 * After a restore the books know less than the shops sold. A held push goes on once the shop was read up to the restore
 * and all of it is understood; then every figure is told anew. Returns the shops released.
 */
export async function releaseHeldPushes(tx: Tx): Promise<string[]> {
  const ready = await tx.all<{ shop_id: string; buffer: number }>(
    `select p.shop_id, p.buffer from stock_pushes p join shop_sync y on y.shop_id = p.shop_id
     where p.state = 'held' and y.watermark >= p.held_since and not exists (select 1 from inbox_pages i where i.shop_id = p.shop_id and i.state = 'new')`,
  )
  for (const { shop_id: shopId, buffer } of ready) {
    await tx.run(`update stock_pushes set state = 'on', held_since = null where shop_id = ?`, [shopId])
    recordHistory(tx, { kind: 'stock-push.released', entity: 'stock-push', entityId: shopId, changes: [['state', 'held', 'on']] }) // prettier-ignore
    await tellAnew(tx, shopId, await wantedStock(tx, { shopId, buffer }))
  }
  return ready.map((one) => one.shop_id)
}

export interface UntoldStock {
  readonly platformSku: string
  readonly quantity: number
  readonly version: number
}

/** What the shop has not been told yet and has not refused; empty while its push is off, held or the shop paused. */
export function untoldStock(read: ReadDb, shopId: string, limit: number): Promise<UntoldStock[]> {
  return read.all<UntoldStock>(
    `select k.platform_sku as "platformSku", k.quantity, k.version from shop_stock k join stock_pushes p on p.shop_id = k.shop_id and p.state = 'on'
     join shops s on s.id = k.shop_id and s.paused = 0 and s.removed = 0
     where k.shop_id = ? and k.told_version < k.version and (k.refused_version is null or k.refused_version < k.version) order by k.platform_sku limit ?`,
    [shopId, limit],
  )
}

/** Notes what a shop took or refused. An answer to an earlier figure never overwrites one to a later. */
export async function noteTold(
  tx: Tx,
  shopId: string,
  told: UntoldStock & { readonly problem: string | null },
): Promise<void> {
  const { platformSku, quantity, version, problem } = told
  if (problem === null)
    await tx.run(
      `update shop_stock set told_version = ?, told_quantity = ?, told_at = ?, problem = null, refused_version = null
       where shop_id = ? and platform_sku = ? and told_version < ?`,
      [version, quantity, tx.now, shopId, platformSku, version],
    )
  else
    await tx.run(
      'update shop_stock set problem = ?, refused_version = ? where shop_id = ? and platform_sku = ? and told_version < ?',
      [problem, version, shopId, platformSku, version],
    )
}
