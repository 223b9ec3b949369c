import type { Grey } from './picture'

const INK_BELOW = 150
/** Rules are hair-thin: between two pixels they are grey. */
const FAINT_BELOW = 205
/** Shares of a run that must be thin. */
const SHORT_THIN = 0.85
const LONG_THIN = 0.6
/** Print in one line has gaps, an underline has none. */
const UNBROKEN = 0.95
/** Edges within a fourteenth of the sheet that make bars a code: five bars, of which print never has so tall ones. */
const BAR_EDGES = 10

/** Ink as 1, paper as 0. */
export function inkOf({ data }: Grey, below = INK_BELOW): Uint8Array {
  const ink = new Uint8Array(data.length)
  for (let at = 0; at < data.length; at++) ink[at] = data[at]! < below ? 1 : 0
  return ink
}

/**
 * The sheet without its table rules, underlines, frames and most bars of bar codes: long thin runs of ink.
 * Between rules the text reader loses lines, and bars cost it time and give nothing but noise.
 */
export function eraseRules(picture: Grey): Grey {
  const { width, height } = picture
  const ink = inkOf(picture, FAINT_BELOW)
  const gone = new Uint8Array(ink.length)
  const side = Math.max(width, height)
  const long = Math.max(24, Math.round(side / 26))
  const thick = Math.max(3, Math.round(side / 250))
  markRuns(ink, gone, { lines: height, length: width, line: width, step: 1 }, long, thick)
  const upright = { lines: width, length: height, line: 1, step: width }
  markRuns(ink, gone, upright, long, thick)
  const bars = new Uint8Array(ink.length)
  markRuns(ink, bars, upright, Math.round(side / 40), Math.round(side / 60))
  addDense(bars, gone, width, height, Math.round(side / 14))
  const data = picture.data.slice()
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      if (!gone[at]) continue
      data[at] = 255
      // The rule's grey edge goes with it.
      for (const near of [
        x > 0 ? at - 1 : at,
        x < width - 1 ? at + 1 : at,
        y > 0 ? at - width : at,
        y < height - 1 ? at + width : at,
      ])
        if (!ink[near] || gone[near]) data[near] = 255
    }
  return { width, height, data }
}

/** Upright strokes that stand as close as only the bars of a code do. */
function addDense(bars: Uint8Array, gone: Uint8Array, width: number, height: number, window: number): void {
  for (let y = 0; y < height; y++) {
    let changes = 0
    const row = y * width
    const change = (x: number) => (x > 0 && bars[row + x] !== bars[row + x - 1] ? 1 : 0)
    let clearTo = 0
    for (let x = 0; x < width; x++) {
      changes += change(x) - (x >= window ? change(x - window) : 0)
      if (changes < BAR_EDGES) continue
      for (let at = Math.max(clearTo, x - window); at <= x; at++) if (bars[row + at]) gone[row + at] = 1
      clearTo = x
    }
  }
}

interface Direction {
  readonly lines: number
  readonly length: number
  /** Distance in the data from one line to the next, and from one pixel of a line to the next. */
  readonly line: number
  readonly step: number
}

/** Marks the pixels of runs of at least `long` whose thickness across is at most `thick`. */
function markRuns(ink: Uint8Array, gone: Uint8Array, way: Direction, long: number, thick: number): void {
  for (let line = 0; line < way.lines; line++) {
    const base = line * way.line
    const up = line > 0 ? -way.line : 0
    const down = line < way.lines - 1 ? way.line : 0
    let begin = -1
    let gap = 0
    for (let at = 0; at <= way.length; at++) {
      const pixel = base + at * way.step
      // A rule that is not quite straight steps to the neighbouring line now and then.
      const on = at < way.length && (ink[pixel] || ink[pixel + up] || ink[pixel + down])
      if (on) {
        if (begin < 0) begin = at
        gap = 0
      } else if (begin >= 0 && (++gap > 2 || at === way.length)) {
        const end = at - gap + 1
        if (end - begin >= long) markThin(ink, gone, way, line, begin, end, thick, 2.5 * long)
        begin = -1
        gap = 0
      }
    }
  }
}

/**
 * A rule is thin nearly all along; bold print that runs together is not, its strokes cross the line. What is very long
 * may touch more of the print that stands on it.
 */
function markThin(
  ink: Uint8Array,
  gone: Uint8Array,
  way: Direction,
  line: number,
  begin: number,
  end: number,
  thick: number,
  veryLong: number,
): void {
  const thin: number[] = []
  const under: number[] = []
  let all = 0
  for (let at = begin; at < end; at++) {
    const pixel = line * way.line + at * way.step
    if (!ink[pixel]) continue
    all++
    let [before, after] = [0, 0]
    while (before <= thick && line - before > 0 && ink[pixel - (before + 1) * way.line]) before++
    while (after <= thick && line + after < way.lines - 1 && ink[pixel + (after + 1) * way.line]) after++
    if (before + after < thick) thin.push(pixel)
    else if (after < thick / 2) under.push(pixel)
  }
  // An underline that touches its print: unbroken, nothing below it, thin wherever the print leaves it free.
  const underline =
    all >= (end - begin) * UNBROKEN &&
    thin.length >= all * 0.2 &&
    thin.length + under.length >= all * SHORT_THIN
  if (!underline && thin.length < all * (end - begin >= veryLong ? LONG_THIN : SHORT_THIN)) return
  for (const pixel of thin) gone[pixel] = 1
  if (underline) for (const pixel of under) gone[pixel] = 1
}
