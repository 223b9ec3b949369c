import { dayText } from '../core/kernel'

/** One order of the reconciliation, as `export reconciliation --out X.jsonl` tells it. */
export interface OrderLine {
  readonly sheet: string
  readonly shop: string
  readonly number: string
  readonly paidAt?: string
  readonly [amount: `${string}Minor`]: number | undefined
}

/** Where each term of the equation goes: what arrived is debited, what was sold credited. */
const ACCOUNTS = [
  ['assets:provider', 'payoutMinor', 1],
  ['income:goods', 'goodsMinor', -1],
  ['income:freight', 'freightMinor', -1],
  ['income:other', 'adjustmentMinor', -1],
  ['income:subsidy', 'platformSubsidyMinor', -1],
  ['expenses:discount', 'merchantDiscountMinor', 1],
  ['expenses:commission', 'commissionMinor', 1],
  ['expenses:fee', 'feeMinor', 1],
  ['expenses:refund', 'refundMinor', 1],
  ['unexplained:payment', 'oddPaymentMinor', -1],
  ['unexplained:payout', 'oddPayoutMinor', -1],
  ['unexplained:movement', 'oddOtherMinor', -1],
] as const

/** The month as a plain-text journal: one entry an order, every posting written out, none left for the program to fill. */
export function monthJournal(orders: readonly OrderLine[]): string {
  return orders
    .map((order) => {
      const postings = ACCOUNTS.flatMap(([account, term, sign]) => {
        const minor = sign * (order[term] ?? 0)
        return minor === 0 ? [] : [`  ${account}  CNY ${(minor / 100).toFixed(2)}`]
      })
      return `${order.paidAt ? dayText(Date.parse(order.paidAt)) : '2026-11-30'} ${order.shop} ${order.number}\n${postings.join('\n')}\n`
    })
    .join('\n')
}

/** What an account must come to, in minor units. */
export function accountSums(orders: readonly OrderLine[]): Record<string, number> {
  const sums = ACCOUNTS.map(
    ([account, term, sign]) =>
      [account, orders.reduce((sum, order) => sum + sign * (order[term] ?? 0), 0)] as const,
  )
  return Object.fromEntries(sums.filter(([, minor]) => minor !== 0))
}
