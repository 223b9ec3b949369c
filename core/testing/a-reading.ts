import type { SlipRow } from '../slips/slip-desk'
import type { SlipNumber, SlipReading } from '../slips/slip-reading'

const PLACE = { x: 0.1, y: 0.4, width: 0.5, height: 0.05 }

/** A number as both readers saw it; `agreed: false` = they saw different ones. */
export function aNumber(
  text: string,
  label: SlipNumber['label'] = 'order',
  ...others: readonly string[]
): SlipNumber {
  return { readings: [text, ...others], agreed: others.length === 0, source: 'print', label, confidence: 0.93, place: PLACE } // prettier-ignore
}

/** What a slip says; only what a test speaks of needs to be given. */
export function aReading(
  given: {
    readonly numbers?: readonly SlipNumber[]
    readonly waybill?: string
    readonly phone?: string
    readonly amount?: number
    readonly text?: string
  } = {},
): SlipReading {
  const found = <T>(value: T) => ({ value, confidence: 0.95, place: PLACE })
  const { numbers = [], waybill, phone, amount, text = '' } = given
  const order = numbers.find(({ label }) => label === 'order')
  return {
    waybill: waybill === undefined ? null : found(waybill), courier: null, orderNo: order ? found(order.readings[0]!) : null,
    amount: amount === undefined ? null : found(amount), date: null, phone: phone === undefined ? null : found(phone), reason: null,
    numbers, phones: phone === undefined ? [] : [found(phone)], mentionsOrder: order !== undefined, text, sense: 8,
  } // prettier-ignore
}

/** As the desk answers for a picture that says this. */
export function readAs(reading: SlipReading): SlipRow {
  return { file: 'a.jpg', reading, problem: null, ms: 700, times: null }
}
