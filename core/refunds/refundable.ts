import type { ReadDb, Tx } from '../database'
import { Refusal } from '../kernel'

/** What an order holds of the buyer's money, in minor units. */
export interface Refundable {
  readonly paidMinor: number
  /** Given back by others than us, as the platform tells. */
  readonly othersMinor: number
  /** Given back by us, under way, or not yet known to have failed. */
  readonly oursMinor: number
  readonly leftMinor: number
}

/**
 * What may still be paid back: what was paid, less what the platform says was given back, less what we sent or mean to
 * send. A payout that the platform's list shows already is counted once. Never negative.
 */
export async function refundableOf(read: ReadDb, orderId: number, exceptPayoutId = 0): Promise<Refundable> {
  const order = await read.get<{ total: number; refunded: number; paid_at: number | null }>(
    'select total, refunded, paid_at from orders where id=?',
    [orderId],
  )
  if (!order) throw new Refusal('no-such-order')
  const shown = await read.all<{ external_id: string; amount: number }>(
    `select external_id, amount from order_refunds where order_id=? and state='paid'`,
    [orderId],
  )
  const payouts = await read.all<{ id: number; amount: number; state: string; made: string | null; asked: string | null }>(
    `select p.id, p.amount, p.state, p.made_external_id as made, c.external_id as asked from refund_payouts p
     join refund_cases c on c.id = p.case_id where c.order_id=? and p.state <> 'failed'`,
    [orderId],
  ) // prettier-ignore
  let oursMinor = 0
  let othersMinor: number = order.refunded
  for (const payout of payouts) {
    const seen = shown.find((one) => one.external_id === payout.made || one.external_id === payout.asked)
    if (seen) othersMinor -= seen.amount
    if (seen || payout.id !== exceptPayoutId) oursMinor += payout.amount
  }
  const paidMinor = order.paid_at === null ? 0 : order.total
  othersMinor = Math.max(0, othersMinor)
  return { paidMinor, othersMinor, oursMinor, leftMinor: Math.max(0, paidMinor - othersMinor - oursMinor) }
}

/** Inside the transaction that commits to paying: the order's row is locked, so that two never both find room. */
export async function refuseTooLarge(
  tx: Tx,
  orderId: number,
  amountMinor: number,
  exceptPayoutId = 0,
): Promise<void> {
  const order = await tx.get<{ currency: string }>(`select currency from orders where id=?${tx.forUpdate}`, [
    orderId,
  ])
  const { leftMinor, paidMinor, othersMinor, oursMinor } = await refundableOf(tx, orderId, exceptPayoutId)
  if (amountMinor > leftMinor)
    throw new Refusal('refund-too-large', { amountMinor, leftMinor, paidMinor, refundedMinor: othersMinor + oursMinor, currency: order?.currency ?? '' }) // prettier-ignore
}

/** What the open and paid cases of an order stand for, one left out: so that slices are judged as one sum. */
export async function earlierOf(read: ReadDb, orderId: number, exceptCaseId: number): Promise<number> {
  const row = await read.get<{ sum: number | null }>(
    `select cast(sum(amount) as bigint) as sum from refund_cases where order_id=? and id<>? and state not in ('refused','closed')`,
    [orderId, exceptCaseId],
  )
  return Number(row?.sum ?? 0)
}
