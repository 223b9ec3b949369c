import type { ReadDb } from '../database'
import { DAY_MS } from './bill-time'
import type { BillRow } from './bill-row'
import { ourNumber, rulesFor } from './order-numbers'

interface Candidate {
  readonly id: number
  readonly shopId: string
  readonly createdAt: number
}

export interface FoundOrder {
  readonly id: number
  readonly shopId: string
}
export type OrderFinder = (
  rows: readonly Pick<BillRow, 'orderNo' | 'at' | 'kind'>[],
) => Promise<(FoundOrder | undefined)[]>

/** A payment belongs to an order of about its time; a number alone, years apart, is a coincidence. */
const LATEST_PAYMENT_MS = 60 * DAY_MS
const CLOCKS_APART_MS = DAY_MS

/**
 * Finds the orders of bill rows by their exact numbers, as each platform names them. One order or none: a number that
 * fits two orders fits none.
 */
export async function orderFinder(read: ReadDb): Promise<OrderFinder> {
  const shops = await read.all<{ id: string; platform: string }>('select id, platform from shops')
  const platforms = [...new Set(shops.map((shop) => shop.platform))]
  const lookups = platforms.flatMap((platform) => {
    const ids = shops.filter((shop) => shop.platform === platform).map((shop) => shop.id)
    return rulesFor(platform).map((rule) => ({ rule, ids }))
  })
  return async (rows) => {
    const candidates = new Map<string, Map<number, Candidate>>()
    const numbers = [...new Set(rows.flatMap((row) => (row.orderNo === null ? [] : [row.orderNo])))]
    for (const { rule, ids } of lookups) {
      const ours = new Map(
        numbers.flatMap((number) => {
          const own = ourNumber(rule, number)
          return own === undefined ? [] : [[own, number] as const]
        }),
      )
      for (const found of await lookUp(read, rule.column, ids, [...ours.keys()])) {
        const number = ours.get(found.number)
        if (number === undefined) continue
        const list = candidates.get(number) ?? new Map<number, Candidate>()
        candidates.set(number, list.set(found.id, found))
      }
    }
    return rows.map((row) => theOne(row, [...(candidates.get(row.orderNo ?? '')?.values() ?? [])]))
  }
}

function theOne(row: Pick<BillRow, 'at' | 'kind'>, candidates: readonly Candidate[]): FoundOrder | undefined {
  const likely = candidates.filter(
    ({ createdAt }) =>
      row.at >= createdAt - CLOCKS_APART_MS &&
      (row.kind !== 'payment' || row.at <= createdAt + LATEST_PAYMENT_MS),
  )
  const [only] = likely
  return likely.length === 1 && only ? { id: only.id, shopId: only.shopId } : undefined
}

async function lookUp(
  read: ReadDb,
  column: 'external_id' | 'number',
  shops: readonly string[],
  numbers: readonly string[],
) {
  if (numbers.length === 0) return []
  const marks = (list: readonly string[]) => list.map(() => '?').join(',')
  // By number alone: told the shops too, SQLite reads all their orders instead of the few that the partial index names.
  const byNumber = column === 'number'
  const where = byNumber
    ? `number <> external_id and number in (${marks(numbers)})`
    : `external_id in (${marks(numbers)}) and shop_id in (${marks(shops)})`
  const rows = await read.all<{ id: number; shop_id: string; number: string; created_at: number }>(
    `select id, shop_id, ${column} as number, created_at from orders where ${where}`,
    byNumber ? numbers : [...numbers, ...shops],
  )
  return rows
    .filter((row) => shops.includes(row.shop_id))
    .map((row) => ({
      id: Number(row.id),
      shopId: row.shop_id,
      number: row.number,
      createdAt: Number(row.created_at),
    }))
}
