import { formatMoney } from './format-money'

/** An amount in minor units with its currency; `bare` leaves the sign out inside a column of figures. */
export function Money({
  minor,
  currency,
  bare = false,
}: {
  minor: number
  currency: string
  bare?: boolean
}) {
  return <span className="num">{formatMoney(minor, currency, bare)}</span>
}
