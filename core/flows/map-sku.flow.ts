import { recordHistory } from '../audit'
import type { Tx } from '../database'
import { aliasesOf, isOurSku, STOCK_CHANGED } from '../inventory'
import { Refusal } from '../kernel'
import { planSoon, planWaiting } from './plan-waiting.flow'

export interface Mapping {
  readonly shopId: string
  readonly platformSku: string
  /** Ours; `null` takes the alias away, and the shop's code stands for itself again. */
  readonly sku: string | null
}

/**
 * Says which of our SKUs a shop's code means, and plans the shop's open orders of it again. Never a guess: a SKU that
 * nobody counts is refused with `no-such-sku`.
 */
export async function mapSku(tx: Tx, { shopId, platformSku, sku }: Mapping): Promise<{ planned: number }> {
  // On PostgreSQL the intake of this shop waits here, and finds the new alias.
  const shop = await tx.get(`select id from shops where id = ? and removed = 0${tx.forUpdate}`, [shopId])
  if (!shop) throw new Refusal('shop-not-found', { shop: shopId })
  if (sku !== null && sku !== platformSku && !(await isOurSku(tx, sku)))
    throw new Refusal('no-such-sku', { sku })
  const before = (await aliasesOf(tx, [shopId])).get(shopId)?.get(platformSku) ?? null
  const after = sku === platformSku ? null : sku
  if (before === after) return { planned: 0 }
  if (after === null)
    await tx.run('delete from sku_aliases where shop_id = ? and platform_sku = ?', [shopId, platformSku])
  else
    await tx.run(
      'insert into sku_aliases (shop_id, platform_sku, sku) values (?, ?, ?) on conflict (shop_id, platform_sku) do update set sku = excluded.sku',
      [shopId, platformSku, after],
    )
  recordHistory(tx, { kind: 'sku.mapped', entity: 'sku-alias', entityId: `${shopId} ${platformSku}`, changes: [['sku', before, after]] }) // prettier-ignore
  for (const changed of [before ?? platformSku, after ?? platformSku]) tx.collect(STOCK_CHANGED, changed)
  const orders = await ordersOf(tx, shopId, platformSku, before ?? platformSku)
  const freed = await planSoon(tx, orders)
  await planWaiting(tx, [...freed, before ?? platformSku, after ?? platformSku])
  return { planned: orders.length }
}

/** The open orders of a shop's code, oldest first: their lines still stand under the SKU that it meant until now. */
async function ordersOf(tx: Tx, shopId: string, platformSku: string, was: string): Promise<number[]> {
  const rows = await tx.all<{ id: number }>(
    `select distinct o.id from (
       select consignment_id, line_external_id from consignment_lines where sku = ? and (short > 0 or untracked > 0)
       union select consignment_id, line_external_id from consignment_lines where sku = ? and reserved > 0) as cl
     join consignments c on c.id = cl.consignment_id join orders o on o.id = c.order_id
     join order_lines ol on ol.order_id = o.id and ol.external_id = cl.line_external_id
     where o.shop_id = ? and ol.sku = ? order by o.id`,
    [was, was, shopId, platformSku],
  )
  return rows.map((row) => row.id)
}

/** A suggestion that a person turned down is not made again. */
export async function refuseAlias(
  tx: Tx,
  { shopId, platformSku, sku }: Mapping & { readonly sku: string },
): Promise<void> {
  const fresh = await tx.run(
    'insert into alias_refusals (shop_id, platform_sku, sku, who, at) values (?, ?, ?, ?, ?) on conflict (shop_id, platform_sku, sku) do nothing',
    [shopId, platformSku, sku, tx.actor.who, tx.now],
  )
  if (fresh > 0)
    recordHistory(tx, { kind: 'sku.suggestion-refused', entity: 'sku-alias', entityId: `${shopId} ${platformSku}`, changes: [['refused', null, sku]] }) // prettier-ignore
}
