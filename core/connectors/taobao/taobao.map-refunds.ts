import { Unreadable, minor } from '../../kernel'
import type { RefundFacts } from '../observation'
import { lineId, netOf, yuan } from './taobao.map-lines'
import { hasRefund, refundStateOf } from './taobao.states'
import type { LineWire, RefundWire, TradeWire } from './taobao.wire'

/**
 * The refunds that the lines name, one each. Amount and reason come from taobao.refund.get; where the shop may not
 * call it, a refund counts as the whole line (`divide_order_fee`), the only sum the trade itself states.
 * `undefined` when no line speaks of refunds at all.
 */
export function mapRefunds(trade: TradeWire, details: readonly RefundWire[]): RefundFacts[] | undefined {
  const lines = trade.orders ?? []
  if (!lines.some((line) => line.refund_status !== undefined)) return undefined
  const byRefund = new Map<string, LineWire[]>()
  for (const line of lines) {
    if (!hasRefund(line.refund_status)) continue
    const id = line.refund_id ?? lineId(line)
    byRefund.set(id, [...(byRefund.get(id) ?? []), line])
  }
  return [...byRefund].map(([id, touched]) =>
    mapRefund(
      id,
      touched,
      details.find((detail) => detail.refund_id === id),
    ),
  )
}

function mapRefund(id: string, touched: readonly LineWire[], detail: RefundWire | undefined): RefundFacts {
  const first = touched[0]
  const platformState = detail?.status ?? first?.refund_status
  if (!first || !platformState) throw new Unreadable('missing-field', `status of refund ${id}`)
  const amount = yuan(detail?.refund_fee) ?? minor(touched.reduce((sum, line) => sum + netOf(line), 0))
  return {
    externalId: id,
    lineExternalId: touched.length === 1 ? lineId(first) : null,
    state: refundStateOf(platformState),
    platformState,
    kind: kindOf(platformState, detail),
    amountMinor: amount,
    reason: detail?.reason || null,
    createdAt: detail?.created ?? null,
  }
}

const EXCHANGES = new Set(['WAIT_SELLER_CONSIGN_GOODS', 'WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS'])
const RETURNS = new Set(['WAIT_BUYER_RETURN_GOODS', 'WAIT_SELLER_CONFIRM_GOODS'])

function kindOf(state: string, detail: RefundWire | undefined): RefundFacts['kind'] {
  if (EXCHANGES.has(state)) return 'exchange'
  return (detail?.has_good_return ?? RETURNS.has(state)) ? 'return' : 'money'
}
