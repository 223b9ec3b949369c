import { feeFor } from './fee-rate'
import type { Ledger, RowKind } from './bill-row'

/** What the order says was to be paid and given back. Minor units. */
export interface OrderMoney {
  readonly goodsMinor: number
  readonly freightMinor: number
  readonly discountMinor: number
  /** What the buyer paid; 0 while the platform calls the order unpaid. */
  readonly totalMinor: number
  /** Given back at the platform, as far as the bills at hand could know of it. */
  readonly refundedMinor: number
}

/** What the bills say of one order, row by row. */
export interface OrderRowMoney {
  readonly ledger: Ledger
  readonly kind: RowKind
  readonly event: string
  readonly amountMinor: number
  readonly settledMinor: number
  readonly discountMinor: number
  readonly feeMinor: number
  readonly commissionMinor: number
  readonly feePpm: number | null
}

/** Which bills are at hand for this order's days. */
export interface Seen {
  /** A bill for the day of its payment: where there is none, nothing is said about payment and fee. */
  readonly payment: boolean
  /** The account's flow for all its days: what truly arrived. Else the trade bill's own net stands for it. */
  readonly flow: boolean
}

export type Term = 'payment' | 'fee' | 'refund' | 'payout' | 'other'
export interface Odd {
  readonly term: Term
  /** Actual less expected, as it moves the account: negative = too little arrived. */
  readonly deltaMinor: number
}

export interface Equation {
  readonly goodsMinor: number
  readonly freightMinor: number
  /** The order's reductions and the merchant's coupons at the provider. */
  readonly merchantDiscountMinor: number
  readonly platformSubsidyMinor: number
  readonly commissionMinor: number
  readonly feeMinor: number
  readonly refundMinor: number
  /** Taxes and what else a total holds beside goods, freight and reductions. */
  readonly adjustmentMinor: number
  /** What truly arrived. */
  readonly payoutMinor: number
  /** What should have: payout = expected + difference, and difference = sum of the odd terms. */
  readonly expectedPayoutMinor: number
  readonly differenceMinor: number
  /** Greatest first; empty = the equation holds to the last fen. */
  readonly odd: readonly Odd[]
  readonly payments: number
  /** The payment's own bill is not at hand. */
  readonly partial: boolean
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) || 0
const net = (row: OrderRowMoney) => row.settledMinor + row.feeMinor + row.commissionMinor

/**
 * 货款 + 运费 − 商家优惠 + 平台补贴 − 佣金 − 手续费 − 退款 = 到账, for one order. Pure. The terms are what the bills say;
 * `odd` is where they part from the order, from the rate and from the account's flow.
 */
export function equationOf(order: OrderMoney, rows: readonly OrderRowMoney[], seen: Seen): Equation {
  const flow = rows.filter((row) => row.ledger === 'flow')
  const trade = rows.filter((row) => row.ledger === 'trade')
  // Without a trade bill the flow's rows say what was sold.
  const told = trade.length > 0 ? trade : flow
  const of = (kind: RowKind) => told.filter((row) => row.kind === kind)
  const payments = of('payment')
  const partial = payments.length === 0 && !seen.payment

  const paid = sum(payments.map((row) => row.amountMinor))
  const coupon = sum(told.map((row) => row.discountMinor))
  const fee = sum(told.map((row) => row.feeMinor))
  const commission = sum(told.map((row) => row.commissionMinor))
  const refund =
    trade.length > 0
      ? sum(of('refund').map((row) => row.amountMinor))
      : -sum(of('refund').map((row) => row.settledMinor))
  const toldNet = sum(told.map(net))
  const subsidy = sum(flow.filter((row) => row.kind === 'subsidy').map(net))
  const toldSubsidy = told === flow ? subsidy : 0
  const other = toldNet - toldSubsidy - (paid - coupon + fee + commission - refund)
  const useFlow = trade.length > 0 && flow.length > 0 && seen.flow
  const payout = useFlow ? sum(flow.map(net)) : toldNet
  const grant = useFlow || told === flow ? subsidy : 0

  const total = partial ? 0 : order.totalMinor
  // Of a payment whose bill is not at hand, refunds before these bills are not at hand either.
  const back = partial ? Math.min(refund, order.refundedMinor) : order.refundedMinor
  const feeDue = partial ? -fee : expectedFee(told, -fee)
  const deltas: Odd[] = [
    { term: 'payment', deltaMinor: partial ? 0 : paid - total },
    { term: 'fee', deltaMinor: fee + feeDue },
    { term: 'refund', deltaMinor: back - refund },
    { term: 'payout', deltaMinor: payout - (toldNet - toldSubsidy + grant) },
    { term: 'other', deltaMinor: other },
  ]
  const odd = deltas
    .filter(({ deltaMinor }) => deltaMinor !== 0)
    .sort((a, b) => Math.abs(b.deltaMinor) - Math.abs(a.deltaMinor))
  const goods = partial ? 0 : order.goodsMinor
  const freight = partial ? 0 : order.freightMinor
  const reduced = partial ? 0 : order.discountMinor
  const owed = partial ? paid : total
  const expected = owed - coupon + grant + commission - feeDue - back
  return {
    goodsMinor: goods,
    freightMinor: freight,
    merchantDiscountMinor: reduced + coupon,
    platformSubsidyMinor: grant,
    commissionMinor: -commission || 0,
    feeMinor: -fee || 0,
    refundMinor: refund,
    adjustmentMinor: owed - (goods + freight - reduced),
    payoutMinor: payout,
    expectedPayoutMinor: expected,
    differenceMinor: payout - expected,
    odd,
    payments: payments.length,
    partial,
  }
}

/**
 * What the fee must come to at the bill's rate. Providers round each refund's share, or what is left of the payment, or
 * keep the whole fee: where one of these fits to the fen, the fee is right. Unknown rate = nothing to hold against it.
 */
function expectedFee(rows: readonly OrderRowMoney[], actual: number): number {
  const own = rows.filter((row) => row.kind === 'payment' || row.kind === 'refund')
  const rate = own.find((row) => row.kind === 'payment' && row.feePpm !== null)?.feePpm
  if (rate === undefined || rate === null) return actual
  const payments = own.filter((row) => row.kind === 'payment')
  const refunds = own.filter((row) => row.kind === 'refund')
  const each = (list: readonly OrderRowMoney[]) =>
    sum(
      list.map((row) => Math.sign(row.settledMinor) * feeFor(Math.abs(row.settledMinor), row.feePpm ?? rate)),
    )
  const shares = each(payments) + each(refunds)
  const left = feeFor(Math.max(0, sum(own.map((row) => row.settledMinor))), rate)
  const kept = refunds.every((row) => row.feeMinor === 0) ? each(payments) : shares
  return [shares, left, kept].includes(actual) ? actual : shares
}
