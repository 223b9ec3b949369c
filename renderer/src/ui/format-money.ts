const EXPONENT = new Map<string, number>()

function exponentOf(currency: string): number {
  let exponent = EXPONENT.get(currency)
  if (exponent === undefined) {
    exponent =
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2
    EXPONENT.set(currency, exponent)
  }
  return exponent
}

const SIGNS: Record<string, string> = {
  CNY: '¥',
  USD: 'US$',
  EUR: '€',
  GBP: '£',
  HKD: 'HK$',
  SGD: 'S$',
  JPY: 'JP¥',
}

/** Minor units as people read them: ¥1,234.50, US$58.00, a true minus. Without a sign where `bare`. */
export function formatMoney(minor: number, currency: string, bare = false): string {
  const exponent = exponentOf(currency)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const cut = digits.length - exponent
  const whole = digits.slice(0, cut).replace(/\B(?=(\d{3})+$)/g, ',')
  const sign = bare ? '' : (SIGNS[currency] ?? `${currency} `)
  return `${minor < 0 ? '\u2212' : ''}${sign}${whole}${exponent > 0 ? `.${digits.slice(cut)}` : ''}`
}
