import type { Currency, Minor } from '../kernel'

export const PROVIDERS = ['wechat', 'alipay'] as const
export type Provider = (typeof PROVIDERS)[number]
/** `trade`: what was sold and given back (业务) · `flow`: what the account received and paid out (资金, 账务). */
export type Ledger = 'trade' | 'flow'
export type RowKind = 'payment' | 'refund' | 'fee' | 'commission' | 'subsidy' | 'transfer' | 'other'

/** One line of a bill in our words. Amounts in minor units. */
export interface BillRow {
  /** From the provider's own ids: the same event in a day's and in a month's file has the same. */
  readonly key: string
  readonly kind: RowKind
  /** What trade and flow rows of one event share: the payment's number, or the refund's at WeChat. */
  readonly event: string
  /** The merchant's own order number, as it was given to the provider. */
  readonly orderNo: string | null
  readonly refundNo: string | null
  /** UTC ms. */
  readonly at: number
  /** The bill's own day, in Beijing: `2026-11-21`. */
  readonly day: string
  readonly currency: Currency
  /** Payments: the order's amount. Refunds: what was asked back. Positive. */
  readonly amountMinor: Minor
  /** What the merchant's account gains (payment) or loses (refund, negative), fees left aside. */
  readonly settledMinor: Minor
  /** Of `amount`, what the merchant's own coupon at the provider bore; negative where a refund gives it back. */
  readonly discountMinor: Minor
  /** What the fee does to the account: negative = charged, positive = given back. */
  readonly feeMinor: Minor
  /** The same of shares that others take (分润, 分账, 佣金). */
  readonly commissionMinor: Minor
  /** The rate that the bill itself names, in millionths: 0.60% = 6000. */
  readonly feePpm: number | null
  /** Goods or remark, for the person who looks: never a name or an account. */
  readonly note: string
  /** The line as it was written, without the cells that speak of the buyer. */
  readonly cells: readonly string[]
}

/** What the rows of one order or event leave in the account. */
export function netOf(
  row: Readonly<Record<'settledMinor' | 'feeMinor' | 'commissionMinor', number>>,
): number {
  return row.settledMinor + row.feeMinor + row.commissionMinor
}
