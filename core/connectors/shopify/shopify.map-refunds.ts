import { minor, type Currency } from '../../kernel'
import type { RefundFacts, RefundState } from '../observation'
import { amountOf, known } from './shopify.known'
import type { OrderNode, RefundNode } from './shopify.wire'

/** ReturnStatus. A closed return was either paid (then its refund says so) or ended without money. */
const RETURN: Readonly<Record<string, RefundState>> = {
  REQUESTED: 'requested',
  OPEN: 'returning',
  CLOSED: 'closed',
  DECLINED: 'refused',
  CANCELED: 'closed',
}

/** Returns and refunds as one list: a refund that belongs to a return is told as that return, paid. */
export function refundFacts(order: OrderNode, currency: Currency): readonly RefundFacts[] {
  const pending = (order.transactions ?? [])
    .filter((one) => one.kind === 'REFUND' && one.status === 'PENDING')
    .map((one) => ({ amount: amountOf(one.amountSet, currency), at: one.processedAt ?? 0 }))
  const returns = new Map(
    (order.returns ?? []).map((one): [string, RefundFacts] => {
      const lines = new Set(
        (one.returnLineItems ?? []).flatMap((item) => item.fulfillmentLineItem?.lineItem.id ?? []),
      )
      return [
        one.id,
        {
          externalId: one.id,
          lineExternalId: lines.size === 1 ? ([...lines][0] ?? null) : null,
          state: known(RETURN, one.status, 'return.status'),
          platformState: one.status,
          kind: 'return',
          amountMinor: minor(0),
          reason: (one.returnLineItems ?? []).map((item) => item.returnReasonNote).find(Boolean) ?? null,
          createdAt: null,
        },
      ]
    }),
  )
  const alone: RefundFacts[] = []
  for (const refund of order.refunds ?? []) {
    const facts = refundOf(refund, currency, pending)
    const of = refund.return ? returns.get(refund.return.id) : undefined
    if (!of) alone.push(facts)
    else if (facts.amountMinor > 0)
      returns.set(of.externalId, {
        ...of,
        state: facts.state,
        amountMinor: minor(of.amountMinor + facts.amountMinor),
        createdAt: of.createdAt ?? facts.createdAt,
      })
  }
  return [...returns.values(), ...alone]
}

/**
 * `Refund` has no state of its own. While its transaction is pending the money has not left: such a one is found by
 * its amount, or, where the refund shows 0 until then, by standing nearest in time.
 */
function refundOf(
  refund: RefundNode,
  currency: Currency,
  pending: { amount: number; at: number }[],
): RefundFacts {
  const amount = amountOf(refund.totalRefundedSet, currency)
  const at = refund.createdAt ?? 0
  const near = (one: { at: number }) => Math.abs(one.at - at) < 60_000
  const found =
    pending.findIndex((one) => one.amount === amount && near(one)) >= 0
      ? pending.findIndex((one) => one.amount === amount && near(one))
      : pending.findIndex((one) => amount === 0 && near(one))
  const waiting = found >= 0 ? pending.splice(found, 1)[0] : undefined
  const lines = new Set((refund.refundLineItems ?? []).map((item) => item.lineItem.id))
  const cameBack = (refund.refundLineItems ?? []).some((item) => item.restockType === 'RETURN')
  const state: RefundState = waiting ? 'agreed' : amount > 0 ? 'paid' : 'closed'
  return {
    externalId: refund.id,
    lineExternalId: lines.size === 1 ? ([...lines][0] ?? null) : null,
    state,
    platformState: waiting ? 'PENDING' : amount > 0 ? 'SUCCESS' : 'NOTHING_PAID',
    kind: cameBack ? 'return' : 'money',
    amountMinor: minor(waiting ? waiting.amount : amount),
    reason: null,
    createdAt: refund.createdAt ?? null,
  }
}
