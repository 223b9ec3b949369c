import { fedexHolds, mod10Holds, s10Holds, sfHolds, upsHolds } from './waybill-checks'

export const COURIERS = {
  SF: { zh: '顺丰', en: 'SF Express', names: /顺丰|順豐|SF-?EXPRESS/ },
  YTO: { zh: '圆通', en: 'YTO', names: /圆通|圓通|YTO/ },
  ZTO: { zh: '中通', en: 'ZTO', names: /中通|ZTO/ },
  STO: { zh: '申通', en: 'STO', names: /申通|STO/ },
  YUNDA: { zh: '韵达', en: 'Yunda', names: /韵达|韻達|YUNDA/ },
  JD: { zh: '京东', en: 'JD Logistics', names: /京东|京東|JDL/ },
  EMS: { zh: '邮政 EMS', en: 'EMS / China Post', names: /EMS|邮政|郵政|邮政快包/ },
  JT: { zh: '极兔', en: 'J&T Express', names: /极兔|極兔|J&T/ },
  DBL: { zh: '德邦', en: 'Deppon', names: /德邦|DEPPON/ },
  CAINIAO: { zh: '菜鸟', en: 'Cainiao', names: /菜鸟|丹鸟|CAINIAO/ },
  UC: { zh: '优速', en: 'UC Express', names: /优速/ },
  TT: { zh: '天天', en: 'TTK Express', names: /天天快递|天天速递/ },
  KYE: { zh: '跨越', en: 'KYE Express', names: /跨越/ },
  ANE: { zh: '安能', en: 'ANE', names: /安能/ },
  YUNEXPRESS: { zh: '云途', en: 'YunExpress', names: /云途|YUNEXPRESS/ },
  UPS: { zh: 'UPS', en: 'UPS', names: /\bUPS\b/ },
  FEDEX: { zh: '联邦', en: 'FedEx', names: /联邦|FEDEX/ },
  DHL: { zh: 'DHL', en: 'DHL', names: /\bDHL\b/ },
  USPS: { zh: '美国邮政', en: 'USPS', names: /USPS/ },
  POST: { zh: '境外邮政', en: 'Foreign post', names: /ROYAL MAIL|POSTNL/ },
} as const

export type CourierCode = keyof typeof COURIERS

interface WaybillForm {
  readonly courier: CourierCode
  /** Letters and digits as a pattern of the whole number. */
  readonly pattern: RegExp
  /** How telling the form is: 3 has the courier's own prefix, 2 a habit of leading digits, 1 a bare length. */
  readonly telling: 1 | 2 | 3
  /** `must`: a number that fails is not one; `hint`: it only ranks. */
  readonly check?: { readonly holds: (number: string) => boolean; readonly kind: 'must' | 'hint' }
}

