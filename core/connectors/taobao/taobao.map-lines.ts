import { Unreadable, minor, parseMajor, type Minor } from '../../kernel'
import type { LineFacts, ParcelFacts, RefundFacts } from '../observation'
import { meaningOf } from './taobao.states'
import type { LineWire } from './taobao.wire'

export function yuan(text: string | undefined): Minor | undefined {
  return text === undefined ? undefined : parseMajor(text, 'CNY')
}

export function lineId(line: LineWire): string {
  const id = line.oid_str ?? line.oid
  if (id === undefined) throw new Unreadable('missing-field', 'oid')
  return id
}

export function listPrice(line: LineWire): number {
  const price = yuan(line.price)
  if (price === undefined) throw new Unreadable('missing-field', `price of ${lineId(line)}`)
  if (line.num === undefined) throw new Unreadable('missing-field', `num of ${lineId(line)}`)
  return price * line.num
}

/** What the line costs after its own reductions and its share of the order's: `divide_order_fee` says so itself. */
export function netOf(line: LineWire): number {
  const shared = yuan(line.divide_order_fee)
  if (shared !== undefined) return shared
  return (
    listPrice(line) +
    (yuan(line.adjust_fee) ?? 0) -
    (yuan(line.discount_fee) ?? 0) -
    (yuan(line.part_mjz_discount) ?? 0)
  )
}

/**
 * How many pieces have left. A line is closed with goods on the way when it carries the traces of a parcel. Of a line
 * that is itself `SELLER_CONSIGNED_PART` the platform does not tell how many went: at least one did, and one waits.
 */
function shippedOf(line: LineWire, tradeStatus: string): number {
  const quantity = line.num ?? 0
  const traces = line.invoice_no !== undefined || line.consign_time !== undefined
  const status = line.status ?? tradeStatus
  if (status === 'SELLER_CONSIGNED_PART' && traces)
    return line.status === undefined ? quantity : Math.min(1, quantity - 1)
  const meaning = meaningOf(status)
  return meaning.shipped || (meaning.end === 'closed' && traces) ? quantity : 0
}

export function mapLine(line: LineWire, tradeStatus: string, refundedMinor: Minor): LineFacts {
  const quantity = line.num ?? 0
  const list = listPrice(line)
  const shipped = shippedOf(line, tradeStatus)
  const closed = meaningOf(line.status ?? tradeStatus).end === 'closed'
  return {
    externalId: lineId(line),
    sku: line.outer_sku_id || line.outer_iid || null,
    title: line.title ?? '',
    variant: line.sku_properties_name || null,
    pictureUrl: line.pic_path || null,
    quantity,
    cancelledQuantity: closed && shipped === 0 ? quantity : 0,
    shippedQuantity: shipped,
    unitPriceMinor: yuan(line.price) ?? minor(0),
    discountMinor: minor(Math.max(0, list - netOf(line))),
    refundedMinor,
  }
}

/** One parcel per waybill, with the pieces of its lines that have left. */
export function mapParcels(
  lines: readonly LineWire[],
  tradeStatus: string,
  tradeConsignTime: number | undefined,
): ParcelFacts[] {
  const parcels = new Map<
    string,
    { courier: string | null; shippedAt: number | null; lines: ParcelFacts['lines'][number][] }
  >()
  for (const line of lines) {
    if (!line.invoice_no) continue
    const parcel = parcels.get(line.invoice_no) ?? { courier: null, shippedAt: null, lines: [] }
    parcel.courier ??= line.logistics_company || null
    parcel.shippedAt ??= line.consign_time ?? tradeConsignTime ?? null
    const quantity = shippedOf(line, tradeStatus)
    if (quantity > 0) parcel.lines.push({ lineExternalId: lineId(line), quantity })
    parcels.set(line.invoice_no, parcel)
  }
  return [...parcels].map(([waybill, parcel]) => ({
    externalId: waybill,
    waybill,
    deliveredAt: null,
    ...parcel,
  }))
}

/** Paid refunds by line. One refund over several lines is shared by what they cost, the last taking the rest. */
export function refundedByLine(
  lines: readonly LineWire[],
  refunds: readonly RefundFacts[],
): ReadonlyMap<string, number> {
  const byLine = new Map<string, number>()
  const add = (line: LineWire, amount: number) =>
    byLine.set(lineId(line), (byLine.get(lineId(line)) ?? 0) + amount)
  for (const refund of refunds.filter((one) => one.state === 'paid')) {
    const touched = lines.filter((line) =>
      refund.lineExternalId === null
        ? (line.refund_id ?? lineId(line)) === refund.externalId
        : lineId(line) === refund.lineExternalId,
    )
    const sum = touched.reduce((total, line) => total + netOf(line), 0)
    let left: number = refund.amountMinor
    touched.forEach((line, index) => {
      const last = index === touched.length - 1
      const share = last || sum === 0 ? left : Math.floor((refund.amountMinor * netOf(line)) / sum)
      add(line, share)
      left -= share
    })
  }
  return byLine
}
