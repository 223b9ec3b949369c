import type { Equation, Odd } from './equation'

export const DIFFERENCE_CODES = [
  'charged-twice', 'payment-missing', 'not-paid-here', 'amount-differs', 'fee-differs', 'refund-not-on-order',
  'refund-not-on-bill', 'payout-differs', 'other-movement', 'bill-contradicts', 'unknown-order', 'unknown-refund',
] as const // prettier-ignore
export type DifferenceCode = (typeof DIFFERENCE_CODES)[number]

/** Beyond one part in so many of the order (0.5 %) a difference is red. */
const RED_PART = 200

export interface FoundDifference {
  /** `order:<id>` or `row:<id>`: what it is about; one difference each. */
  readonly subject: string
  readonly code: DifferenceCode
  readonly odd: readonly Odd[]
  readonly provider: string
  readonly orderId: number | null
  readonly rowId: number | null
  readonly at: number
  readonly amountMinor: number
  readonly red: boolean
}

/** The word for what is wrong with an equation; `undefined` when it holds. `total`: what the order was to bring. */
export function codeOf(equation: Equation, total: number): DifferenceCode | undefined {
  const [first] = equation.odd
  if (!first) return undefined
  switch (first.term) {
    case 'payment':
      if (first.deltaMinor > 0 && equation.payments > 1) return 'charged-twice'
      if (equation.payments === 0) return 'payment-missing'
      return total === 0 ? 'not-paid-here' : 'amount-differs'
    case 'fee': return 'fee-differs'
    case 'refund': return first.deltaMinor < 0 ? 'refund-not-on-order' : 'refund-not-on-bill'
    case 'payout': return 'payout-differs'
    case 'other': return 'other-movement'
  } // prettier-ignore
}

/** Red: beyond ± 0.5 % of the order. What offsets itself is judged by its greatest part. */
export function isRed(equation: Equation, total: number): boolean {
  const greatest = Math.max(
    Math.abs(equation.differenceMinor),
    ...equation.odd.map((odd) => Math.abs(odd.deltaMinor)),
  )
  return greatest * RED_PART > total
}
