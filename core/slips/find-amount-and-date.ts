import { labelsIn } from './label-words'
import type { NumberMark } from './number-marks'
import { boxOf, type Line } from './print-lines'
import type { Box } from './picture'

export interface ValueMark<T> {
  readonly value: T
  readonly confidence: number
  readonly box: Box
}

const AMOUNT = /(?<![\d.-])(\d{1,3}(?:,\d{3})+|\d{1,6})(?:([.:·])(\d{1,2}))?(?![\d.])/g

/** What is to be paid back, in fen: behind the label that says it best. ¥ is read as many things and is not needed. */
export function findAmount(
  lines: readonly Line[],
  marks: readonly NumberMark[],
): ValueMark<number> | undefined {
  const options: (ValueMark<number> & { rank: number; exact: boolean })[] = []
  lines.forEach((line, at) => {
    const labels = labelsIn(line)
    labels.forEach((label, n) => {
      if (label.kind !== 'amount') return
      const end = labels[n + 1]?.from ?? line.text.length
      const here = amountsIn(line.text.slice(label.to, end))
      for (const found of here.slice(0, 1)) {
        const from = label.to + found.at
        const mark = marks.find(
          (one) => one.line === at && one.from <= from && from < one.from + one.text.length,
        )
        const again =
          mark?.second === undefined ? undefined : amountsIn(mark.second.replace(/[A-Z:*]/g, ' '))[0]
        const value = again?.exact && !found.exact ? again.fen : found.fen
        // A bare number is an amount only right behind its label: 退款将于3个工作日 is none.
        if (
          !found.exact &&
          !again?.exact &&
          (found.at > 2 || !/^元?$/.test(line.text.slice(from + found.length, end)))
        )
          continue
        options.push({
          value, exact: found.exact || (again?.exact ?? false), rank: label.rank,
          confidence: again?.fen === found.fen ? 0.9 : 0.7, box: boxOf(line.signs.slice(from, from + found.length)),
        }) // prettier-ignore
      }
    })
    // A column: the label heads it, the amount stands below.
    const above = at > 0 ? labelsIn(lines[at - 1]!).filter((label) => label.kind === 'amount') : []
    for (const label of above) {
      const place = boxOf(lines[at - 1]!.signs.slice(label.from, label.to))
      for (const found of amountsIn(line.text).filter((one) => one.exact)) {
        const box = boxOf(line.signs.slice(found.at, found.at + found.length))
        if (place.left < box.right + 10 && box.left < place.right + 10)
          options.push({ value: found.fen, exact: true, rank: label.rank + 0.5, confidence: 0.6, box })
      }
    }
  })
  const [best] = options
    .filter(({ value }) => value > 0)
    .sort((a, b) => Number(b.exact) - Number(a.exact) || a.rank - b.rank)
  if (!best) return undefined
  // The decimal point is a small thing to lose: another mention of the same digits has it.
  const other = options.find(
    (one) => !best.exact && one.exact && [best.value, best.value / 100].includes(one.value),
  )
  const mentions = options.filter((one) => one.value === (other ?? best).value).length
  return {
    ...best,
    value: (other ?? best).value,
    confidence: mentions > 1 ? Math.max(0.85, best.confidence) : best.confidence,
  }
}

function amountsIn(text: string): { at: number; length: number; fen: number; exact: boolean }[] {
  return [...text.matchAll(AMOUNT)].map((match) => {
    const whole = Number(match[1]!.replaceAll(',', ''))
    const cents = match[3] === undefined ? 0 : Number(match[3].padEnd(2, '0'))
    return {
      at: match.index,
      length: match[0].length,
      fen: whole * 100 + cents,
      exact: match[3]?.length === 2,
    }
  })
}

const DATE = /(20[123]\d)[-/.年:_~VI|l\\"]{1,2}(\d{1,2})[-/.月:_~VI|l\\"]{1,2}(3[01]|[12]\d|0?[1-9])/g
/** A stroke of `/` read as 1 or 7. */
const STROKES = /(20[123]\d)[/17](0[1-9]|1[0-2])[/17](3[01]|[12]\d|0[1-9])(?!\d)/g
const TIGHT = /(20[123]\d)[-/.年:]?(0[1-9]|1[0-2])[-/.月:]?(3[01]|[12]\d|0[1-9])/g

/** The slip's own day as `YYYY-MM-DD`; the day of the order, where it is printed too, comes last. */
export function findDate(
  lines: readonly Line[],
  marks: readonly NumberMark[],
): ValueMark<string> | undefined {
  const options: (ValueMark<string> & { rank: number })[] = []
  lines.forEach((line, at) => {
    const labels = labelsIn(line)
    const offer = (text: string, pattern: RegExp, confidence: number, box?: Box) => {
      for (const match of text.matchAll(pattern)) {
        const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
        if (month < 1 || month > 12 || day < 1) continue
        const label = box ? undefined : labels.findLast((one) => one.to <= match.index + 1)
        const rank = label?.kind === 'date' ? label.rank : label === undefined ? 2 : label.kind === 'order' || label.kind === 'waybill' ? 6 : 4
        const value = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
        options.push({ value, confidence, rank, box: box ?? boxOf(line.signs.slice(match.index, match.index + match[0].length)) })
      }
    } // prettier-ignore
    const before = options.length
    offer(line.text, DATE, 0.85)
    if (options.length === before && labels.some(({ kind }) => kind === 'date')) {
      for (const mark of marks)
        if (mark.line === at && mark.second !== undefined) offer(mark.second, DATE, 0.7, mark.box)
      for (const pattern of [TIGHT, STROKES]) if (options.length === before) offer(line.text, pattern, 0.55)
    }
  })
  return options.sort((a, b) => a.rank - b.rank || b.confidence - a.confidence)[0]
}
