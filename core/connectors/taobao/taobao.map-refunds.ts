import { Unreadable, minor } from '../../kernel'
import type { RefundFacts } from '../observation'
import { lineId, netOf, yuan } from './taobao.map-lines'
import { hasRefund, refundStateOf } from './taobao.states'
import type { LineWire, RefundWire, TradeWire } from './taobao.wire'

/**
 * The refunds of a trade: the latest of each line, which the line itself names, and the earlier ones as far as
 * `details` tells of them. Amount and reason come from the details; where the shop may not read them, a refund counts
 * as the whole line (`divide_order_fee`), the only sum the trade itself states. `undefined` when nothing speaks of
 * refunds at all.
 */
export function mapRefunds(trade: TradeWire, details: readonly RefundWire[]): RefundFacts[] | undefined {
  const lines = trade.orders ?? []
  if (details.length === 0 && !lines.some((line) => line.refund_status !== undefined)) return undefined
  const byRefund = new Map<string, LineWire[]>(details.map((detail) => [detail.refund_id, []]))
  for (const line of lines) {
    if (!hasRefund(line.refund_status)) continue
    const id = line.refund_id ?? latestOf(line, details)?.refund_id ?? lineId(line)
    byRefund.set(id, [...(byRefund.get(id) ?? []), line])
  }
  const facts = [...byRefund].map(([id, touched]) => {
    const detail = details.find((one) => one.refund_id === id)
    const own = touched.length > 0 ? touched : lines.filter((line) => lineId(line) === detail?.oid)
    return mapRefund(id, own, detail)
  })
  return facts.sort(
    (a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0) || (a.externalId < b.externalId ? -1 : 1),
  )
}

function latestOf(line: LineWire, details: readonly RefundWire[]): RefundWire | undefined {
  return details
    .filter((detail) => detail.oid === lineId(line))
    .sort((a, b) => (b.created ?? 0) - (a.created ?? 0))[0]
}

function mapRefund(id: string, touched: readonly LineWire[], detail: RefundWire | undefined): RefundFacts {
  const first = touched[0]
  const platformState = detail?.status ?? first?.refund_status
  if (!platformState) throw new Unreadable('missing-field', `status of refund ${id}`)
  const amount = yuan(detail?.refund_fee) ?? minor(touched.reduce((sum, line) => sum + netOf(line), 0))
  return {
    externalId: id,
    lineExternalId: first && touched.length === 1 ? lineId(first) : null,
    state: refundStateOf(platformState),
    platformState,
    kind: kindOf(platformState, detail),
    amountMinor: amount,
    reason: detail?.reason || null,
    createdAt: detail?.created ?? null,
    ...(detail?.sid && { returnParcel: { courier: detail.company_name || null, waybill: detail.sid } }),
  }
}

const EXCHANGES = new Set(['WAIT_SELLER_CONSIGN_GOODS', 'WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS'])
const RETURNS = new Set(['WAIT_BUYER_RETURN_GOODS', 'WAIT_SELLER_CONFIRM_GOODS'])

function kindOf(state: string, detail: RefundWire | undefined): RefundFacts['kind'] {
  if (EXCHANGES.has(state)) return 'exchange'
  return (detail?.has_good_return ?? RETURNS.has(state)) ? 'return' : 'money'
}
