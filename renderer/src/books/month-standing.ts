import type { ProofView, UnfinishedView } from '../../../core/reconciliation/reconciliation.contract'

type Figures = Pick<
  ProofView,
  'provider' | 'days' | 'allDays' | 'netMinor' | 'matchedMinor' | 'strayMinor' | 'cleanedMinor'
>

/**
 * What may be said of a month's books. Only of `whole` that all of it comes out even; `none`: no bill is at hand;
 * `unfinished`: one was broken off, its rows are not compared; `rest`: rows and the bills' totals do not agree;
 * `part`: some days have no bill.
 */
export type Standing = 'none' | 'unfinished' | 'rest' | 'part' | 'whole'

/** What the bills' own totals say beyond the rows at hand: 0, or two bills of one day tell different things. */
export function restOf(one: Figures): number {
  return one.netMinor - one.matchedMinor - one.strayMinor - one.cleanedMinor
}

export function standingOf(
  proof: readonly Figures[],
  unfinished: readonly Pick<UnfinishedView, 'provider'>[],
): Standing {
  if (unfinished.length > 0) return 'unfinished'
  if (proof.length === 0) return 'none'
  if (proof.some((one) => restOf(one) !== 0)) return 'rest'
  return proof.some((one) => one.days < one.allDays) ? 'part' : 'whole'
}
