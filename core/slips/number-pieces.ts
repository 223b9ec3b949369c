// What stays whole of a number in which up to three signs are misread, lost or seen twice: by these pieces the orders
// are found that it may mean.

/** Below this a number is no number of an order by itself: only whole, behind its label. */
const LONG = 10

/** The four quarters of a number, each with its length: two numbers that differ in three places share one of them. */
export function quartersOf(number: string): string[] {
  if (number.length < LONG) return []
  const size = Math.ceil(number.length / 4)
  return [0, 1, 2, 3].map((part) => `${number.length}.${number.slice(part * size, (part + 1) * size)}`)
}

/**
 * The later three quarters that a number of up to two signs more or fewer would have, where they may lie in this one:
 * three signs lost, seen twice or misread leave one of four quarters whole, though not in its place.
 */
export function* shiftedQuarters(number: string): Generator<readonly [string, string, string]> {
  if (number.length < LONG) return
  for (let length = Math.max(LONG, number.length - 2); length <= number.length + 2; length++)
    for (let shift = -2; shift <= 2; shift++) {
      const size = Math.ceil(length / 4)
      const quarter = (part: number) => {
        const end = Math.min((part + 1) * size, length) + shift
        return `${length}.${number.slice(part * size + shift, end)}`
      }
      yield [quarter(1), quarter(2), quarter(3)]
    }
}

/** First seven and last four, and last seven signs: what a digit lost or seen twice in the middle leaves in place. */
export function endsOf(number: string): { ends: string | null; tail: string | null } {
  return number.length < LONG
    ? { ends: null, tail: null }
    : { ends: number.slice(0, 7) + number.slice(-4), tail: number.slice(-7) }
}
