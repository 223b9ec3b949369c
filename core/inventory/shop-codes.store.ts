import type { ReadDb, Tx, Value } from '../database'
import type { SkuOf } from './reserve-order'

/**
 * How a shop's codes lead to ours: an alias of the shop, else the code itself. One step only, so that two codes that
 * were swapped lead to each other and no further. On PostgreSQL the shop's row keeps a mapping from changing meanwhile.
 */
export async function skuOfShop(tx: Tx, shopId: string): Promise<SkuOf> {
  if (tx.dialect === 'postgres') await tx.all('select id from shops where id = ? for share', [shopId])
  const aliases = (await aliasesOf(tx, [shopId])).get(shopId)
  return (code) => (code === null || code === '' ? null : (aliases?.get(code) ?? code))
}

/** The aliases of these shops, by shop and by the shop's code. */
export async function aliasesOf(
  read: ReadDb,
  shopIds: readonly string[],
): Promise<Map<string, Map<string, string>>> {
  const found = new Map<string, Map<string, string>>(shopIds.map((id) => [id, new Map<string, string>()]))
  if (shopIds.length === 0) return found
  const rows = await read.all<{ shop_id: string; platform_sku: string; sku: string }>(
    `select shop_id, platform_sku, sku from sku_aliases where shop_id in (${shopIds.map(() => '?').join(',')})`,
    shopIds,
  )
  for (const row of rows) found.get(row.shop_id)?.set(row.platform_sku, row.sku)
  return found
}

export interface SeenGoods {
  readonly sku: string | null
  readonly title: string
  readonly variant: string | null
  readonly pictureUrl: string | null
}

/** Remembers which codes a shop's orders name, and what the goods are called there. What is known costs a look-up. */
export async function seeGoods(tx: Tx, shopId: string, lines: readonly SeenGoods[]): Promise<void> {
  const seen = new Map(lines.flatMap((line) => (line.sku ? [[line.sku, line] as const] : [])))
  const rows = [...seen].sort(([a], [b]) => (a < b ? -1 : 1))
  for (let start = 0; start < rows.length; start += 20) {
    const chunk = rows.slice(start, start + 20)
    await tx.run(
      `insert into shop_goods (shop_id, platform_sku, title, variant, picture, first_seen) values ${chunk.map(() => '(?,?,?,?,?,?)').join(',')}
       on conflict (shop_id, platform_sku) do update set title=excluded.title, variant=excluded.variant, picture=excluded.picture
       where shop_goods.title <> excluded.title or coalesce(shop_goods.variant,'') <> coalesce(excluded.variant,'') or coalesce(shop_goods.picture,'') <> coalesce(excluded.picture,'')`,
      chunk.flatMap(([code, line]): Value[] => [
        shopId,
        code,
        line.title,
        line.variant,
        line.pictureUrl,
        tx.now,
      ]),
    )
  }
}

/** A code of ours: stock is kept of it, or another shop's code leads to it. */
export async function isOurSku(read: ReadDb, sku: string): Promise<boolean> {
  const found = await read.get(
    'select 1 as one from stock_levels where sku = ? union all select 1 from sku_aliases where sku = ? limit 1',
    [sku, sku],
  )
  return found !== undefined
}
