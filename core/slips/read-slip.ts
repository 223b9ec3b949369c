import { courierNamed, normaliseWaybill, recogniseWaybill, type CourierCode } from '../fulfilment'
import { decodePicture } from './decode-picture'
import { eraseRules, inkOf } from './erase-rules'
import { findAmount, findDate } from './find-amount-and-date'
import { findOrderNumber } from './find-order-number'
import { findPhones } from './find-phones'
import { findReason } from './find-reason'
import { findWaybill } from './find-waybill'
import { flattenLight } from './flatten-light'
import { labelsIn, senseOf } from './label-words'
import { numbersIn, type NumberMark } from './number-marks'
import { pageAngle, type PageAngle } from './page-angle'
import { half, turn, type Box, type Grey, type Place } from './picture'
import { boxOf, linesOf, type Line } from './print-lines'
import { readBarcodes, type Barcode } from './read-barcodes'
import { readNumbers } from './read-numbers'
import type { Found, SlipNumber, SlipReading } from './slip-reading'
import type { TextReader } from './text-reader'

/** Where the time of one picture went, in ms. */
export interface SlipTimes {
  decode: number
  codes: number
  light: number
  angle: number
  page: number
  numbers: number
  parse: number
}

/** More ink than print ever has: a photo of something else. */
const MOST_INK = 0.3
/** Enough labels and shapes to be sure that the sheet is not upside down. */
const CLEAR_SENSE = 6

/** Reads one picture. Throws `Unreadable` when it is no picture; a picture that is no slip reads as empty. */
export async function readSlip(
  bytes: Buffer,
  reader: TextReader,
): Promise<{ reading: SlipReading; times: SlipTimes; money: readonly Place[] }> {
  const times: SlipTimes = { decode: 0, codes: 0, light: 0, angle: 0, page: 0, numbers: 0, parse: 0 }
  let last = performance.now()
  const lap = (what: keyof SlipTimes) => {
    const now = performance.now()
    times[what] += Math.round(now - last)
    last = now
  }
  const picture = await decodePicture(bytes)
  lap('decode')
  const flat = flattenLight(picture)
  lap('light')
  const lie = lieOf(flat)
  lap('angle')
  const quick = await readBarcodes(picture, 'quick')
  lap('codes')
  // The text reader has a thread of its own: it begins with the likeliest way while the bars are looked for thoroughly.
  const [likeliest = 0] = directions(lie, quick)
  const early = lie.ink > MOST_INK ? undefined : readPass(flat, likeliest, reader)
  // Whoever waits for it below hears its error; begun in vain, it must not take the helper down.
  early?.catch(() => undefined)
  await new Promise((resolve) => setImmediate(resolve))
  lap('angle')
  let codes = await readBarcodes(picture)
  if (codes.length === 0) codes = await readBarcodes(flat)
  lap('codes')
  const upright = await readUpright(lie, codes, (degrees) =>
    early && degrees === likeliest ? early : readPass(flat, degrees, reader),
  )
  lap('page')
  if (!upright) return { reading: EMPTY, times, money: [] }
  const { sheet, lines, degrees, sense } = upright
  const marks = numbersIn(lines)
  await readNumbers(
    sheet,
    marks,
    codes.map((code) => normaliseWaybill(code.text)),
    reader,
  )
  lap('numbers')
  const place = (box: Box | undefined) => (box ? placeOn(picture, sheet, degrees, box) : null)
  const reading = understand(codes, lines, marks, sense, upright.plain, place, picture)
  const money = moneyIn(lines).flatMap((box) => place(box) ?? [])
  lap('parse')
  return { reading, times, money: reading.amount?.place ? [reading.amount.place, ...money] : money }
}

const EMPTY: SlipReading = {
  waybill: null, courier: null, orderNo: null, amount: null, date: null, phone: null, reason: null,
  numbers: [], phones: [], mentionsOrder: false, text: '', sense: 0,
} // prettier-ignore

/** Wherever an amount is printed, the prices of single goods too: for those who see no money it is painted over. */
function moneyIn(lines: readonly Line[]): Box[] {
  return lines.flatMap((line) =>
    [...line.text.matchAll(/\d[\d,]*[.．]\d{2}(?!\d)/g)].map(({ index, 0: text }) =>
      boxOf(line.signs.slice(index, index + text.length)),
    ),
  )
}

interface Upright {
  /** Turned and without rules, as it was read. */
  readonly sheet: Grey
  /** The same with its rules: boxes to tick are ink too. */
  readonly plain: Grey
  readonly lines: Line[]
  readonly degrees: number
  readonly sense: number
}

/** How the sheet lies, as far as its print tells. */
interface Lie extends PageAngle {
  /** Share of dark pixels. */
  readonly ink: number
}

function lieOf(flat: Grey): Lie {
  const bare = eraseRules(half(flat))
  const ink = inkOf(bare).reduce((sum, value) => sum + value, 0) / bare.data.length
  return { ...pageAngle(bare), ink }
}

/** The sheet turned back by `degrees`, and what it says so. */
async function readPass(flat: Grey, degrees: number, reader: TextReader): Promise<Upright> {
  const plain = await turn(flat, -degrees)
  const sheet = eraseRules(plain)
  const lines = linesOf(await reader.page(sheet))
  return { sheet, plain, lines, degrees, sense: senseOf(lines) }
}

/** Reads the sheet the right way up; the other way round is only tried when the first makes no sense. */
async function readUpright(
  lie: Lie,
  codes: readonly Barcode[],
  pass: (degrees: number) => Promise<Upright>,
): Promise<Upright | undefined> {
  if (lie.ink > MOST_INK && codes.length === 0) return undefined
  let best: Upright | undefined
  for (const degrees of directions(lie, codes)) {
    const next = await pass(degrees)
    if (!best || next.sense > best.sense) best = next
    if (best.sense >= CLEAR_SENSE) break
  }
  return best
}

