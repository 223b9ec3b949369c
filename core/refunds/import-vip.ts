import { recordHistory } from '../audit'
import type { Tx } from '../database'
import { Refusal } from '../kernel'
import { markVip } from './rules.store'

/** Columns by name: the platform's id of the buyer, or the number of any order of theirs. */
const COLUMNS: Readonly<Record<'buyer' | 'order', RegExp>> = {
  buyer: /^(买家|会员|客户)(id|编号)$|^buyer(id|key)?$|^buyeropenuid$|^customerid$/,
  order: /^(平台|原始)?(订单号|订单编号|order(number|no|id)?)$/,
}

export interface VipImport {
  readonly marked: number
  readonly known: number
  /** Rows, counted from 1 with the head, whose buyer or order this shop does not have. */
  readonly unknown: readonly number[]
}

/** Marks the buyers of a sheet's rows as VIP. `Refusal('vip-columns')` when no column names a buyer; nothing is changed then. */
export async function importVips(
  tx: Tx,
  shopId: string,
  rows: readonly (readonly string[])[],
): Promise<VipImport> {
  if (!(await tx.get('select 1 as one from shops where id=? and removed=0', [shopId])))
    throw new Refusal('shop-not-found', { shop: shopId })
  const head = (rows[0] ?? []).map((title) => title.toLowerCase().replace(/[\s_\-﻿（）()]/g, ''))
  const at = (name: keyof typeof COLUMNS) => head.findIndex((title) => COLUMNS[name].test(title))
  const [buyerAt, orderAt] = [at('buyer'), at('order')]
  if (buyerAt < 0 && orderAt < 0)
    throw new Refusal('vip-columns', { known: '买家ID、会员编号、订单号、buyer id, order number' })
  let [marked, known] = [0, 0]
  const unknown: number[] = []
  for (const [n, row] of rows.slice(1).entries()) {
    const text = (column: number) => (row[column] ?? '').trim().replace(/^[='"\t]+|"$/g, '')
    if (text(buyerAt) === '' && text(orderAt) === '') continue
    const buyerKey = await buyerOf(tx, shopId, text(buyerAt), text(orderAt))
    if (buyerKey === undefined) unknown.push(n + 2)
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

/** A .csv in UTF-8 or GBK; commas, semicolons or tabs; quoted cells as RFC 4180 has them. */
export function rowsOfCsv(bytes: Uint8Array): string[][] {
  const text = decoded(bytes)
  const [first = ''] = text.split(/\r?\n/, 1)
  const comma = ['\t', ';'].find((sign) => first.includes(sign)) ?? ','
  const rows: string[][] = [[]]
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^${comma}\\r\\n]*))(${comma}|\\r?\\n|$)`, 'gy')
  for (let match = cell.exec(text); match && (match[0] !== '' || match[3] !== ''); match = cell.exec(text)) {
    rows.at(-1)?.push((match[1] ?? match[2] ?? '').replaceAll('""', '"'))
    if (match[3] !== comma) rows.push([])
  }
  return rows.filter((row) => row.some((one) => one.trim() !== ''))
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder('gb18030').decode(bytes)
    throw error
  }
}