/** Forms as couriers print them today and the older ones still in use. More are added here, nowhere else. */
const FORMS: readonly WaybillForm[] = [
  { courier: 'SF', pattern: /^SF\d{13}$/, telling: 3, check: { holds: sfHolds, kind: 'hint' } },
  { courier: 'SF', pattern: /^\d{12}$/, telling: 1, check: { holds: sfHolds, kind: 'hint' } },
  { courier: 'YTO', pattern: /^YT\d{13}$/, telling: 3 },
  { courier: 'YUNEXPRESS', pattern: /^YT\d{16}$/, telling: 3 },
  { courier: 'YTO', pattern: /^[DG]\d{9,11}$/, telling: 2 },
  { courier: 'ZTO', pattern: /^7[3-689]\d{12}$/, telling: 2 },
  { courier: 'ZTO', pattern: /^\d{12}$/, telling: 1 },
  { courier: 'ZTO', pattern: /^68\d{11}$/, telling: 1 },
  { courier: 'STO', pattern: /^77\d{13}$/, telling: 2 },
  { courier: 'STO', pattern: /^(268|368|468|568|668|868|888|900|77)\d{9,11}$/, telling: 1 },
  { courier: 'STO', pattern: /^43\d{13}$/, telling: 1 },
  { courier: 'YUNDA', pattern: /^[34]\d{14}$/, telling: 2 },
  { courier: 'YUNDA', pattern: /^(3[19]|4[36])\d{11}$/, telling: 2 },
  { courier: 'YUNDA', pattern: /^1[26]\d{11}$/, telling: 1 },
  { courier: 'YUNDA', pattern: /^[34]\d{12}$/, telling: 1 },
  { courier: 'JD', pattern: /^JD(V[A-Z]|AP|AZ|X|K|[A-Z0-9])?\d{11,15}$/, telling: 3 },
  { courier: 'JT', pattern: /^JT\d{12,13}$/, telling: 3 },
  { courier: 'DBL', pattern: /^DP[KL]\d{12}$/, telling: 3 },
  { courier: 'EMS', pattern: /^[A-Z]{2}\d{9}CN$/, telling: 3, check: { holds: s10Holds, kind: 'must' } },
  { courier: 'EMS', pattern: /^(1[0-3]|5[0-2]|9\d)\d{11}$/, telling: 2 },
  { courier: 'EMS', pattern: /^P[A-Z]\d{11}$/, telling: 2 },
  { courier: 'CAINIAO', pattern: /^(621|611)\d{12}$/, telling: 2 },
  { courier: 'CAINIAO', pattern: /^LP\d{14}$/, telling: 3 },
  { courier: 'CAINIAO', pattern: /^CN[A-Z]{0,2}\d{12,16}$/, telling: 2 },
  { courier: 'JT', pattern: /^5\d{13}$/, telling: 1 },
  { courier: 'UC', pattern: /^518\d{12}$/, telling: 2 },
  { courier: 'TT', pattern: /^TT\d{13}$/, telling: 3 },
  { courier: 'KYE', pattern: /^KY\d{13}$/, telling: 3 },
  { courier: 'ANE', pattern: /^3\d{14}$/, telling: 1 },
  { courier: 'UPS', pattern: /^1Z[A-Z0-9]{16}$/, telling: 3, check: { holds: upsHolds, kind: 'must' } },
  { courier: 'FEDEX', pattern: /^\d{12}$/, telling: 1, check: { holds: fedexHolds, kind: 'must' } },
  { courier: 'USPS', pattern: /^9[1-5]\d{20}$/, telling: 3, check: { holds: mod10Holds, kind: 'must' } },
  { courier: 'DHL', pattern: /^(JD0[01]\d{16}|JJD\d{9,18}|JVGL\d{9,10})$/, telling: 3 },
  { courier: 'POST', pattern: /^[A-Z]{2}\d{9}(US|GB|JP|KR|DE|FR|NL|AU|CA|SG|HK|TW|RU|BE|CH)$/, telling: 3, check: { holds: s10Holds, kind: 'must' } },
] // prettier-ignore

/** What a number may be: a courier whose form it has, best first. */
export interface Recognised {
  readonly courier: CourierCode
  readonly telling: 1 | 2 | 3
  /** `undefined`: this courier has no check digit that we know. */
  readonly checked: boolean | undefined
}

/** As couriers' programs compare numbers: full width, blanks and hyphens gone, capitals. JD's piece suffix is cut. */
export function normaliseWaybill(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/^(JD[A-Z]{0,2}\d{11,15})-\d+-\d+-?$/, '$1')
  return plain.replace(/[^A-Z0-9]/g, '')
}

/**
 * The couriers whose form this number has, most telling first. Empty: an unknown courier, which is no reason to
 * refuse a number that a person typed. What is plainly something else (a mobile number, a product code, an identity
 * number) is no waybill of anybody.
 */
export function recogniseWaybill(text: string): Recognised[] {
  const number = normaliseWaybill(text)
  if (isNoWaybill(number)) return []
  const found = new Map<CourierCode, Recognised>()
  for (const { courier, pattern, telling, check } of FORMS) {
    if (!pattern.test(number)) continue
    const checked = check?.holds(number)
    if (check?.kind === 'must' && !checked) continue
    const known = found.get(courier)
    if (!known || telling > known.telling) found.set(courier, { courier, telling, checked })
  }
  const rank = ({ telling, checked }: Recognised) =>
    telling * 2 + (checked === true ? 1 : checked === false ? -1 : 0)
  return [...found.values()].sort((a, b) => rank(b) - rank(a))
}

/** Whose own form a number has though the check digit fails that they publish: most likely one sign is wrong. */
export function nearlyRecognised(text: string): CourierCode | undefined {
  const number = normaliseWaybill(text)
  return FORMS.find((form) => form.telling === 3 && form.check?.kind === 'must' && form.pattern.test(number))
    ?.courier
}

const LOOKS_LIKE_DIGIT: Readonly<Record<string, string>> = {
  O: '0', Q: '0', D: '0', I: '1', L: '1', Z: '2', S: '5', G: '6', B: '8', T: '7',
} // prettier-ignore
const LOOKS_LIKE_LETTER: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'I',
  '2': 'Z',
  '5': 'S',
  '6': 'G',
  '8': 'B',
}
const PREFIXES = ['SF', 'YT', 'JDV', 'JDX', 'JDK', 'JD', 'JT', 'DPK', 'DPL', 'KY', 'TT']

