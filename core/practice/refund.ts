import type { SimOrder } from '../connectors'
import { minor } from '../kernel'
import { goodsOf } from './basket'
import type { RefundAsked } from './event'
import type { Random } from './random'

export type RefundReason = 'not-as-described' | 'slow' | 'damaged' | 'size' | 'twice'

/** Shares of refund reasons among small shops in the first quarter of 2026, in per mille. */
export const REASON_SHARES: readonly (readonly [RefundReason, number])[] = [
  ['not-as-described', 372],
  ['slow', 285],
  ['damaged', 168],
  ['size', 103],
  ['twice', 72],
]

export const REASON_WORDS: Readonly<Record<RefundReason, readonly [zh: string, en: string]>> = {
  'not-as-described': ['与描述不符', 'Not as described'],
  slow: ['物流太慢', 'Took too long'],
  damaged: ['收到商品破损', 'Arrived damaged'],
  size: ['尺码不合适', 'Wrong size'],
  twice: ['拍重了', 'Ordered twice'],
}

export function pickReason(random: Random): RefundReason {
  return random.weighted(REASON_SHARES)
}

/** What is asked for once the goods have left: one line or all of it, back or money alone. Freight is not given back. */
export function refundFor(
  random: Random,
  order: SimOrder,
  reason: RefundReason,
): { refund: RefundAsked; whole: boolean } {
  const words = REASON_WORDS[reason][order.currency === 'USD' ? 1 : 0]
  const one =
    order.lines.length > 1 && random.chance(0.6) ? random.whole(0, order.lines.length - 1) : undefined
  const paid = one === undefined ? goodsOf(order) - order.discountMinor : lineNet(order, one)
  const partial = (reason === 'damaged' || reason === 'not-as-described') && random.chance(0.4)
  const amountMinor = partial ? Math.max(1, Math.floor((paid * random.whole(2, 5)) / 1000) * 100) : paid
  return {
    refund: {
      kind: partial || reason === 'slow' ? 'money' : 'return',
      amountMinor: minor(amountMinor),
      reason: words,
      ...(one === undefined ? {} : { line: one }),
    },
    whole: one === undefined && !partial,
  }
}

/** What the buyer paid for one line: list price less its share of the reduction, the last line taking the rest. */
function lineNet(order: SimOrder, index: number): number {
  const goods = order.lines.map((line) => line.quantity * line.unitPriceMinor)
  const sum = goodsOf(order)
  const shares = goods.map((worth) => Math.floor((order.discountMinor * worth) / sum))
  const rest = order.discountMinor - shares.slice(0, -1).reduce((total, share) => total + share, 0)
  return goods[index]! - (index === goods.length - 1 ? rest : shares[index]!)
}
