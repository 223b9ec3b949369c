import type { Tx } from '../database'
import { queueJob } from '../jobs'
import type { RefundCase } from './case.store'

/** The customer is told by a job, once per case and event; how, and whether at all, is not decided here. */
export async function tellCustomer(
  tx: Tx,
  found: RefundCase,
  template: 'agreed' | 'paid' | 'refused',
): Promise<void> {
  await queueJob(tx, {
    kind: 'notify',
    subject: `order:${found.orderId}`,
    payload: { orderId: found.orderId, caseId: found.id, ordinal: found.ordinal, template, amountMinor: found.amountMinor, currency: found.currency },
    key: `notify:${found.id}:${template}`,
  }) // prettier-ignore
}
