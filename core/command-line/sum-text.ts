import { formatMajor, isCurrency } from '../kernel'

/** An amount as a person writes it: CNY 98.50. Of a currency that is not known, the minor units. */
export function sumText(minor: number, currency: string): string {
  return isCurrency(currency) ? `${currency} ${formatMajor(minor, currency)}` : String(minor)
}
