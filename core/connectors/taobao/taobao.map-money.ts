import { minor } from '../../kernel'
import type { MoneyGroup, RefundFacts } from '../observation'
import { listPrice, netOf, yuan } from './taobao.map-lines'
import type { TradeWire } from './taobao.wire'

/**
 * The order's money in fen, exact, so that goods − discount + freight = total always holds.
 *
 * `payment` is what the buyer pays, but it shrinks once a refund is paid (TOP document 108471). Our total must
 * not: after a refund it is taken back up to the sum that the lines add up to (or that the trade's own reductions
 * give), whichever of these `payment`, alone or plus the refunds, confirms. The discount is what remains between
 * list price and total, so coupons, shared promotions and manual cuts are all in it. A price raised by hand
 * counts as goods, as a discount is never negative. `undefined` when the message speaks of no payment.
 */
export function mapMoney(trade: TradeWire, refunds: readonly RefundFacts[]): MoneyGroup | undefined {
  const payment = yuan(trade.payment)
  if (payment === undefined) return undefined
  const lines = trade.orders ?? []
  const goods = yuan(trade.total_fee) ?? lines.reduce((sum, line) => sum + listPrice(line), 0)
  const freight = yuan(trade.post_fee) ?? 0
  const paidRefunds = refunds.filter((refund) => refund.state === 'paid')
  const givenBack = paidRefunds.reduce((sum, refund) => sum + refund.amountMinor, 0)
  const total =
    paidRefunds.length === 0 ? payment : beforeRefunds(trade, { payment, goods, freight, givenBack })
  const discount = goods + freight - total
  return {
    currency: 'CNY',
    goodsMinor: minor(discount < 0 ? goods - discount : goods),
    discountMinor: minor(Math.max(0, discount)),
    freightMinor: minor(freight),
    totalMinor: minor(total),
    refundedMinor: minor(givenBack),
  }
}

function beforeRefunds(
  trade: TradeWire,
  {
    payment,
    goods,
    freight,
    givenBack,
  }: { payment: number; goods: number; freight: number; givenBack: number },
): number {
  const lines = trade.orders ?? []
  const own = goods + freight - (yuan(trade.discount_fee) ?? 0) + (yuan(trade.adjust_fee) ?? 0)
  const candidates =
    lines.length > 0 ? [lines.reduce((sum, line) => sum + netOf(line), 0) + freight, own] : [own]
  const confirmed = candidates.find((sum) => sum === payment || sum === payment + givenBack)
  return confirmed ?? Math.max(payment, candidates[0] ?? payment)
}
