import { goneOf, isOwed, type Order, type OrderLine } from '../orders'
import type { Refusal } from '../kernel'
import type { WaybillUse } from './waybill-use.store'
import { COURIERS, doubtOf, type CourierCode } from './waybills'

/** What a person may say yes to by name: recorded in the history. */
export const CONFIRMATIONS = ['short', 'untracked', 'merged', 'waybill'] as const
export type Confirmation = (typeof CONFIRMATIONS)[number]

/** Why a parcel cannot leave, or what is to be looked at first. */
export interface Problem {
  /** The code of the refusal; the screens have its words. */
  readonly code: string
  readonly data: Refusal['data']
  /** A person may say that it is right all the same; absent: no. */
  readonly confirm?: Confirmation
  /** Only pointed out. */
  readonly mild?: true
}

export interface ParcelToSend {
  readonly courier: CourierCode
  /** As `normaliseWaybill` writes it. */
  readonly waybill: string
  readonly lines: readonly { readonly lineExternalId: string; readonly quantity: number }[]
}

export interface ShippingFacts {
  readonly order: Order
  /** By line: how what waits is covered by stock. */
  readonly covers: ReadonlyMap<string, { readonly reserved: number; readonly untracked: number }>
  readonly parcels: readonly ParcelToSend[]
  /** By waybill: the orders that have it already. */
  readonly uses: ReadonlyMap<string, readonly WaybillUse[]>
}

/** Pieces of a line that still wait. */
export function waitingOf(line: OrderLine): number {
  return Math.max(0, line.quantity - line.cancelledQuantity - goneOf(line))
}

const OPEN_REFUND = new Set(['requested', 'agreed', 'returning'])

/** All that stands against shipping these parcels, the gravest first. */
export function problemsOf(facts: ShippingFacts): Problem[] {
  return [
    ...orderProblems(facts.order),
    ...lineProblems(facts),
    ...facts.parcels.flatMap((parcel) => waybillProblems(facts, parcel)),
    ...stockProblems(facts),
  ]
}

function orderProblems(order: Order): Problem[] {
  if (order.state === 'closed') return [{ code: 'order-closed', data: {} }]
  if (!isOwed(order)) return [{ code: 'order-unpaid', data: {} }]
  if (order.hold !== null) return [{ code: 'order-on-hold', data: { hold: order.hold } }]
  if (order.refunds.some((one) => one.lineExternalId === null && OPEN_REFUND.has(one.state)))
    return [{ code: 'order-in-refund', data: {} }]
  if (order.state === 'done' || order.lines.every((line) => waitingOf(line) === 0))
    return [{ code: 'nothing-to-ship', data: {} }]
  return []
}

function lineProblems({ order, parcels }: ShippingFacts): Problem[] {
  const wanted = wantedOf(parcels)
  if (wanted.size === 0) return [{ code: 'nothing-chosen', data: {} }]
  return [...wanted].flatMap(([id, quantity]): Problem[] => {
    const line = order.lines.find((one) => one.externalId === id)
    if (!line) return [{ code: 'no-such-line', data: { line: id } }]
    if (order.refunds.some((one) => one.lineExternalId === id && OPEN_REFUND.has(one.state)))
      return [{ code: 'line-in-refund', data: { lines: nameOf(line) } }]
    const left = waitingOf(line)
    return quantity > left ? [{ code: 'more-than-waits', data: { lines: nameOf(line), left } }] : []
  })
}

/** A short line must not leave in silence, nor one whose goods nobody counts. */
function stockProblems({ order, covers, parcels }: ShippingFacts): Problem[] {
  const short: string[] = []
  const untracked: string[] = []
  for (const [id, quantity] of wantedOf(parcels)) {
    const line = order.lines.find((one) => one.externalId === id)
    const cover = covers.get(id)
    const beyond = quantity - (cover?.reserved ?? 0)
    if (!line || beyond <= 0) continue
    ;((cover?.untracked ?? beyond) > 0 ? untracked : short).push(`${nameOf(line)} ×${beyond}`)
  }
  const told = (code: string, confirm: Confirmation, lines: readonly string[]): Problem[] =>
    lines.length === 0 ? [] : [{ code, data: { lines: lines.join('、') }, confirm }]
  return [...told('line-short', 'short', short), ...told('line-untracked', 'untracked', untracked)]
}

function waybillProblems({ order, uses, parcels }: ShippingFacts, parcel: ParcelToSend): Problem[] {
  const { waybill, courier } = parcel
  const found = uses.get(waybill) ?? []
  const twice = parcels.some((one) => one !== parcel && one.waybill === waybill)
  if (twice || found.some((use) => use.orderId === order.id))
    return [{ code: 'waybill-on-this-order', data: { waybill } }]
  const stranger = found.find((use) => !use.sameBuyer)
  if (stranger) return [{ code: 'waybill-of-another-order', data: { waybill, number: stranger.number } }]
  const problems: Problem[] = found.slice(0, 1).map(({ number }) => ({
    code: 'waybill-of-same-buyer', data: { waybill, number }, confirm: 'merged',
  })) // prettier-ignore
  const doubt = doubtOf(waybill, courier)
  if (doubt)
    problems.push({
      code: doubt.code,
      data: { waybill, courier: COURIERS[courier].zh, other: doubt.courier ? COURIERS[doubt.courier].zh : null },
      ...(doubt.asks ? { confirm: 'waybill' as const } : { mild: true as const }),
    }) // prettier-ignore
  return problems
}

/** Pieces by line, over all parcels. */
export function wantedOf(parcels: readonly Pick<ParcelToSend, 'lines'>[]): Map<string, number> {
  const wanted = new Map<string, number>()
  for (const { lineExternalId, quantity } of parcels.flatMap((parcel) => parcel.lines))
    wanted.set(lineExternalId, (wanted.get(lineExternalId) ?? 0) + quantity)
  return wanted
}

const nameOf = (line: OrderLine) => [line.sku ?? line.title, line.variant].filter(Boolean).join(' ')
