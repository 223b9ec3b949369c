import { normaliseWaybill, recogniseWaybill } from '../fulfilment'
import { editsBetween } from './find-reason'
import type { SlipNumber, SlipReading } from './slip-reading'

/** An order that a slip may belong to, as matching needs to know it. */
export interface SlipOrder {
  readonly orderId: string
  /** As the platform shows it to buyers. */
  readonly orderNo: string
  /** May be masked by the platform: `138****1234`. */
  readonly phone: string | null
  /** What the buyer paid, in fen. */
  readonly amount: number | null
  readonly buyer: string | null
  /** `YYYY-MM-DD`. */
  readonly orderedOn: string | null
  /** Numbers of parcels that the buyer or the platform announced as returns of this order. */
  readonly returnWaybills: readonly string[]
}

export type MatchBasis = 'return-waybill' | 'order-number' | 'near-number-and-phone' | 'phone-alone'
/** Why a person is asked. Each has a sentence on the screens. */
export type AskReason =
  | 'nothing-fits'
  | 'several-orders'
  | 'contradiction'
  | 'uncertain-reading'
  | 'number-not-known'
  | 'not-a-slip'

export interface SlipMatch {
  /** The order, only when nothing speaks against it. */
  readonly orderId: string | null
  readonly basis: MatchBasis | null
  readonly ask: AskReason | null
  readonly confidence: number
  /** Best first, at most five: what a person chooses from. */
  readonly candidates: readonly { readonly orderId: string; readonly confidence: number }[]
}

/** Orders show at most so many misread signs that a person may still mean them. */
const NEAR = 3

/**
 * Which order a slip belongs to. **It never guesses**: where two orders could be meant, where the slip says
 * something else than the order, or where a number was read once and unclearly, a person is asked.
 *
 * `orders` must hold every order that has one of the slip's numbers or phones (else it cannot know that two do);
 * `OrderIndex.candidatesOf` gives them. Pure.
 */
export function matchSlip(reading: SlipReading, orders: readonly SlipOrder[]): SlipMatch {
  const evidence = orders.map((order) => weigh(reading, order))
  const candidates = evidence
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, 5)
    .map(({ order, score }) => ({
      orderId: order.orderId,
      confidence: Math.min(0.95, Math.round(score) / 100),
    }))
  const ask = (why: AskReason): SlipMatch => ({
    orderId: null,
    basis: null,
    ask: why,
    confidence: 0,
    candidates,
  })
  const take = (of: Evidence, basis: MatchBasis, confidence: number): SlipMatch => ({
    orderId: of.order.orderId, basis, ask: null, confidence,
    candidates: [{ orderId: of.order.orderId, confidence }, ...candidates.filter(({ orderId }) => orderId !== of.order.orderId)].slice(0, 5),
  }) // prettier-ignore

  const byNumber = evidence.filter(({ number }) => number !== undefined)
  const byWaybill = evidence.filter(({ waybill }) => waybill !== undefined)
  const exact = new Set([...byNumber, ...byWaybill].map(({ order }) => order.orderId))
  // A slip that names two orders, in numbers or waybills, is for a person.
  if (exact.size > 1) return ask('several-orders')
  const [only] = [...byWaybill, ...byNumber]
  if (only) {
    const basis = only.waybill ? 'return-waybill' : 'order-number'
    if (isAgainst(only)) return ask('contradiction')
    // An order number on the slip that is plainly another one outweighs a waybill noted at this order.
    if (!only.number && otherNumberStands(reading, only.order)) return ask('contradiction')
    const alone = evidence.every((other) => other === only || other.away > NEAR)
    if (!isSure(only, alone)) return ask('uncertain-reading')
    return take(only, basis, only.number && only.waybill ? 0.99 : only.support >= 1 ? 0.98 : 0.95)
  }
  const near = evidence.filter(({ away, phone }) => away <= NEAR && phone === 'same')
  if (near.length > 1) return ask('several-orders')
  const [close] = near
  if (close) {
    if (isAgainst(close) || close.amount === 'other') return ask('contradiction')
    // A number that both readers saw alike is what the slip says: another order, not a misread one.
    if (close.clearlyOther) return ask('number-not-known')
    return take(close, 'near-number-and-phone', 0.9)
  }
  const samePhone = evidence.filter(({ phone }) => phone === 'same')
  if (samePhone.length > 1) return ask('several-orders')
  if (orderNumberSeen(reading)) return ask('number-not-known')
  const [lone] = samePhone
  if (!lone)
    return ask(
      reading.sense < 3 ? 'not-a-slip' : candidates.length > 0 ? 'uncertain-reading' : 'nothing-fits',
    )
  if (isAgainst(lone) || lone.amount === 'other') return ask('contradiction')
  if (!phoneIsSure(reading, lone.order) || lone.support < 2) return ask('uncertain-reading')
  return take(lone, 'phone-alone', 0.85)
}

