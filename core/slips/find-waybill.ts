import { normaliseWaybill, recogniseWaybill, repairWaybill, type CourierCode } from '../fulfilment'
import type { NumberMark } from './number-marks'
import type { Box } from './picture'
import type { Barcode } from './read-barcodes'

export interface WaybillMark {
  readonly value: string
  readonly courier: CourierCode | undefined
  readonly confidence: number
  /** On the upright sheet for print, `undefined` for a bar code (its own box is on the picture). */
  readonly box: Box | undefined
  readonly code: Barcode | undefined
}

/**
 * The return parcel's number: a bar code in a courier's form, else the print behind its label, else a number that
 * has a courier's own form. An order number in bars is not taken for it.
 */
export function findWaybill(
  codes: readonly Barcode[],
  marks: readonly NumberMark[],
  named: CourierCode | undefined,
): WaybillMark | undefined {
  const options = [
    ...codes.flatMap((code) => fromCode(code, codes, marks, named) ?? []),
    ...marks.flatMap((mark) => fromPrint(mark, named) ?? []),
  ]
  const [best] = options.sort((a, b) => b.score - a.score)
  return best
}

type Option = WaybillMark & { readonly score: number }

function fromCode(
  code: Barcode,
  codes: readonly Barcode[],
  marks: readonly NumberMark[],
  named: CourierCode | undefined,
): Option | undefined {
  const value = normaliseWaybill(code.text)
  const known = recogniseWaybill(value)
  if (known.length === 0) return undefined
  const best = known.find(({ courier }) => courier === named) ?? known[0]!
  const beside = marks.filter((mark) =>
    [mark.text, mark.second ?? ''].some((text) => alike(normaliseWaybill(text), value)),
  )
  if (beside.some(({ label }) => label === 'order')) return undefined
  const labelled = beside.some(({ label }) => label === 'waybill')
  const twice = codes.filter((other) => normaliseWaybill(other.text) === value).length > 1
  // A bare length is every shop's order number too: it needs a word or the courier's name that speaks for it.
  if (best.telling === 1 && !labelled && best.courier !== named) return undefined
  if (best.telling === 2 && !labelled && !twice && named !== undefined && best.courier !== named)
    return undefined
  return {
    value,
    courier: best.courier,
    confidence: 0.99,
    box: undefined,
    code,
    score: 100 + best.telling + (labelled ? 3 : 0) + (twice ? 1 : 0),
  }
}

function fromPrint(mark: NumberMark, named: CourierCode | undefined): Option | undefined {
  if (mark.label === 'order' || mark.label === 'phone' || mark.label === 'shop-phone') return undefined
  const labelled = mark.label === 'waybill'
  // The reader for digits is the better one for waybills.
  const readings = [
    ...new Set([mark.second, mark.text].filter((text) => text !== undefined).map(normaliseWaybill)),
  ]
  const agreed = readings.length === 1 && mark.second !== undefined
  const options = readings.flatMap((reading, at) => {
    const direct = recogniseWaybill(reading)
    const repaired =
      direct[0] && direct[0].telling >= 2 ? [] : [...repairWaybill(reading), ...trimmed(reading)]
    return [reading, ...repaired].flatMap((value) => {
      const known = recogniseWaybill(value)
      const best = known.find(({ courier }) => courier === named) ?? known[0]
      if (!best) return []
      const telling = best.telling + (best.courier === named ? 1 : 0)
      const score =
        10 * telling +
        (value === reading ? 3 : 0) +
        (best.checked === true ? 2 : best.checked === false ? -1 : 0) -
        at
      return [{ value, best, telling, score, exact: value === reading }]
    })
  })
  const [best] = options.sort((a, b) => b.score - a.score)
  if (!labelled) {
    // Without a label only a courier's own letters, or a habit of digits that the courier's name supports.
    if (!best || best.telling < 3 || mark.label === 'amount' || mark.label === 'date') return undefined
  }
  if (best) {
    const confidence =
      (agreed && best.exact ? 0.9 : best.exact ? 0.75 : 0.65) - (best.best.checked === false ? 0.1 : 0)
    return {
      value: best.value,
      courier: best.best.courier,
      confidence,
      box: mark.box,
      code: undefined,
      score: best.score + (labelled ? 20 : 0),
    }
  }
  const [plain] = readings.filter((reading) => /^[A-Z]{0,4}\d{8,20}[A-Z]{0,2}$/.test(reading))
  if (plain === undefined) return undefined
  return {
    value: plain,
    courier: named,
    confidence: agreed ? 0.6 : 0.4,
    box: mark.box,
    code: undefined,
    score: 15,
  }
}

/** Without what a frame's line beside it was taken for; only a courier's own letters tell where a number begins. */
function trimmed(reading: string): string[] {
  const parts = [reading.slice(1), reading.slice(0, -1), reading.slice(1, -1), reading.slice(2)]
  return parts
    .flatMap((part) => [part, ...repairWaybill(part)])
    .filter((part) => (recogniseWaybill(part)[0]?.telling ?? 0) >= (/^[A-Z]\d+$/.test(reading) ? 2 : 3))
}

/** The same number with at most two signs misread. */
function alike(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let other = 0
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) other++
  return other <= 2
}
