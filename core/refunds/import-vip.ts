import { recordHistory } from '../audit'
import type { Tx } from '../database'
import { Refusal } from '../kernel'
import { findColumns, textAt, type Table } from '../sheets'
import { markVip } from './rules.store'

/** Columns by name: the platform's id of the buyer, or the number of any order of theirs. */
const COLUMNS: Readonly<Record<'buyer' | 'order', RegExp>> = {
  buyer: /^(买家|会员|客户)(id|编号)$|^buyer(id|key)?$|^buyeropenuid$|^customerid$/,
  order: /^(平台|原始)?(订单号|订单编号|order(number|no|id)?)$/,
}

export interface VipImport {
  readonly marked: number
  readonly known: number
  /** Lines of the sheet, counted from 1, whose buyer or order this shop does not have. */
  readonly unknown: readonly number[]
}

/** Marks the buyers of a sheet as VIP. `Refusal('vip-columns')` when no column names a buyer; nothing is changed then. */
export async function importVips(tx: Tx, shopId: string, table: Table): Promise<VipImport> {
  if (!(await tx.get('select 1 as one from shops where id=? and removed=0', [shopId])))
    throw new Refusal('shop-not-found', { shop: shopId })
  const found = findColumns(table, COLUMNS, (has) => has('buyer') || has('order'))
  if (!found) throw new Refusal('vip-columns', { known: '买家ID、会员编号、订单号、buyer id, order number' })
  let [marked, known] = [0, 0]
  const unknown: number[] = []
  for (const row of found.body) {
    const [buyer, order] = [textAt(row, found.at.buyer), textAt(row, found.at.order)]
    if (buyer === '' && order === '') continue
    const buyerKey = await buyerOf(tx, shopId, buyer, order)
    if (buyerKey === undefined) unknown.push(row.line)
    else if (await markVip(tx, { shopId, buyerKey, vip: true, note: '' })) marked += 1
    else known += 1
  }
  if (marked > 0)
    recordHistory(tx, {
      kind: 'vip.imported',
      entity: 'settings',
      entityId: `vip:${shopId}`,
      changes: [['marked', null, marked]],
    })
  return { marked, known, unknown }
}

/** Only buyers of this shop: a mark on a stranger would mean nothing. */
async function buyerOf(tx: Tx, shopId: string, buyer: string, order: string): Promise<string | undefined> {
  const found = await tx.get<{ buyer_key: string | null }>(
    buyer !== ''
      ? 'select buyer_key from orders where shop_id=? and buyer_key=? limit 1'
      : 'select buyer_key from orders where shop_id=? and (number=? or external_id=?) limit 1',
    buyer !== '' ? [shopId, buyer] : [shopId, order, order],
  )
  return found?.buyer_key ?? undefined
}