/**
 * The ways the sheet may lie, likeliest first, as degrees it is turned clockwise. Bars are read in one direction only,
 * and where all lie along one axis so does the print; labels with bars both ways leave that to the print.
 */
function directions({ skew, sideways }: PageAngle, codes: readonly Barcode[]): number[] {
  const longest = [...codes].sort((a, b) => b.length - a.length)[0]
  const print = skew + (sideways ? 90 : 0)
  const along = (code: Barcode, angle: number) =>
    Math.abs(Math.cos(((code.angle - angle) * Math.PI) / 180)) > 0.8
  const sameWay = (code: Barcode, angle: number) => Math.cos(((code.angle - angle) * Math.PI) / 180) > 0
  const agreeing = codes.filter((code) => along(code, print)).sort((a, b) => b.length - a.length)[0]
  if (agreeing) return sameWay(agreeing, print) ? [print, print - 180] : [print - 180, print]
  if (longest) return [longest.angle, print, print - 180]
  return [print, print - 180, print - 90, print + 90]
}

function understand(
  codes: readonly Barcode[], lines: readonly Line[], marks: readonly NumberMark[], sense: number, plain: Grey,
  place: (box: Box | undefined) => Place | null, picture: Grey,
): SlipReading {
  const named = courierOn(lines)
  const waybill = findWaybill(codes, marks, named?.courier)
  const order = findOrderNumber(marks, waybill?.value)
  const phones = findPhones(lines, marks)
  const amount = findAmount(lines, marks)
  const date = findDate(lines, marks)
  const reason = findReason(lines, plain)
  const found = <T>(mark: { value: T; confidence: number; box: Box } | undefined): Found<T> | null =>
    mark ? { value: mark.value, confidence: round(mark.confidence), place: place(mark.box) } : null
  const telling = waybill ? recogniseWaybill(waybill.value)[0]?.telling : undefined
  const courier = telling === 3 ? waybill?.courier : (named?.courier ?? waybill?.courier)
  return {
    waybill: waybill
      ? { value: waybill.value, confidence: round(waybill.confidence), place: waybill.code ? placeOfCode(waybill.code, picture) : place(waybill.box) }
      : null,
    courier: courier ? { value: courier, confidence: telling === 3 || named ? 0.9 : 0.6, place: place(named?.box ?? waybill?.box) } : null,
    orderNo: found(order),
    amount: found(amount),
    date: found(date),
    phone: found(phones.find(({ likely }) => likely > -3)),
    reason: found(reason),
    numbers: [...codes.map((code) => numberOfCode(code, picture)), ...marks.map((mark) => numberOfPrint(mark, place(mark.box)))],
    phones: phones.map((phone) => found(phone)).filter((phone) => phone !== null),
    mentionsOrder: lines.some((line) => labelsIn(line).some(({ kind, from, to }) => kind === 'order' && to - from >= 2)),
    text: lines.map((line) => line.text).join('\n'),
    sense,
  }
} // prettier-ignore

/** The courier's name behind its label, else printed large on top. */
function courierOn(lines: readonly Line[]): { courier: CourierCode; box: Box } | undefined {
  for (const line of lines) {
    const label = labelsIn(line).find(({ kind }) => kind === 'courier')
    const courier = label ? courierNamed(line.text.slice(label.from)) : undefined
    if (courier) return { courier, box: line.box }
  }
  for (const line of lines) {
    const courier = courierNamed(line.text)
    if (courier && line.text.length <= 24) return { courier, box: line.box }
  }
  return undefined
}

function numberOfCode(code: Barcode, picture: Grey): SlipNumber {
  return { readings: [normaliseWaybill(code.text)], agreed: true, source: 'bar-code', label: undefined, confidence: 0.99, place: placeOfCode(code, picture) }
} // prettier-ignore

function numberOfPrint(mark: NumberMark, place: Place | null): SlipNumber {
  const readings = [mark.text, mark.second].filter((text) => text !== undefined).map(normaliseWaybill)
  return {
    readings: [...new Set(readings)], agreed: readings.length === 2 && readings[0] === readings[1], source: 'print',
    label: mark.label, confidence: round(mark.confidence), place,
  } // prettier-ignore
}

function placeOfCode({ box }: Barcode, { width, height }: Grey): Place {
  return { x: round(box.left / width), y: round(box.top / height), width: round((box.right - box.left) / width), height: round((box.bottom - box.top) / height) }
} // prettier-ignore

/** A box on the turned sheet as a place on the picture: turned back around the middle. */
function placeOn(picture: Grey, sheet: Grey, degrees: number, box: Box): Place {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  const corners = [box.left, box.right].flatMap((x) => [box.top, box.bottom].map((y) => {
    const [dx, dy] = [x - sheet.width / 2, y - sheet.height / 2]
    return [picture.width / 2 + dx * cos - dy * sin, picture.height / 2 + dx * sin + dy * cos] as const
  })) // prettier-ignore
  const clamp = (value: number) => Math.min(1, Math.max(0, value))
  const left = clamp(Math.min(...corners.map(([x]) => x)) / picture.width)
  const top = clamp(Math.min(...corners.map(([, y]) => y)) / picture.height)
  const right = clamp(Math.max(...corners.map(([x]) => x)) / picture.width)
  const bottom = clamp(Math.max(...corners.map(([, y]) => y)) / picture.height)
  return { x: round(left), y: round(top), width: round(right - left), height: round(bottom - top) }
}

const round = (value: number): number => Math.round(value * 1000) / 1000