/** How an order agrees with a slip, for a person to see why it is a candidate. `n` of `of` signs of a number. */
export interface SlipEvidence {
  readonly what: 'number' | 'waybill' | 'phone' | 'amount' | 'name' | 'date'
  readonly agrees: 'yes' | 'partly' | 'no'
  readonly n: number | null
  readonly of: number | null
}

export function evidenceOf(reading: SlipReading, order: SlipOrder): SlipEvidence[] {
  const { number, waybill, away, phone, amount, name, tooEarly } = weigh(reading, order)
  const signs = plainNumber(order.orderNo).length
  const found: SlipEvidence[] = []
  const add = (what: SlipEvidence['what'], agrees: SlipEvidence['agrees'], n: number | null = null) =>
    found.push({ what, agrees, n, of: n === null ? null : signs })
  if (waybill) add('waybill', 'yes')
  if (number) add('number', 'yes', signs)
  else if (away <= NEAR) add('number', 'partly', signs - away)
  else if (reading.orderNo) add('number', 'no')
  if (phone !== 'unknown') add('phone', phone === 'same' ? 'yes' : phone === 'tail' ? 'partly' : 'no')
  if (amount !== 'unknown') add('amount', amount === 'same' ? 'yes' : 'no')
  if (name) add('name', 'yes')
  if (tooEarly) add('date', 'no')
  return found
}

interface Evidence {
  readonly order: SlipOrder
  /** The slip's number that is exactly this order's, or its return parcel's. */
  readonly number: SlipNumber | undefined
  readonly waybill: SlipNumber | undefined
  /** Signs by which the nearest number on the slip differs from the order's (`Infinity`: not near). */
  readonly away: number
  /** The nearest number was read twice alike and is not this order's. */
  readonly clearlyOther: boolean
  readonly phone: 'same' | 'tail' | 'other' | 'unknown'
  readonly amount: 'same' | 'other' | 'unknown'
  readonly name: boolean
  /** The slip is older than the order. */
  readonly tooEarly: boolean
  /** How many of phone, amount and name agree. */
  readonly support: number
  /** For the list of candidates, 0–100. */
  readonly score: number
}

function weigh(reading: SlipReading, order: SlipOrder): Evidence {
  const orderNo = plainNumber(order.orderNo)
  const waybills = order.returnWaybills.map(normaliseWaybill)
  const numbers = reading.numbers.filter(({ label }) => label !== 'amount' && label !== 'date')
  // In a narrow table the next cell's number runs on; twelve digits that all agree are no accident.
  const isIt = (number: SlipNumber, wanted: string) =>
    number.readings.some((text) => {
      const plain = plainNumber(text)
      return plain === wanted || (wanted.length >= 12 && plain.length >= wanted.length + 3 && plain.includes(wanted))
    })
  const number = best(numbers.filter((one) => mayBeOrderNumber(one, orderNo) && isIt(one, orderNo)))
  const waybill = best(numbers.filter((one) => waybills.some((wanted) => wanted.length >= 8 && isIt(one, wanted))))
  let [away, clearlyOther] = [Infinity, false]
  for (const one of numbers) {
    if (one.label === 'waybill' || one.label === 'phone' || orderNo.length < 10) continue
    for (const text of one.readings) {
      const plain = plainNumber(text)
      if (Math.abs(plain.length - orderNo.length) > 2) continue
      const edits = plain.length === orderNo.length ? differing(plain, orderNo) : editsBetween(plain, orderNo)
      if (edits >= away) continue
      away = edits
      // A reading that is a digit short or long is a misread one, however alike.
      clearlyOther = one.agreed && one.confidence >= 0.85 && edits > 0 && plain.length === orderNo.length
    }
  }
  if (away > NEAR) away = Infinity
  const phone = comparePhones(reading, order)
  const amount = reading.amount === null || order.amount === null ? 'unknown' : reading.amount.value === order.amount ? 'same' : mayBeMisread(reading.amount.value, order.amount) ? 'unknown' : 'other'
  const name = order.buyer !== null && /^[\u4e00-\u9fff]{2,4}$/.test(order.buyer) && reading.text.includes(order.buyer)
  const tooEarly = reading.date !== null && order.orderedOn !== null && reading.date.value < order.orderedOn
  const support = Number(phone === 'same' || phone === 'tail') + Number(amount === 'same') + Number(name)
  const score =
    (number || waybill ? 70 : away <= NEAR ? 50 - 8 * away : 0) +
    (phone === 'same' ? 40 : phone === 'tail' ? 12 : 0) +
    (amount === 'same' ? 8 : amount === 'other' ? -4 : 0) + (name ? 10 : 0) - (tooEarly ? 10 : 0)
  return { order, number, waybill, away, clearlyOther, phone, amount, name, tooEarly, support, score }
} // prettier-ignore

/** Short numbers are everywhere on a slip: below ten digits the label must say that it is the order's. */
function mayBeOrderNumber(one: SlipNumber, orderNo: string): boolean {
  return one.label === 'order' || orderNo.replace(/\D/g, '').length >= (one.source === 'bar-code' ? 8 : 11)
}

