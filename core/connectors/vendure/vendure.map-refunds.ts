import { Unreadable } from '../../kernel'
import type { RefundFacts, RefundState } from '../observation'
import { byId, type OrderWire, type RefundWire } from './vendure.wire'

/** docs.vendure.io, «RefundState». */
const STATES: Readonly<Record<string, RefundState>> = {
  Pending: 'agreed',
  Settled: 'paid',
  Failed: 'refused',
}

/** Vendure knows money back only: whether goods return is not said. */
export function refundsOf(order: OrderWire): RefundFacts[] {
  return all(order).map((refund) => {
    const state = STATES[refund.state]
    if (!state) throw new Unreadable('unknown-state', `refund ${refund.state}`)
    const lines = refund.lines ?? []
    return {
      externalId: refund.id,
      lineExternalId: lines.length === 1 ? (lines[0]?.orderLineId ?? null) : null,
      state,
      platformState: refund.state,
      kind: 'money' as const,
      amountMinor: refund.total,
      reason: refund.reason?.replace(OUR_KEY, '') || null,
      createdAt: refund.createdAt,
    }
  })
}

/** Ours carry the key of their payout behind the reason: it tells them again, and tells people nothing. */
const OUR_KEY = / ?\[[0-9a-f]{32}\]$/

/** Settled money by line id, shared by price × quantity over the lines a refund names; the last takes the odd cent. */
export function refundedByLine(order: OrderWire): Map<string, number> {
  const shares = new Map<string, number>()
  const price = new Map(order.lines.map((line) => [line.id, line.unitPriceWithTax]))
  for (const refund of all(order).filter(({ state }) => state === 'Settled')) {
    const lines = refund.lines ?? []
    const weights = lines.map((line) => (price.get(line.orderLineId) ?? 0) * line.quantity)
    const whole = weights.reduce((total, weight) => total + weight, 0)
    let left: number = refund.total
    lines.forEach((line, i) => {
      const exact = whole === 0 ? 0 : Math.floor(refund.total * ((weights[i] ?? 0) / whole))
      const share = i === lines.length - 1 ? left : exact
      left -= share
      shares.set(line.orderLineId, (shares.get(line.orderLineId) ?? 0) + share)
    })
  }
  return shares
}

function all(order: OrderWire): readonly RefundWire[] {
  return byId((order.payments ?? []).flatMap((payment) => payment.refunds))
}
