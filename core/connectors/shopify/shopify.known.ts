import { Unreadable, minor, parseMajor, type Currency, type Minor } from '../../kernel'
import type { Money } from './shopify.wire'

/** In the shop's currency: an amount in another one is `Unreadable`, it must not be added up. */
export function amountOf(money: Money | null | undefined, currency: Currency): Minor {
  if (!money) return minor(0)
  const { amount, currencyCode } = money.shopMoney
  if (currencyCode !== undefined && currencyCode !== currency)
    throw new Unreadable('mixed-currency', `${currencyCode} in an order in ${currency}`)
  return parseMajor(amount, currency)
}

/** The value of a state that we know; any other is kept as an exception. */
export function known<T>(table: Readonly<Record<string, T>>, state: string, field: string): T {
  const value = Object.hasOwn(table, state) ? table[state] : undefined
  if (value === undefined) throw new Unreadable('unknown-state', `${field} ${state}`)
  return value
}
