import type { ShopSync } from '../../../core/rpc/api'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
export type CoverageSpan = ShopSync['coverage'][number]

export interface StripPiece {
  readonly kind: CoverageSpan['kind']
  /** Shares of the strip's width, 0..1. */
  readonly left: number
  readonly width: number
  readonly span: CoverageSpan
}

/** The last 24 hours of a shop's coverage as pieces of a strip that ends now. A gap stays visible however short, healed or not. */
export function stripOf(coverage: readonly CoverageSpan[], now: number): StripPiece[] {
  const start = now - DAY_MS
  const least = { read: 0, healed: 0.018, gap: 0.018 }
  return coverage
    .filter((span) => span.to > start && span.from < now)
    .map((span) => {
      const left = (Math.max(span.from, start) - start) / DAY_MS
      const width = Math.max((Math.min(span.to, now) - start) / DAY_MS - left, least[span.kind])
      return { kind: span.kind, left: Math.min(left, 1 - width), width, span }
    })
    .sort((a, b) => RANK[a.kind] - RANK[b.kind])
}
/** Painted in this order, so that trouble lies on top. */
const RANK = { read: 0, healed: 1, gap: 2 }

/** Whole six-hour marks of the local clock inside the last 24 hours, with their place on the strip. */
export function hourMarks(now: number, everyHours = 6): { at: number; left: number }[] {
  const start = now - DAY_MS
  const first = new Date(start)
  first.setMinutes(0, 0, 0)
  const marks: { at: number; left: number }[] = []
  for (let hour = 0; hour <= 25; hour++) {
    const at = first.getTime() + hour * HOUR_MS
    if (at < start || at > now || new Date(at).getHours() % everyHours !== 0) continue
    marks.push({ at, left: (at - start) / DAY_MS })
  }
  return marks
}

/** What the strip says to somebody who cannot see it. */
export function coverageTally(
  coverage: readonly CoverageSpan[],
  now: number,
): { readShare: number; healed: number; gaps: number } {
  const inside = coverage.filter((span) => span.to > now - DAY_MS && span.from < now)
  const readMs = inside
    .filter((span) => span.kind !== 'gap')
    .reduce((sum, span) => sum + Math.min(span.to, now) - Math.max(span.from, now - DAY_MS), 0)
  const count = (kind: CoverageSpan['kind']) => inside.filter((span) => span.kind === kind).length
  return { readShare: Math.min(1, readMs / DAY_MS), healed: count('healed'), gaps: count('gap') }
}

/** The gap to speak of: one that is still open before one that was healed, the latest of them; and how many more there are. */
export function gapToTell(
  coverage: readonly CoverageSpan[],
  now: number,
): { span: CoverageSpan; reachesNow: boolean; more: number } | undefined {
  const inside = coverage.filter((span) => span.kind !== 'read' && span.to > now - DAY_MS)
  const open = inside.filter((span) => span.kind === 'gap')
  const span = (open.length > 0 ? open : inside).at(-1)
  return span && { span, reachesNow: now - span.to < 60_000, more: inside.length - 1 }
}
