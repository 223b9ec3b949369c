import type { RefundFacts, RefundState } from '../connectors'
import type { Tx } from '../database'
import type { Order } from '../orders'
import { announceCase, changeCase, findCases, noteCase, type CaseLine, type RefundCase } from './case.store'
import { isOver } from './case-states'
import { valueOfLines } from './lines-value'
import { foreseeCase, goOn, openCase, type CaseSettings } from './open-case'
import { refundableOf } from './refundable'

export interface Watching extends CaseSettings {
  /** In which states a platform's refund waits for the merchant. */
  readonly opensCases: readonly RefundState[]
  /** When the shop was bound here, UTC ms: what was asked before is decided by a person. */
  readonly boundAt: number
}

/**
 * What the platform says of an order's refunds: a request that waits for us opens a case, once; a case follows what
 * became of its request there. Says the platform the same again, nothing happens.
 */
export async function observeAfterSale(
  tx: Tx,
  watching: Watching,
  order: Order,
  firstSeen: boolean,
): Promise<void> {
  for (const refund of order.refunds) {
    if (refund.kind === 'exchange') continue
    const [known] = await findCases(tx, 'shop_id=? and external_id=?', [order.shopId, refund.externalId])
    if (known) await follow(tx, watching, order, known, refund)
    else if (watching.opensCases.includes(refund.state) && !(await isOurs(tx, order.id, refund)))
      await open(tx, watching, order, refund, firstSeen)
  }
}

/** A refund that we made ourselves asks nothing of us. */
async function isOurs(tx: Tx, orderId: number, refund: RefundFacts): Promise<boolean> {
  const payouts = await tx.all<{ key: string; made: string | null }>(
    'select p.key, p.made_external_id as made from refund_payouts p join refund_cases c on c.id = p.case_id where c.order_id=?',
    [orderId],
  )
  return payouts.some((one) => one.made === refund.externalId || refund.reason?.includes(one.key) === true)
}

async function open(tx: Tx, watching: Watching, order: Order, refund: RefundFacts, firstSeen: boolean) {
  const lines = linesOf(order, refund)
  const older = refund.createdAt === null ? firstSeen : refund.createdAt < watching.boundAt
  const waiting = (await findCases(tx, `order_id=? and external_id is null and state in ('deciding','agreed','paying')`, [order.id])).find(
    (one) => one.amountMinor === refund.amountMinor && one.kind === refund.kind,
  ) // prettier-ignore
  if (waiting) {
    // Opened here before the buyer asked there: it is the same matter.
    const linked = await changeCase(tx, waiting, { externalId: refund.externalId })
    noteCase(tx, 'linked', linked, [['case.request', null, refund.externalId]])
    return
  }
  const { leftMinor } = await refundableOf(tx, order.id)
  await openCase(tx, watching, {
    order,
    kind: refund.kind === 'return' ? 'return' : 'money',
    // Some platforms name no sum before it is paid: then it is what was paid for the lines.
    amountMinor: refund.amountMinor > 0 ? refund.amountMinor : valueOfLines(order, lines, leftMinor),
    reason: refund.reason ?? '',
    source: 'platform',
    externalId: refund.externalId,
    lines,
    older,
    agreed: refund.state === 'agreed' || refund.state === 'returning',
    ...parcelOf(refund),
  })
}

function linesOf(order: Order, refund: RefundFacts): CaseLine[] {
  return order.lines
    .filter((line) => refund.lineExternalId === null || line.externalId === refund.lineExternalId)
    .map((line) => ({ lineExternalId: line.externalId, quantity: line.quantity }))
}

function parcelOf({ returnParcel }: RefundFacts) {
  return returnParcel ? { parcel: { at: null, ...returnParcel } } : {}
}

async function follow(tx: Tx, watching: Watching, order: Order, known: RefundCase, refund: RefundFacts) {
  let found = known
  const waybill = refund.returnParcel?.waybill
  if (waybill !== undefined && waybill !== found.parcelWaybill && found.parcelAt === null)
    found = await changeCase(tx, found, { parcel: { at: null, courier: refund.returnParcel?.courier ?? null, waybill } }) // prettier-ignore
  if (found.state === 'refused' && refund.state === 'requested' && found.told === null)
    return revise(tx, watching, order, found, refund.amountMinor || found.amountMinor, true)
  if (isOver(found.state) || found.state === 'paying') return
  if (refund.state === 'paid' || refund.state === 'refused' || refund.state === 'closed') {
    const over = await changeCase(tx, found, { state: refund.state }, false)
    noteCase(tx, 'over-there', over, [['case.state', found.state, refund.state]])
    return
  }
  if (refund.amountMinor > 0 && refund.amountMinor !== found.amountMinor)
    await revise(tx, watching, order, found, refund.amountMinor)
}

/** The buyer asks for another sum, or once more after a no: it is judged anew, and nobody's yes to the old one counts. */
async function revise(
  tx: Tx,
  watching: Watching,
  order: Order,
  found: RefundCase,
  amountMinor: number,
  again = false,
): Promise<void> {
  const judged = await foreseeCase(tx, order, amountMinor, { exceptCaseId: found.id })
  // What a person was to decide is not paid by itself because the sum has changed.
  const why = judged.automatic && (again || !found.why.automatic) ? { ...judged, automatic: false, rule: 'changed', stages: [['finance' as const]] } : judged // prettier-ignore
  const dueAt = tx.now + watching.refundDueMinutes * 60_000
  await tx.run('update refund_cases set amount=?, why_json=? where id=?', [
    amountMinor,
    JSON.stringify(why),
    found.id,
  ])
  await tx.run('delete from refund_steps where case_id=?', [found.id])
  for (const [stage, lanes] of why.stages.entries())
    for (const role of lanes)
      await tx.run('insert into refund_steps (case_id, role, stage, state, since, due_at) values (?,?,?,?,?,?)', [
        found.id, role, stage, stage === 0 ? 'open' : 'waiting', stage === 0 ? tx.now : null, stage === 0 ? dueAt : null,
      ]) // prettier-ignore
  const revised = await changeCase(tx, { ...found, amountMinor, why }, { state: 'deciding', dueAt: why.automatic ? null : dueAt }, false) // prettier-ignore
  noteCase(tx, 'revised', revised, [['case.amountMinor', found.amountMinor, amountMinor]])
  announceCase(tx, revised)
  if (why.automatic) await goOn(tx, watching, revised, true)
}