function best(numbers: readonly SlipNumber[]): SlipNumber | undefined {
  return [...numbers].sort((a, b) => Number(b.agreed) - Number(a.agreed))[0]
}

/** The slip says something else than the order: phone and amount both, or a day before the order was made. */
function isAgainst({ phone, amount, name, tooEarly, number, waybill }: Evidence): boolean {
  if (phone === 'other' && amount === 'other' && !name) return true
  const certain = [number, waybill].some((one) => one?.source === 'bar-code' || one?.agreed)
  return tooEarly && !(certain && phone === 'same')
}

/**
 * One clear reading is enough. An unclear one needs something else on the slip that agrees and nothing against; where
 * the other reading is a whole number too, it may be the true one and this only its neighbour: then the whole phone
 * must agree and no other order be near (`alone`), or two things agree.
 */
function isSure({ number, waybill, phone, amount, support, order }: Evidence, alone: boolean): boolean {
  if (number && waybill) return true
  const one = number ?? waybill
  if (one?.agreed) return phone !== 'other' || support > 0 || amount === 'unknown'
  if (phone === 'other' || amount === 'other') return false
  const wanted = number ? [plainNumber(order.orderNo)] : order.returnWaybills.map(normaliseWaybill)
  const rivals = one?.readings.some(
    (text) => !wanted.includes(text) && wanted.some((own) => own.length === text.length),
  )
  if (waybill && !rivals && waybill.readings.some((text) => recogniseWaybill(text)[0]?.checked === true))
    return true
  if (!rivals) return support >= 1
  return alone && (support >= 2 || phone === 'same')
}

/** An order number is printed, clearly, and it is not this order's. */
function otherNumberStands(reading: SlipReading, order: SlipOrder): boolean {
  const own = plainNumber(order.orderNo)
  return reading.numbers.some(
    (one) =>
      one.label === 'order' && one.agreed && one.confidence >= 0.7 &&
      one.readings.every((text) => plainNumber(text).length >= 10 && differing(plainNumber(text), own) > NEAR),
  ) // prettier-ignore
}

/** The slip names an order, readable or not: then its phone alone must not decide. */
function orderNumberSeen(reading: SlipReading): boolean {
  if (reading.mentionsOrder || reading.orderNo !== null) return true
  const waybill = reading.waybill && plainNumber(reading.waybill.value)
  return reading.numbers.some((one) => {
    if (['waybill', 'phone', 'shop-phone', 'date', 'amount'].includes(one.label ?? '')) return false
    return one.readings.every((text) => {
      const plain = plainNumber(text)
      // A day and its hour, a landline.
      if (/^20[123]\d(0[1-9]|1[0-2])[0-3]\d{1,9}$/.test(plain) || /^0\d{9,11}$/.test(plain)) return false
      if (plain.length < 10 || reading.phones.some(({ value }) => plain.includes(value.replaceAll('*', ''))))
        return false
      if (
        waybill &&
        (plain.includes(waybill) || differing(plain, waybill) <= 4 || editsBetween(plain, waybill) <= 4)
      )
        return false
      return (plain.match(/\d/g)?.length ?? 0) >= 10
    })
  })
}

function phoneIsSure(reading: SlipReading, order: SlipOrder): boolean {
  return reading.phones.some(({ value, confidence }) => value === order.phone && confidence >= 0.85)
}

function comparePhones(reading: SlipReading, order: SlipOrder): Evidence['phone'] {
  const own = order.phone
  if (!own || reading.phones.length === 0) return 'unknown'
  if (!own.includes('*') && reading.phones.some(({ value }) => value === own)) return 'same'
  const masked = (a: string, b: string) =>
    (a.includes('*') || b.includes('*')) && a.length >= 7 && b.length >= 7 && a.slice(0, 3) === b.slice(0, 3) && a.slice(-4) === b.slice(-4)
  if (reading.phones.some(({ value }) => masked(value, own))) return 'tail'
  // A phone read once may be misread: it does not agree, but it does not disagree either.
  const clear = reading.phone !== null && reading.phone.confidence >= 0.85 && !reading.phone.value.includes('*')
  return clear && !own.includes('*') && differing(reading.phone.value, own) > 1 ? 'other' : 'unknown'
} // prettier-ignore

/** ¥ and the first digit run together: one of the two may be lost or come out as a digit. */
function mayBeMisread(read: number, own: number): boolean {
  const [short, long] = read < own ? [String(read), String(own)] : [String(own), String(read)]
  return long.length <= short.length + 2 && long.endsWith(short)
}

/** As two numbers are compared: capitals and digits. */
export function plainNumber(text: string): string {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, '')
}

/** Places where two numbers of one length differ; `Infinity` for other lengths. */
export function differing(a: string, b: string): number {
  if (a.length !== b.length) return Infinity
  let count = 0
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) count++
  return count
}
