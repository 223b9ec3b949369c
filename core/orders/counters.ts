import type { LastStep, Tx } from '../database'
import type { Order } from './order'

interface Delta {
  readonly shopId: string
  readonly state: string
  readonly currency: string
  readonly count: number
  readonly totalMinor: number
}

/** Notes that an order entered, left or changed its place in the counts of the unfiltered board. */
export function countOrder(tx: Tx, before: Order | undefined, after: Order): void {
  if (before) tx.collect('counters', delta(before, -1))
  tx.collect('counters', delta(after, 1))
}

function delta(order: Order, sign: 1 | -1): Delta {
  return {
    shopId: order.shopId,
    state: order.state,
    currency: order.currency,
    count: sign,
    totalMinor: sign * order.totalMinor,
  }
}

/** Counts and sums per shop, state and currency, kept in the transaction of the fact. `doctor` recounts them. */
export const countersStep: LastStep = {
  kind: 'counters',
  async run(tx, items) {
    const sums = new Map<string, Delta>()
    for (const item of items as readonly Delta[]) {
      const key = `${item.shopId} ${item.state} ${item.currency}`
      const sum = sums.get(key)
      sums.set(
        key,
        sum ? { ...sum, count: sum.count + item.count, totalMinor: sum.totalMinor + item.totalMinor } : item,
      )
    }
    for (const [, sum] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
      if (sum.count !== 0 || sum.totalMinor !== 0)
        await tx.run(
          `insert into order_counters (shop_id,state,currency,count,total) values (?,?,?,?,?)
           on conflict(shop_id,state,currency) do update set count=order_counters.count+excluded.count, total=order_counters.total+excluded.total`,
          [sum.shopId, sum.state, sum.currency, sum.count, sum.totalMinor],
        )
  },
}
