import type { Coverage } from './coverage'
import { codeOf, isRed, type FoundDifference } from './difference'
import { equationOf, type Equation } from './equation'
import type { OrderAndRows, OrderFacts, OrderRow } from './order-money.store'

export interface Reconciled {
  readonly equation: Equation
  /** Where it does not hold; `undefined` = even to the last fen. */
  readonly difference: FoundDifference | undefined
}

/**
 * Holds one order against its bills. Pure. `undefined` = nothing to say: its own money is of another currency, it was
 * cleaned as a test, or no bill that could know of it is at hand.
 */
export function reconcileOrder({ order, rows }: OrderAndRows, coverage: Coverage): Reconciled | undefined {
  if (order.currency !== 'CNY' || rows.some((row) => row.cleaned !== null)) return undefined
  const providers = rows.length > 0 ? providersOf(rows) : coverage.channelsOf(order.shopId)
  const payment = order.paidAt === null || paymentSeen(order, rows, providers, coverage)
  if (rows.length === 0 && (providers.length === 0 || !payment || order.paidAt === null)) return undefined
  const total = order.paidAt === null ? 0 : order.totalMinor
  const equation = equationOf(
    {
      goodsMinor: order.paidAt === null ? 0 : order.goodsMinor,
      freightMinor: order.paidAt === null ? 0 : order.freightMinor,
      discountMinor: order.paidAt === null ? 0 : order.discountMinor,
      totalMinor: total,
      refundedMinor: refundedBy(order, rows, Math.max(0, ...providers.map((one) => coverage.endOf(one)))),
    },
    rows,
    { payment, flow: flowSeen(rows, coverage) },
  )
  const code =
    codeOf(equation, total) ?? (rows.some((row) => row.differs) ? ('bill-contradicts' as const) : undefined)
  return {
    equation,
    difference: code && {
      subject: `order:${order.id}`,
      code,
      odd: equation.odd,
      provider: providers[0] ?? '',
      orderId: order.id,
      rowId: null,
      at: rows[0]?.at ?? order.paidAt ?? order.createdAt,
      amountMinor: equation.differenceMinor,
      red: isRed(equation, total),
    },
  }
}

const providersOf = (rows: readonly OrderRow[]) => [...new Set(rows.map((row) => row.provider))]

/** A payment is missed only where the bills of every provider that could have it are at hand. */
function paymentSeen(
  order: OrderFacts,
  rows: readonly OrderRow[],
  providers: readonly string[],
  coverage: Coverage,
) {
  if (rows.some((row) => row.kind === 'payment')) return true
  const { paidAt } = order
  return paidAt !== null && providers.every((provider) => coverage.paymentSeen(provider, paidAt))
}

/** The flow speaks for an order once it covers every day on which the trade bill does. */
function flowSeen(rows: readonly OrderRow[], coverage: Coverage): boolean {
  return rows.every((row) => row.ledger === 'flow' || coverage.has(row.provider, 'flow', row.day))
}

/** What the platform gave back before the bills at hand end; what was asked for later they cannot know. */
function refundedBy(order: OrderFacts, rows: readonly OrderRow[], end: number): number {
  if (order.refunds.length === 0) return order.refundedMinor
  const known = order.refunds.filter((refund) => refund.createdAt === null || refund.createdAt < end)
  const sum = known.reduce((total, refund) => total + refund.amountMinor, 0)
  const onBill = rows
    .filter((row) => row.kind === 'refund' && row.ledger === 'trade')
    .reduce((total, row) => total + row.amountMinor, 0)
  // A platform may count freight into what it gave back and not into the refund itself.
  return known.length === order.refunds.length && onBill === order.refundedMinor ? order.refundedMinor : sum
}
