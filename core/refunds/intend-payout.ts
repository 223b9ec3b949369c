import type { Tx } from '../database'
import { queueJob } from '../jobs'
import { outboundKey } from '../kernel'
import type { RefundCase } from './case.store'

/** The business fact from which a payout's key comes: the same after a restart, a restore, or on another PC. */
export function payoutKey(
  found: Pick<RefundCase, 'shopId' | 'externalId' | 'ordinal'>,
  orderExternalId: string,
  payoutOrdinal: number,
): string {
  return found.externalId === null
    ? outboundKey('refund', found.shopId, 'order', orderExternalId, found.ordinal, payoutOrdinal)
    : outboundKey('refund', found.shopId, 'request', found.externalId, payoutOrdinal)
}

/** Writes that the case's money is to be paid, once, and queues the work. A second intent of a case changes nothing. */
export async function intendPayout(tx: Tx, found: RefundCase, askFirst = false): Promise<void> {
  const order = await tx.get<{ external_id: string }>('select external_id from orders where id=?', [
    found.orderId,
  ])
  const key = payoutKey(found, order?.external_id ?? '', 1)
  const made = await tx.run(
    `insert into refund_payouts (case_id, ordinal, key, state, amount, currency, ask_first, created_at) values (?,1,?,'intended',?,?,?,?)
     on conflict do nothing`,
    [found.id, key, found.amountMinor, found.currency, askFirst ? 1 : 0, tx.now],
  )
  if (made > 0) await queuePayout(tx, found.orderId, key, 'first')
}

/** `turn` tells one asking from the next: a person may ask for another. */
export async function queuePayout(tx: Tx, orderId: number, key: string, turn: string): Promise<void> {
  await queueJob(tx, {
    kind: 'payout',
    subject: `order:${orderId}`,
    payload: { key },
    key: `payout:${key}:${turn}`,
  })
}
