import { labelsIn, type Label, type LabelKind } from './label-words'
import { boxOf, heightOf, type Line } from './print-lines'
import type { Box } from './picture'

/** A run of digits and capitals on the sheet: what it says, read once or twice, and which label stands before it. */
export interface NumberMark {
  /** As the page reader saw it, capitals and digits (and `*`, `-`). */
  readonly text: string
  /** As the number reader saw it; absent where it was not asked. */
  second?: string
  readonly confidence: number
  readonly label: LabelKind | undefined
  readonly line: number
  readonly from: number
  readonly box: Box
}

const PART = /[0-9A-Za-z*#×xX·.\-_~^/]/
/** Signs that the page reader writes for a digit now and then; they may stand between digits, not at an end. */
const STRAY = /[口日目曰己了丁工们们全与]/

/** Every run that may be a number: at least six signs of which five are digits, and the amounts behind a label. */
export function numbersIn(lines: readonly Line[]): NumberMark[] {
  return lines.flatMap((line, at) => {
    const labels = labelsIn(line)
    return runsOf(line)
      .filter(([from, to]) => {
        const digits = line.text.slice(from, to).match(/\d/g)?.length ?? 0
        if (to - from >= 6 && digits >= 5) return true
        return digits >= 2 && labelBefore(labels, from)?.kind === 'amount'
      })
      .map(([from, to]) => {
        const signs = line.signs.slice(from, to)
        const label = labelBefore(labels, from)?.kind
        const print = boxOf(signs)
        // The sign ¥ swallows the first digit now and then: the second reader sees both.
        const box =
          label === 'amount' ? { ...print, left: Math.max(0, print.left - 1.3 * heightOf(print)) } : print
        return {
          text: line.text.slice(from, to).toUpperCase(),
          confidence: signs.reduce((sum, sign) => sum + sign.confidence, 0) / signs.length / 100,
          label: label ?? labelAbove(lines, at, print),
          line: at,
          from,
          box,
        }
      })
  })
}

function runsOf({ text, signs }: Line): [from: number, to: number][] {
  const runs: [number, number][] = []
  let from = -1
  const close = (to: number) => {
    if (from >= 0) runs.push([from, to])
    from = -1
  }
  for (let at = 0; at < text.length; at++) {
    const belongs =
      PART.test(text[at]!) ||
      (from >= 0 && STRAY.test(text[at]!) && /\d/.test(text[at - 1] ?? '') && /\d/.test(text[at + 1] ?? ''))
    if (!belongs) {
      close(at)
      continue
    }
    const before = signs[at - 1]
    const here = signs[at]!
    // Numbers are printed in groups; a wider gap is the next column.
    if (from >= 0 && before && here.box.left - before.box.right > 1.6 * heightOf(here.box)) close(at)
    if (from < 0) from = at
  }
  close(text.length)
  return runs
}

function labelBefore(labels: readonly Label[], from: number): Label | undefined {
  return labels.filter((label) => label.to <= from + 1).at(-1)
}

/** On forms that print the label over its value: the label in the line above that stands over this place. */
function labelAbove(lines: readonly Line[], at: number, box: Box): LabelKind | undefined {
  const above = lines[at - 1]
  if (!above || box.top - above.box.bottom > 2.5 * heightOf(box)) return undefined
  const over = labelsIn(above).find((label) => {
    const place = boxOf(above.signs.slice(label.from, label.to))
    // A label with a value of its own behind it speaks for that one.
    if (/^[:."']*[0-9A-Z]{5}/i.test(above.text.slice(label.to))) return false
    return place.left < box.right && box.left < place.right
  })
  return over?.kind
}
