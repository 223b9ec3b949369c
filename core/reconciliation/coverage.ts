import type { ReadDb } from '../database'
import { billDay, DAY_MS, dayStart } from './bill-time'
import type { Ledger } from './bill-row'

/** At midnight the shop's clock and the provider's may name two days. */
const NEAR_MIDNIGHT_MS = 10 * 60_000

/** Which days' bills are at hand, by provider and ledger. */
export interface Coverage {
  has(provider: string, ledger: Ledger, day: string): boolean
  /** A bill of either ledger for a payment at this moment. */
  paymentSeen(provider: string, at: number): boolean
  /** When the last covered day of a provider ends, UTC ms; 0 = there is none. */
  endOf(provider: string): number
  /** Through whom a shop was ever seen to be paid. */
  channelsOf(shopId: string): readonly string[]
}

export async function loadCoverage(read: ReadDb): Promise<Coverage> {
  const rows = await read.all<{ provider: string; ledger: Ledger; day: string }>(
    'select distinct provider, ledger, day from bill_days',
  )
  const pairs = await read.all<{ shop_id: string; provider: string }>(
    'select shop_id, provider from bill_channels order by shop_id, provider',
  )
  const days = new Set(rows.map((row) => `${row.provider}:${row.ledger}:${row.day}`))
  const ends = new Map<string, number>()
  for (const row of rows)
    ends.set(row.provider, Math.max(ends.get(row.provider) ?? 0, dayStart(row.day) + DAY_MS))
  const either = (provider: string, day: string) =>
    days.has(`${provider}:trade:${day}`) || days.has(`${provider}:flow:${day}`)
  return {
    has: (provider, ledger, day) => days.has(`${provider}:${ledger}:${day}`),
    paymentSeen: (provider, at) =>
      either(provider, billDay(at - NEAR_MIDNIGHT_MS)) && either(provider, billDay(at + NEAR_MIDNIGHT_MS)),
    endOf: (provider) => ends.get(provider) ?? 0,
    channelsOf: (shopId) => pairs.filter((pair) => pair.shop_id === shopId).map((pair) => pair.provider),
  }
}
