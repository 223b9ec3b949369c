import { Unreadable, assert } from './errors'

/**
 * Money: an integer count of minor units (fen, cent; JPY has none, KWD has three decimals) with its currency.
 *
 * Range: ±2^53 minor units, i.e. ± 90 trillion yuan. Precision: exact; no float ever holds an amount.
 */
export type Minor = number & { readonly __minor: unique symbol }

export interface Money {
  readonly minor: Minor
  readonly currency: Currency
}

/** ISO 4217 decimals of the currencies we know. A currency not listed here is refused, never guessed. */
const EXPONENTS = {
  CNY: 2, HKD: 2, TWD: 2, MOP: 2, USD: 2, EUR: 2, GBP: 2, AUD: 2, CAD: 2, NZD: 2, SGD: 2, MYR: 2, THB: 2,
  PHP: 2, INR: 2, IDR: 2, CHF: 2, SEK: 2, NOK: 2, DKK: 2, PLN: 2, CZK: 2, BRL: 2, MXN: 2, ZAR: 2, AED: 2,
  SAR: 2, TRY: 2, ILS: 2, RUB: 2, JPY: 0, KRW: 0, VND: 0, CLP: 0, KWD: 3, BHD: 3, OMR: 3, JOD: 3, TND: 3,
} as const // prettier-ignore
export type Currency = keyof typeof EXPONENTS

export function isCurrency(code: string): code is Currency {
  return Object.hasOwn(EXPONENTS, code)
}

/** Throws `Unreadable('unknown-currency')` for a code we have no exponent for. */
export function currencyOf(code: string): Currency {
  if (!isCurrency(code)) throw new Unreadable('unknown-currency', code)
  return code
}

export function exponentOf(currency: Currency): number {
  return EXPONENTS[currency]
}

export function minor(value: number): Minor {
  assert(Number.isSafeInteger(value), 'an amount in minor units is a safe integer')
  return value as Minor
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/

/**
 * Parses a decimal string in major units ("98.50", "99.0", "-3") to minor units, exactly.
 * Digits beyond the currency's exponent must be zero: anything else is `Unreadable('bad-amount')`.
 */
export function parseMajor(text: string, currency: Currency): Minor {
  const match = DECIMAL.exec(text.trim())
  if (!match) throw new Unreadable('bad-amount', text)
  const exponent = exponentOf(currency)
  const whole = match[2] ?? '0'
  const fraction = match[3] ?? ''
  if (/[1-9]/.test(fraction.slice(exponent))) throw new Unreadable('bad-amount', `${text} ${currency}`)
  const value = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'))
  if (!Number.isSafeInteger(value)) throw new Unreadable('bad-amount', text)
  return (match[1] === '-' && value !== 0 ? -value : value) as Minor
}

/** Minor units as an exact decimal string in major units: 41200 CNY → "412.00". For exports and wires. */
export function formatMajor(value: number, currency: Currency): string {
  const exponent = exponentOf(currency)
  const digits = String(Math.abs(value)).padStart(exponent + 1, '0')
  const cut = digits.length - exponent
  const text = exponent === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`
  return value < 0 ? `-${text}` : text
}
