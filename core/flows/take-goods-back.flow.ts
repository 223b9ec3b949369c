import type { Tx } from '../database'
import { StockBook } from '../inventory'
import { Refusal } from '../kernel'
import { goneOf, loadOrder, type Order } from '../orders'
import { changeCase, goOn, loadCase, noteCase, type CaseSettings, type RefundCase } from '../refunds'
import { planWaiting } from './plan-waiting.flow'

export interface GoodsBack {
  readonly caseId: number
  readonly warehouseId: string
  readonly lines: readonly {
    readonly lineExternalId: string
    readonly good: number
    readonly damaged: number
    /** Counted back already, as the counter saw it. */
    readonly seen: number
  }[]
}

/**
 * The pieces of a case are back in a warehouse: what is good is for sale again, what is damaged lies there apart. Never
 * more of a line than was shipped and has not come back. A SKU that was never counted stays uncounted. The orders that
 * waited for these goods are planned again. `edited-meanwhile`: somebody else counted pieces of a line since it was seen.
 */
export async function takeGoodsBack(
  tx: Tx,
  settings: CaseSettings,
  back: GoodsBack,
): Promise<{ case: RefundCase; untracked: readonly string[] }> {
  // Two counts of one order come one after the other, also where rows are locked one by one: read first what to lock,
  // then what it is by now.
  const { orderId } = await loadCase(tx, back.caseId)
  await tx.get(`select id from orders where id=?${tx.forUpdate}`, [orderId])
  const found = await loadCase(tx, back.caseId)
  const order = await loadOrder(tx, orderId)
  if (!order) throw new Refusal('no-such-order')
  if (!(await tx.get('select 1 as one from warehouses where id=?', [back.warehouseId])))
    throw new Refusal('no-such-warehouse')
  const pieces = back.lines.filter((line) => line.good + line.damaged > 0)
  if (pieces.length === 0) throw new Refusal('nothing-came-back')
  const aliases = await tx.all<{ platform_sku: string; sku: string }>(
    'select platform_sku, sku from sku_aliases where shop_id=?',
    [found.shopId],
  )
  const skuOf = (code: string) => aliases.find((one) => one.platform_sku === code)?.sku ?? code
  const book = await StockBook.open(tx)
  const untracked: string[] = []
  const moved: string[] = []
  for (const { lineExternalId, good, damaged, seen } of pieces) {
    const line = order.lines.find((one) => one.externalId === lineExternalId)
    if (!line) throw new Refusal('no-such-line', { line: lineExternalId })
    await refuseCount(tx, order.id, line, { pieces: good + damaged, seen })
    await tx.run(
      'insert into refund_goods (case_id, order_id, line_external_id, warehouse_id, good, damaged, who, at) values (?,?,?,?,?,?,?,?)',
      [found.id, order.id, lineExternalId, back.warehouseId, good, damaged, tx.actor.who, tx.now],
    )
    if (line.sku === null || line.sku === '') untracked.push(line.title)
    else {
      const sku = skuOf(line.sku)
      await book.load([sku])
      if (book.free(sku, back.warehouseId) === undefined) untracked.push(sku)
      else {
        book.move({ sku, warehouseId: back.warehouseId, kind: 'return', onHand: good, reserved: 0, damaged, orderId: order.id, reason: found.reason || null }) // prettier-ignore
        if (good > 0) moved.push(sku)
      }
    }
  }
  await book.flush()
  await planWaiting(tx, moved)
  const parcel = { at: tx.now, courier: null, waybill: null }
  const counted = await changeCase(tx, found, {
    goodsAt: tx.now,
    ...(found.parcelAt === null ? { parcel } : {}),
  })
  noteCase(tx, 'goods', counted, [
    ['case.good', null, pieces.reduce((sum, line) => sum + line.good, 0)],
    ['case.damaged', null, pieces.reduce((sum, line) => sum + line.damaged, 0)],
    ['case.warehouse', null, back.warehouseId],
  ])
  // What was decided at once waited for just this.
  return { case: counted.state === 'agreed' ? await goOn(tx, settings, counted) : counted, untracked }
}

async function refuseCount(
  tx: Tx,
  orderId: number,
  line: Order['lines'][number],
  { pieces, seen }: { pieces: number; seen: number },
): Promise<void> {
  const row = await tx.get<{ back: number | null }>(
    'select cast(sum(good + damaged) as bigint) as back from refund_goods where order_id=? and line_external_id=?',
    [orderId, line.externalId],
  )
  const back = Number(row?.back ?? 0)
  if (back !== seen) throw new Refusal('edited-meanwhile', { back })
  const left = goneOf(line) - back
  if (pieces > left) throw new Refusal('more-than-shipped', { title: line.title, pieces, left })
}
