/**
 * Check digits of waybill numbers. Only the postal one (UPU S10, UPU technical standard S10-12) and the couriers
 * that publish theirs decide; that of SF Express is known from practice and is a hint, never a refusal.
 */

/** UPU S10: eight digits × 8 6 4 2 3 5 9 7, remainder of 11. */
export function s10Holds(number: string): boolean {
  const digits = number.slice(2, 11)
  const sum = [8, 6, 4, 2, 3, 5, 9, 7].reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  const rest = 11 - (sum % 11)
  return Number(digits[8]) === (rest === 10 ? 0 : rest === 11 ? 5 : rest)
}

/** SF Express: from the right × 1 3 5 7 9 …, digit sums; the first three digits do not count. */
export function sfHolds(number: string): boolean {
  const digits = number.replace(/\D/g, '')
  const body = [...digits.slice(3, -1)].reverse()
  const sum = body.reduce((total, digit, at) => {
    const product = Number(digit) * (2 * at + 1)
    return total + Math.floor(product / 10) + (product % 10)
  }, 0)
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1))
}

/** UPS 1Z: letters as numbers, odd places × 1, even × 2. */
export function upsHolds(number: string): boolean {
  const values = [...number.slice(2)].map((sign) =>
    /\d/.test(sign) ? Number(sign) : (sign.charCodeAt(0) - 63) % 10,
  )
  const sum = values.slice(0, 15).reduce((total, value, at) => total + value * (at % 2 === 0 ? 1 : 2), 0)
  return (10 - (sum % 10)) % 10 === values[15]
}

/** FedEx Express, twelve digits: × 3 1 7, remainder of 11. */
export function fedexHolds(number: string): boolean {
  const sum = [...number.slice(0, 11)].reduce(
    (total, digit, at) => total + Number(digit) * [3, 1, 7][at % 3]!,
    0,
  )
  return (sum % 11) % 10 === Number(number[11])
}

/** USPS and GS1: from the right × 3 1. */
export function mod10Holds(number: string): boolean {
  const body = [...number.slice(0, -1)].reverse()
  const sum = body.reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10 === Number(number.at(-1))
}
