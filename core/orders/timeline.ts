import type { HistoryEntry } from '../audit'
import type { Role } from '../kernel'
import type { Order } from './order'
import type { TimelineEvent } from './orders.contract'
import { OURS } from './ahead'
import { readablePath } from './readable-path'

/**
 * Everything that happened to an order, newest first: what the platform tells (placed, paid, shipped …) at its own
 * times, and what happened here (received, reserved, memo, absorbed repeats).
 */
export function timelineOf(
  order: Order,
  history: readonly HistoryEntry[],
  moves: readonly { at: number; kind: string; quantity: number; warehouse: string }[],
  repeats: readonly { last_at: number; repeats: number; source: string }[],
): TimelineEvent[] {
  const events: TimelineEvent[] = []
  const shop = `shop:${order.shopId}`
  const add = (
    at: number | null,
    kind: string,
    data: TimelineEvent['data'] = {},
    who = 'buyer',
    from = shop,
  ) => {
    if (at !== null) events.push({ at, kind, data, who, from })
  }
  add(order.createdAt, 'placed')
  add(order.paidAt, 'paid')
  for (const parcel of order.parcels) {
    // Our own is told by history, until the platform shows it.
    if (parcel.externalId.startsWith(OURS)) continue
    add(parcel.shippedAt, 'shipped', { courier: parcel.courier, waybill: parcel.waybill }, 'platform')
    add(parcel.deliveredAt, 'delivered', { waybill: parcel.waybill }, 'platform')
  }
  for (const refund of order.refunds)
    add(refund.createdAt, 'refund', { kind: refund.kind, reason: refund.reason }, 'buyer')
  add(order.completedAt, 'completed', {}, 'platform')
  add(order.cancelledAt, 'cancelled', {}, 'platform')
  for (const move of moves)
    add(
      move.at,
      `stock-${move.kind}`,
      { quantity: Number(move.quantity), warehouse: move.warehouse },
      'core',
      'core',
    )
  for (const one of repeats) add(one.last_at, 'repeat', { times: one.repeats, source: one.source }, 'sync')
  for (const entry of history) {
    if (entry.kind === 'order.received')
      add(entry.at, 'received', { source: text(entry, 'source') }, entry.who, entry.origin)
    else if (entry.kind === 'order.memo')
      add(entry.at, 'memo', { memo: text(entry, 'memo') }, entry.who, entry.origin)
    else if (entry.kind === 'order.shipped' || entry.kind === 'order.shipment-refused')
      for (const parcel of sentIn(entry))
        add(
          entry.at,
          entry.kind === 'order.shipped' ? 'sent' : 'send-refused',
          { parcel },
          entry.who,
          entry.origin,
        )
    else if (entry.kind === 'order.slip')
      add(entry.at, 'slip', { waybill: text(entry, 'returnWaybill') }, entry.who, entry.origin)
    else if (entry.kind.startsWith('refund.'))
      add(entry.at, `case-${entry.kind.slice(7)}`, caseData(entry), entry.who, entry.origin)
    else if (entry.kind === 'order.changed') {
      const fields = [...new Set(entry.changes.map(([path]) => path.split('.')[0] ?? ''))].filter(
        (path) => path !== 'state',
      )
      add(
        entry.at,
        'changed',
        { fields: fields.join(' '), state: text(entry, 'state') },
        entry.who,
        entry.origin,
      )
    }
  }
  return events.sort((a, b) => b.at - a.at)
}

/** The parcels that such an entry names, as «courier number». */
function sentIn(entry: HistoryEntry): string[] {
  return entry.changes.flatMap(([path, before, after]) =>
    path.startsWith(`parcels.${OURS}`) ? [String(after ?? before ?? '')] : [],
  )
}

const OF_CASE = ['amountMinor', 'reason', 'decisionReason', 'role', 'verdict', 'actedFor', 'error', 'waybill', 'good', 'damaged'] as const // prettier-ignore

function caseData(entry: HistoryEntry): TimelineEvent['data'] {
  return Object.fromEntries(
    OF_CASE.flatMap((name) => {
      const change = entry.changes.find(([path]) => path === `case.${name}`)
      return change && change[2] !== null ? [[name, change[2]]] : []
    }),
  )
}

function text(entry: HistoryEntry, path: string): string | null {
  const change = entry.changes.find(([name]) => name === path)
  return change?.[2] === null || change?.[2] === undefined ? null : String(change[2])
}

/** The timeline as these roles may read it: no memo, no refund's reason, for whom those fields are not. */
export function forRoles(timeline: readonly TimelineEvent[], roles: readonly Role[]): TimelineEvent[] {
  return timeline.map((event) => {
    if (event.kind.startsWith('case-'))
      return {
        ...event,
        data: Object.fromEntries(
          Object.entries(event.data).filter(([name]) => readablePath(`case.${name}`, roles)),
        ),
      }
    const hidden =
      event.kind === 'memo' && !readablePath('memo', roles)
        ? 'memo'
        : event.kind === 'refund' && !readablePath('refunds.r.reason', roles)
          ? 'reason'
          : undefined
    return hidden === undefined
      ? event
      : { ...event, data: Object.fromEntries(Object.entries(event.data).filter(([name]) => name !== hidden)) }
  })
}
