import type { SimulatorFaults } from '../connectors'
import { Refusal } from '../kernel'

/**
 * Sets faults from words: `lose=0.5,double=0.2,fail=3,throttle=5,outage,skew=300s,expired`. `throttle` alone is one
 * answer; a time without a unit is seconds. Refuses with `unknown-fault`.
 */
export function setFaults(faults: SimulatorFaults, words: string): void {
  for (const word of words
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)) {
    // prettier-ignore
    const [name, value] = word.split('=')
    switch (name) {
      case 'lose':
        faults.loseShare = shareOf(word, value)
        break
      case 'double':
        faults.doubleShare = shareOf(word, value)
        break
      case 'fail':
        faults.failNext = countOf(word, value)
        break
      case 'throttle':
        faults.throttleNext = countOf(word, value)
        break
      case 'skew':
        faults.skewMs = durationOf(word, value)
        break
      case 'outage':
        faults.outage = true
        break
      case 'expired':
        faults.keysExpired = true
        break
      default:
        throw new Refusal('unknown-fault', { word })
    }
  }
}

function shareOf(word: string, value: string | undefined): number {
  const share = Number(value)
  if (value === undefined || !(share >= 0 && share <= 1)) throw new Refusal('unknown-fault', { word })
  return share
}

function countOf(word: string, value: string | undefined): number {
  const count = Number(value ?? 1)
  if (!Number.isSafeInteger(count) || count < 0) throw new Refusal('unknown-fault', { word })
  return count
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

function durationOf(word: string, value: string | undefined): number {
  const match = /^(-?\d+)(ms|s|m|h)?$/.exec(value ?? '')
  const unit = UNITS_MS[match?.[2] ?? 's']
  if (!match || unit === undefined) throw new Refusal('unknown-fault', { word })
  return Number(match[1]) * unit
}
