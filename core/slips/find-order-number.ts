import { recogniseWaybill } from '../fulfilment'
import type { NumberMark } from './number-marks'
import type { Box } from './picture'

export interface OrderMark {
  readonly value: string
  readonly confidence: number
  readonly box: Box
}

/** Order numbers as platforms write them. What has none of these forms can still stand behind its label. */
const FORMS: readonly RegExp[] = [
  /^\d{18,19}$/, // Taobao, Tmall, Douyin
  /^\d{6}-\d{15}$/, // Pinduoduo
  /^P\d{18}$/, // Xiaohongshu
  /^\d{12}$/, // JD
  /^\d{15}$/, // Weidian
  /^E\d{20,23}$/, // Youzan
  /^\d{14}$/, // Vipshop
  /^\d{16,17}$/, // Kuaishou, and others by date and serial
]
/** Forms that no courier has: they count without a label. */
const OWN = 3
const DIGITS: Readonly<Record<string, string>> = { O: '0', Q: '0', D: '0', I: '1', L: '1', Z: '2', S: '5', B: '8', G: '6', '口': '0', '日': '8', '目': '8', '了': '7', '丁': '7' } // prettier-ignore

/** The order's number: behind its label, else a number in a form that only shops have. */
export function findOrderNumber(
  marks: readonly NumberMark[],
  waybill: string | undefined,
): OrderMark | undefined {
  const options = marks.flatMap((mark) => {
    const labelled = mark.label === 'order'
    if (!labelled && mark.label !== undefined && mark.label !== 'number') return []
    const first = orderNumberOf(mark.text)
    const second = mark.second === undefined ? undefined : orderNumberOf(mark.second)
    const agreed = first === second
    const rank = (text: string | undefined) =>
      text === undefined ? -1 : FORMS.some((form) => form.test(text)) ? 1 : 0
    const value = rank(second) > rank(first) ? second : first
    if (value === undefined || value.replace(/\D/g, '') === waybill?.replace(/\D/g, '')) return []
    if (/^1[3-9]\d{9}$/.test(value)) return []
    const form = FORMS.findIndex((pattern) => pattern.test(value))
    if (!labelled && (form < 0 || form >= OWN || recogniseWaybill(value).some(({ telling }) => telling >= 2)))
      return []
    const confidence = agreed ? 0.9 : form >= 0 ? 0.7 : 0.5
    return [
      {
        value,
        confidence,
        box: mark.box,
        score: (labelled ? 10 : 0) + (form >= 0 ? 4 : 0) + value.length / 10,
      },
    ]
  })
  return options.sort((a, b) => b.score - a.score)[0]
}

/** Capitals, digits and the hyphen of one reading as an order number; letters inside it were digits. */
export function orderNumberOf(text: string): string | undefined {
  const plain = text.toUpperCase().replace(/[._~*·]+$/, '').replace(/^[-._~*·:]+/, '').replace(/^(NO|ID)[.:]?/, '').replace(/[._~·:]/g, '') // prettier-ignore
  const head = /^[PFRE](?=[0-9A-Z]{15,})/.exec(plain)?.[0]
  const body = [...plain.slice(head ? 1 : 0)].map((sign) => DIGITS[sign] ?? sign).join('')
  if (!/^[0-9A-Z-]{6,32}$/.test(body) || (body.match(/\d/g)?.length ?? 0) < 5) return undefined
  const letter = head === 'F' || head === 'R' ? 'P' : (head ?? '')
  // A rule's or frame's end beside the digits is read as a letter.
  return letter + body.replace(/-+$/, '').replace(/(?<=^\d{10,})[A-Z]$/, '')
}
