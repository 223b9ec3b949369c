import { formatMoney } from './format-money'

/**
 * An amount in minor units with its currency; `bare` leaves the sign out inside a column of figures. Nothing for whom
 * money is not: core keeps it from them.
 */
export function Money({
  minor,
  currency,
  bare = false,
}: {
  minor: number | undefined
  currency: string | undefined
  bare?: boolean
}) {
  if (minor === undefined || currency === undefined) return null
  return <span className="num">{formatMoney(minor, currency, bare)}</span>
}
