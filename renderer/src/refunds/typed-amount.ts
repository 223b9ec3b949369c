import { formatMoney } from '../ui'

/**
 * «98», «98.5», «98.50», «1,200.00», with or without the sign of the currency, in its minor units; anything else is
 * none. A comma stands between thousands only: where it is meant as a decimal point the sum would be a hundred times too
 * large.
 */
export function minorOf(text: string, currency: string): number | undefined {
  const exponent = formatMoney(0, currency, true).split('.')[1]?.length ?? 0
  const plain = text.normalize('NFKC').trim()
  const sign = formatMoney(0, currency).replace(/[\d.]/g, '')
  const match = /^(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d+))?$/.exec(
    plain.startsWith(sign) ? plain.slice(sign.length).trim() : plain,
  )
  const fraction = match?.[2] ?? ''
  if (!match || fraction.length > exponent) return undefined
  const minor = Number(`${(match[1] ?? '').replaceAll(',', '')}${fraction.padEnd(exponent, '0')}`)
  return minor > 0 ? minor : undefined
}
