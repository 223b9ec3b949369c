import type { Minor } from '../kernel'

export type BillChannel = 'wechat' | 'alipay'

/** A sale as its provider sees it: what was paid under which number, and what was given back. Times UTC ms. */
export interface PracticeSale {
  readonly channel: BillChannel
  /** The merchant's order number as the shop gives it to the provider. */
  readonly number: string
  readonly title: string
  readonly paidAt: number
  readonly totalMinor: Minor
  readonly refunds: readonly { readonly id: string; readonly amountMinor: Minor; readonly at: number }[]
}

/** What goes wrong between a shop and its bills. */
export const BILL_TROUBLES = [
  'missing-row', 'fee-off', 'wrong-amount', 'charged-twice', 'refund-another-day', 'refund-unknown', 'payout-short',
  'unknown-order', 'test-order', 'internal-order',
] as const // prettier-ignore
export type BillTrouble = (typeof BILL_TROUBLES)[number]

/** The truth about one seeded trouble, for whoever checks what was found. */
export interface SeededTrouble {
  readonly trouble: BillTrouble
  /** The number under which it stands, or should stand, on the bill. */
  readonly number: string
  /** Arrived less what should have; for a cleaned order its amount. */
  readonly amountMinor: number
}
