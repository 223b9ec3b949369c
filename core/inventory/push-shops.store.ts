import type { ReadDb } from '../database'
import type { PushShop } from './inventory.contract'

interface Row { shopId: string; shopName: string; platform: string; state: 'off' | 'on' | 'held'; buffer: number; confirmedBy: string | null; confirmedAt: number | null; untold: number; lastTold: number | null } // prettier-ignore

/** How each shop stands with the telling of stock. */
export async function pushShops(read: ReadDb): Promise<(PushShop & Row)[]> {
  const rows = await read.all<Row>(
    `select s.id as "shopId", s.name as "shopName", s.platform, coalesce(p.state,'off') as state, coalesce(p.buffer,0) as buffer, p.confirmed_by as "confirmedBy", p.confirmed_at as "confirmedAt",
       (select count(*) from shop_stock k where k.shop_id = s.id and k.told_version < k.version) as untold, (select max(told_at) from shop_stock k where k.shop_id = s.id) as "lastTold"
     from shops s left join stock_pushes p on p.shop_id = s.id where s.removed = 0 order by s.created_at, s.id`,
  )
  const refused = await read.all<{ shop_id: string; platformSku: string; problem: string }>(
    `select shop_id, platform_sku as "platformSku", problem from shop_stock where refused_version = version and problem is not null order by shop_id, platform_sku limit 500`,
  )
  return rows.map((row) => ({
    ...row,
    untold: row.state === 'off' ? 0 : Number(row.untold),
    refused: refused.filter((one) => one.shop_id === row.shopId).map(({ platformSku, problem }) => ({ platformSku, problem })), // prettier-ignore
  }))
}
