import { plainNumber } from './match-slip'
import type { Found, SlipReading } from './slip-reading'
import type { SlipFieldView } from './slips.contract'

/** What a slip says, field by field as the screens number them: 1 waybill … 6 reason. What was not read is left out. */
export function fieldsView(reading: SlipReading): SlipFieldView[] {
  const view = (
    name: SlipFieldView['name'],
    found: Found<string> | null,
    source: SlipFieldView['source'] = 'print',
  ): SlipFieldView[] => (found ? [{ name, value: found.value, confidence: found.confidence, source, place: found.place, doubts: doubtsOf(reading, found) }] : []) // prettier-ignore
  const { waybill, amount } = reading
  const inBars = reading.numbers.some(
    (one) => one.source === 'bar-code' && waybill !== null && one.readings[0] === plainNumber(waybill.value),
  )
  return [
    ...view('waybill', waybill, inBars ? 'bar-code' : 'print'),
    ...view('orderNo', reading.orderNo),
    ...view('phone', reading.phone),
    ...view('amount', amount && { ...amount, value: (amount.value / 100).toFixed(2) }),
    ...view('date', reading.date),
    ...view('reason', reading.reason, 'sorted'),
  ]
}

/** Where the two readers saw different signs of a number: by place in the value as shown, hyphens counted. */
function doubtsOf(reading: SlipReading, { value, place }: Found<string>): SlipFieldView['doubts'] {
  const plain = plainNumber(value)
  const one = reading.numbers.find(
    (number) => !number.agreed && place !== null && number.place?.x === place.x && number.place.y === place.y,
  )
  const readings = one?.readings.filter((text) => text.length === plain.length) ?? []
  if (readings.length < 2) return []
  const doubts: SlipFieldView['doubts'] = []
  let sign = 0
  for (let at = 0; at < value.length; at++) {
    if (plainNumber(value[at] ?? '') === '') continue
    const seen = [...new Set([plain[sign] ?? '', ...readings.map((text) => text[sign] ?? '')])]
    if (seen.length > 1) doubts.push({ at, seen })
    sign++
  }
  return doubts
}
