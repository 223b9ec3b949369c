import { describe, expect, it } from 'vitest'
import { gapToTell, coverageTally, hourMarks, stripOf } from './coverage'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 22, 6, 30)

describe('the coverage strip', () => {
  const coverage = [
    { from: NOW - 30 * HOUR, to: NOW - 6 * HOUR, kind: 'read' as const },
    { from: NOW - 6 * HOUR, to: NOW - 6 * HOUR + 30_000, kind: 'gap' as const },
    { from: NOW - 6 * HOUR + 30_000, to: NOW, kind: 'healed' as const },
  ]
  it('ends now, begins a day ago, and cuts what is older', () => {
    const [read, healed, gap] = stripOf(coverage, NOW)
    expect(read).toMatchObject({ kind: 'read', left: 0, width: 0.75 })
    expect(healed?.kind).toBe('healed')
    expect(gap).toMatchObject({ kind: 'gap', width: 0.018 })
  })
  it('leaves out what lies wholly before', () => {
    expect(stripOf([{ from: NOW - 50 * HOUR, to: NOW - 26 * HOUR, kind: 'gap' }], NOW)).toEqual([])
  })
  it('keeps a gap of this moment inside the strip', () => {
    const [gap] = stripOf([{ from: NOW - 1000, to: NOW, kind: 'gap' }], NOW)
    expect((gap?.left ?? 0) + (gap?.width ?? 0)).toBeLessThanOrEqual(1)
  })
  it('has four or five six-hour marks', () => {
    const marks = hourMarks(NOW)
    expect(marks.length).toBeGreaterThanOrEqual(4)
    expect(
      marks.every((mark) => new Date(mark.at).getHours() % 6 === 0 && mark.left >= 0 && mark.left <= 1),
    ).toBe(true)
  })
  it('shows a healed gap of seconds wide enough to be seen', () => {
    const [healed] = stripOf([{ from: NOW - HOUR, to: NOW - HOUR + 5_000, kind: 'healed' }], NOW)
    expect(healed?.width).toBe(0.018)
  })
  it('speaks of the open gap before the healed ones', () => {
    const healed = { from: NOW - 2 * HOUR, to: NOW - HOUR, kind: 'healed' as const }
    const gap = { from: NOW - 3 * HOUR, to: NOW - 2 * HOUR, kind: 'gap' as const }
    expect(gapToTell([gap, healed], NOW)).toEqual({ span: gap, reachesNow: false, more: 1 })
    expect(gapToTell([healed], NOW)).toEqual({ span: healed, reachesNow: false, more: 0 })
    expect(gapToTell([{ ...gap, to: NOW }], NOW)?.reachesNow).toBe(true)
    expect(gapToTell([{ from: 0, to: NOW, kind: 'read' }], NOW)).toBeUndefined()
  })
  it('counts what was read', () => {
    const tally = coverageTally(coverage, NOW)
    expect(tally).toMatchObject({ healed: 1, gaps: 1 })
    expect(tally.readShare).toBeGreaterThan(0.99)
  })
})
