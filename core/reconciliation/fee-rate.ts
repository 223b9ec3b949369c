const MILLION = 1_000_000
/** Contracts name rates in hundredths of a percent. */
const STEP_PPM = 100

/** The fee for an amount, both in minor units: rounded half up, as both providers do. */
export function feeFor(amountMinor: number, ppm: number): number {
  return Math.round((amountMinor * ppm) / MILLION)
}

/**
 * Finds the rate that a bill does not name: the one that explains the most payments to the last fen. `undefined`
 * unless it explains more than half of them, so that a fee is never called wrong by a guess.
 */
export function rateVote() {
  const votes = new Map<number, number>()
  let payments = 0
  return {
    add(amountMinor: number, feeMinor: number): void {
      if (amountMinor <= 0) return
      payments += 1
      const least = Math.floor(((feeMinor - 0.5) * MILLION) / amountMinor / STEP_PPM) * STEP_PPM
      const most = ((feeMinor + 0.5) * MILLION) / amountMinor
      if (most - least > 50 * STEP_PPM) return
      for (let ppm = Math.max(0, least); ppm <= most; ppm += STEP_PPM)
        if (feeFor(amountMinor, ppm) === feeMinor) votes.set(ppm, (votes.get(ppm) ?? 0) + 1)
    },
    winner(): number | undefined {
      const best = [...votes].reduce<readonly [number, number]>((a, b) => (b[1] > a[1] ? b : a), [0, 0])
      return best[1] * 2 > payments && best[1] >= LEAST_VOTES ? best[0] : undefined
    },
  }
}
const LEAST_VOTES = 5
