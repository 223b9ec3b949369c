import { parseMajor, Unreadable, type Currency } from '../kernel'
import type { Order } from './order'

/** Shorter texts stand inside longer ones by chance. */
const TELLING_LENGTH = 4
const BEIJING_AHEAD_MS = 8 * 3_600_000

/**
 * Tells of a value as received where it stands in the order now, in whatever form the platform writes it: yuan or
 * minor units, a date text or epoch, a name in two halves, an id inside a longer one. `null`: it was not read.
 */
export function valueReader(order: Order): (path: string, value: string) => string | null {
  const texts = textsOf(order)
  const sums = sumsOf(order)
  const times = timesOf(order)
  const name = (text: string) => /name$/i.test(text)
  return (path, value) => {
    const key = path.split('.').at(-1) ?? ''
    if (value.trim() === '') return 'empty'
    const known = texts.get(value) ?? times.get(secondOf(value)) ?? sums.get(minorOf(value, order.currency))
    if (known !== undefined) return known
    if (/^(?:has_?next|end_?cursor|page_?info)/i.test(key)) return 'paging'
    if (/stat(?:e|us)$/i.test(key)) return 'platformState'
    if (/^country/i.test(key) && order.address.country) return 'country'
    for (const [text, field] of texts) {
      if (text.length >= TELLING_LENGTH && value.includes(text)) return field
      if ((value.length >= TELLING_LENGTH || name(key)) && text.includes(value)) return field
    }
    return null
  }
}

function textsOf(order: Order): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  const add = (value: unknown, name: string) => {
    if ((typeof value === 'string' && value !== '') || typeof value === 'number')
      known.set(String(value), name)
  }
  const within = (children: readonly object[], group: string) => {
    for (const child of children)
      for (const [name, value] of Object.entries(child))
        if (!/(?:Minor|At)$/.test(name)) add(value, `${group}.${name}`)
  }
  within(order.lines, 'lines')
  within(order.parcels, 'parcels')
  within(order.refunds, 'refunds')
  for (const [name, value] of Object.entries(order.address)) add(value, name)
  for (const name of [
    'memo',
    'buyerNote',
    'memoFlag',
    'currency',
    'platformState',
    'parentExternalId',
  ] as const)
    add(order[name], name)
  add(order.buyer.name, 'buyer')
  add(order.buyer.platformId, 'buyerId')
  add(order.number, 'number')
  add(order.externalId, 'externalId')
  return known
}

/** Amounts in minor units without their sign, a line's own sums among them; the order's totals win. */
function sumsOf(order: Order): ReadonlyMap<number, string> {
  const known = new Map<number, string>()
  for (const refund of order.refunds) known.set(refund.amountMinor, 'refunds.amountMinor')
  for (const line of order.lines) {
    const whole = line.unitPriceMinor * line.quantity
    known.set(whole - line.discountMinor, 'lines.amountMinor')
    known.set(whole, 'lines.amountMinor')
    known.set(line.discountMinor, 'lines.discountMinor')
    known.set(line.refundedMinor, 'lines.refundedMinor')
    known.set(line.unitPriceMinor, 'lines.unitPriceMinor')
  }
  for (const name of ['refundedMinor', 'discountMinor', 'freightMinor', 'goodsMinor', 'totalMinor'] as const)
    known.set(order[name], name)
  return known
}

function timesOf(order: Order): ReadonlyMap<number, string> {
  const known = new Map<number, string>()
  const add = (at: number | null, name: string) => at !== null && known.set(Math.floor(at / 1000), name)
  for (const { createdAt } of order.refunds) add(createdAt, 'refunds.createdAt')
  for (const { shippedAt, deliveredAt } of order.parcels) {
    add(shippedAt, 'parcels.shippedAt')
    add(deliveredAt, 'parcels.deliveredAt')
  }
  for (const name of ['modifiedAt', 'shipBy', 'cancelledAt', 'completedAt', 'paidAt', 'createdAt'] as const)
    add(order[name], name)
  return known
}

/** The second since 1970 that a text means, else NaN. Chinese platforms write Beijing time without a zone. */
function secondOf(value: string): number {
  if (/^\d{13}$/.test(value)) return Math.floor(Number(value) / 1000)
  if (/^\d{10}$/.test(value)) return Number(value)
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return Math.floor(Date.parse(value) / 1000)
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value)) return Number.NaN
  return (Date.parse(`${value.replace(' ', 'T')}Z`) - BEIJING_AHEAD_MS) / 1000
}

/** With a point: major units; without: minor ones. */
function minorOf(value: string, currency: string): number {
  if (/^-?\d+$/.test(value)) return Math.abs(Number(value))
  if (!/^-?\d+\.\d+$/.test(value)) return Number.NaN
  try {
    return Math.abs(parseMajor(value, currency as Currency))
  } catch (error) {
    if (error instanceof Unreadable) return Number.NaN
    throw error
  }
}
