import type { ReadDb, Tx } from '../database'
import { stagesOf, type RefundRule } from './evaluate-rule'

export async function readRules(read: ReadDb): Promise<RefundRule[]> {
  const rows = await read.all<{
    id: string
    currency: string
    buyer: RefundRule['buyer']
    up_to: number | null
    lanes: string
  }>('select id, currency, buyer, up_to, lanes from refund_rules order by position')
  return rows.map(({ up_to: upToMinor, lanes, ...rule }) => ({ ...rule, upToMinor, stages: stagesOf(lanes) }))
}

/** Unknown is ordinary. */
export async function isVip(read: ReadDb, shopId: string, buyerKey: string | null): Promise<boolean> {
  if (buyerKey === null) return false
  const found = await read.get('select 1 as one from vip_buyers where shop_id=? and buyer_key=?', [
    shopId,
    buyerKey,
  ])
  return found !== undefined
}

/** Marks or unmarks a buyer. Returns false when nothing changed. */
export async function markVip(
  tx: Tx,
  { shopId, buyerKey, vip, note }: { shopId: string; buyerKey: string; vip: boolean; note: string },
): Promise<boolean> {
  const changed = vip
    ? await tx.run(
        'insert into vip_buyers (shop_id, buyer_key, note, who, at) values (?,?,?,?,?) on conflict (shop_id, buyer_key) do nothing',
        [shopId, buyerKey, note, tx.actor.who, tx.now],
      )
    : await tx.run('delete from vip_buyers where shop_id=? and buyer_key=?', [shopId, buyerKey])
  return changed > 0
}
