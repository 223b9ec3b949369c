import { exponentOf, formatMajor, isCurrency } from '../kernel'
import type { Amount } from './sheet'

/** What a spreadsheet can hold of a number exactly. */
const EXACT_DIGITS = 15

/** Major units as an exact decimal; of a currency without known decimals, the minor units. */
export function amountText([minor, currency]: Amount): string {
  return isCurrency(currency) ? formatMajor(minor, currency) : String(minor)
}

export function decimalsOf([, currency]: Amount): number {
  return isCurrency(currency) ? exponentOf(currency) : 0
}

/** Beyond this a spreadsheet would round: such an amount is written as text. */
export function fitsANumber([minor]: Amount): boolean {
  return Math.abs(minor) < 10 ** EXACT_DIGITS
}