/**
 * What a misread number may have been: letters and digits that look alike are exchanged, but only where one
 * courier's form says which of the two must stand. Empty when no form fits.
 */
export function repairWaybill(text: string): string[] {
  const number = normaliseWaybill(text)
  const out = new Set<string>()
  const digits = (part: string) => [...part].map((sign) => LOOKS_LIKE_DIGIT[sign] ?? sign).join('')
  const letters = (part: string) => [...part].map((sign) => LOOKS_LIKE_LETTER[sign] ?? sign).join('')
  const offer = (repaired: string, least: number) => {
    const known = recogniseWaybill(repaired)[0]
    if (known && known.telling >= least && known.checked !== false) out.add(repaired)
    else if (known && known.telling === 3) out.add(repaired)
  }
  if (recogniseWaybill(number)[0]?.telling === 3) return [number]
  for (const prefix of PREFIXES) {
    const head = number.slice(0, prefix.length)
    if (lookAlike(head, prefix)) offer(prefix + digits(number.slice(prefix.length)), 3)
    // JD's third and fourth letters stay as they are read.
    if (prefix === 'JDV' && lookAlike(head, prefix))
      offer(prefix + letters(number.slice(3, 4)) + digits(number.slice(4)), 3)
  }
  if (number.length === 13 && lookAlike(number.slice(11), 'CN'))
    offer(letters(number.slice(0, 2)) + digits(number.slice(2, 11)) + 'CN', 3)
  const plain = digits(number)
  if (/^\d+$/.test(plain) && (number.match(/[A-Z]/g)?.length ?? 0) <= 3) offer(plain, 1)
  return [...out]
}

function lookAlike(read: string, wanted: string): boolean {
  const same = (a: string, b: string) =>
    a === b || LOOKS_LIKE_DIGIT[a] === b || LOOKS_LIKE_DIGIT[b] === a || (SIMILAR[b]?.includes(a) ?? false)
  return read.length === wanted.length && [...wanted].every((sign, at) => same(read[at] ?? '', sign))
}
const SIMILAR: Readonly<Record<string, string>> = {
  Y: 'V',
  T: '7I1',
  J: '1I]',
  D: '0O',
  V: 'YU',
  X: 'K',
  F: 'PE',
  C: 'G0',
  N: 'M',
}

/** No courier's form is shorter. */
const SHORTEST = 8

/** Something too short, a mobile number, a product code or an identity number, not a waybill of anybody. */
export function isNoWaybill(number: string): boolean {
  if (number.length < SHORTEST) return true
  if (/^1[3-9]\d{9}$/.test(number)) return true
  // A product code of a Chinese maker.
  if (/^69\d{11}$/.test(number) && mod10Holds(number)) return true
  return isIdentityNumber(number)
}

/** An eighteen-sign identity number: a birth date in the middle and a check sign (GB 11643). */
function isIdentityNumber(number: string): boolean {
  if (!/^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(number)) return false
  const sum = [...number.slice(0, 17)].reduce(
    (total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11),
    0,
  )
  return '10X98765432'[sum % 11] === number[17]
}

/** The courier named in a piece of text, such as 圆通速递. */
export function courierNamed(text: string): CourierCode | undefined {
  const plain = text.normalize('NFKC').toUpperCase()
  for (const code of Object.keys(COURIERS) as CourierCode[]) if (COURIERS[code].names.test(plain)) return code
  return undefined
}

/** Why a person should look twice at a number before a parcel leaves under it. */
export interface Doubt {
  readonly code:
    'waybill-something-else' | 'waybill-check-digit' | 'waybill-other-courier' | 'waybill-unknown-form'
  /** A person must say that the number is right; else it is only pointed out. */
  readonly asks: boolean
  /** Whose form it has, when that is another courier's. */
  readonly courier?: CourierCode
}

/**
 * Holds a number against the courier that is to carry it. A check digit that the courier publishes, another courier's
 * own prefix, or something that is plainly no waybill (a product code under the scanner) asks; a mere habit does not.
 */
export function doubtOf(text: string, courier: CourierCode): Doubt | undefined {
  const number = normaliseWaybill(text)
  if (isNoWaybill(number)) return { code: 'waybill-something-else', asks: true }
  const own = FORMS.filter((form) => form.courier === courier && form.pattern.test(number))
  if (own.some(({ check }) => check?.holds(number) ?? true)) return undefined
  const hints = own.every(({ check }) => check?.kind === 'hint')
  if (own.length > 0) return { code: 'waybill-check-digit', asks: !hints }
  const [other] = recogniseWaybill(number)
  if (other?.telling === 3) return { code: 'waybill-other-courier', asks: true, courier: other.courier }
  return { code: 'waybill-unknown-form', asks: false }
}
