import type { MonthOrder } from '../reconciliation'
import type { Shops } from './shops'

const TERMS = [
  'goodsMinor', 'freightMinor', 'adjustmentMinor', 'merchantDiscountMinor', 'platformSubsidyMinor', 'commissionMinor', 'feeMinor', 'refundMinor',
  'expectedPayoutMinor', 'payoutMinor', 'differenceMinor',
] as const // prettier-ignore

/** One shop through one provider: every term of the equation, summed over the month's orders. */
export interface ShopSums extends Readonly<Record<(typeof TERMS)[number], number>> {
  readonly shopName: string
  readonly providers: readonly string[]
  readonly orders: number
  readonly open: number
}

type Growing = { -readonly [Name in keyof ShopSums]: ShopSums[Name] }

/** Adds up what goes by. Orders that are not reconciled count for nothing. */
export function shopSums(shops: Shops) {
  const sums = new Map<string, Growing>()
  return {
    add({ order, equation, providers, difference }: MonthOrder): void {
      if (!equation) return
      const key = `${order.shopId} ${providers.join(' ')}`
      const zero = Object.fromEntries(TERMS.map((name) => [name, 0])) as Record<
        (typeof TERMS)[number],
        number
      >
      const sum = sums.get(key) ?? { ...zero, shopName: shops.of(order.shopId).shopName, providers, orders: 0, open: 0 } // prettier-ignore
      for (const name of TERMS) sum[name] += equation[name]
      sum.orders += 1
      sum.open += difference?.state === 'open' ? 1 : 0
      sums.set(key, sum)
    },
    all: (): ShopSums[] => [...sums.keys()].sort().flatMap((key) => sums.get(key) ?? []),
  }
}
