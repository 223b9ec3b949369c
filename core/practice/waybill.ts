import type { Random } from './random'

const AT_HOME = [['ZTO', 30], ['YTO', 22], ['YUNDA', 15], ['STO', 14], ['JT', 11], ['SF', 8]] as const // prettier-ignore

/** A courier and a number in the form that courier prints. */
export function parcelFor(random: Random, abroad: boolean): { courier: string; waybill: string } {
  if (abroad) return { courier: 'YunExpress', waybill: `YT${digits(random, 16)}` }
  const courier = random.weighted(AT_HOME)
  switch (courier) {
    case 'SF':
      return { courier, waybill: sfNumber(random) }
    case 'ZTO':
      return { courier, waybill: `78${digits(random, 12)}` }
    case 'YTO':
      return { courier, waybill: `YT${digits(random, 13)}` }
    case 'STO':
      return { courier, waybill: `77${digits(random, 13)}` }
    case 'YUNDA':
      return { courier, waybill: `46${digits(random, 13)}` }
    case 'JT':
      return { courier, waybill: `JT${digits(random, 13)}` }
  }
}

/**
 * SF's check digit, as its public integrations compute it: of the 13 digits the first three do not count; the others,
 * from the right, times 1, 3, 5, …, digit sums added; the last digit brings the sum to a multiple of ten.
 */
function sfNumber(random: Random): string {
  const body = `1${digits(random, 11)}`
  const sum = [...body.slice(3)].reverse().reduce((total, digit, i) => {
    const product = Number(digit) * (2 * i + 1)
    return total + Math.floor(product / 10) + (product % 10)
  }, 0)
  return `SF${body}${(10 - (sum % 10)) % 10}`
}

/** The first is never a zero. */
function digits(random: Random, count: number): string {
  return `${random.whole(1, 9)}${Array.from({ length: count - 1 }, () => random.whole(0, 9)).join('')}`
}
