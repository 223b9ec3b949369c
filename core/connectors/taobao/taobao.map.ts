import { Unreadable, minor } from '../../kernel'
import type { AddressGroup, OrderGroups, OrderObservation, StatusGroup } from '../observation'
import { mapLine, mapParcels, lineId, refundedByLine } from './taobao.map-lines'
import { mapMoney } from './taobao.map-money'
import { mapRefunds } from './taobao.map-refunds'
import { meaningOf } from './taobao.states'
import type { RefundWire, TradeWire } from './taobao.wire'

/** A trade as TOP tells it → one observation. Groups whose fields are not in the message are not in it either. */
export function mapTrade(trade: TradeWire, details: readonly RefundWire[], asOf: number): OrderObservation {
  const externalId = tradeId(trade)
  if (trade.created === undefined) throw new Unreadable('missing-field', `created of ${externalId}`)
  return {
    externalId,
    createdAt: trade.created,
    version: trade.modified ?? trade.created,
    asOf,
    groups: mapGroups(trade, details),
    refundsInPart: true,
  }
}

export function tradeId(trade: Pick<TradeWire, 'tid' | 'tid_str'>): string {
  const id = trade.tid_str ?? trade.tid
  if (id === undefined) throw new Unreadable('missing-field', 'tid')
  return id
}

function mapGroups(trade: TradeWire, details: readonly RefundWire[]): OrderGroups {
  const status = trade.status === undefined ? undefined : mapStatus(trade, trade.status)
  const refunds = mapRefunds(trade, details)
  const money = mapMoney(trade, refunds ?? [])
  const address = mapAddress(trade)
  const refunded = refundedByLine(trade.orders ?? [], refunds ?? [])
  const lines = trade.orders?.map((line) =>
    mapLine(line, trade.status ?? line.status ?? '', minor(refunded.get(lineId(line)) ?? 0)),
  )
  const parcels = mapParcels(trade.orders ?? [], trade.status ?? '', trade.consign_time)
  return {
    ...(status && { status }),
    ...(money && { money }),
    ...(trade.buyer_nick !== undefined && {
      buyer: { name: trade.buyer_nick, platformId: trade.buyer_open_uid || null },
    }),
    ...(address && { address }),
    ...mapNotes(trade),
    ...(lines && lines.length > 0 && { lines }),
    ...(parcels.length > 0 && { parcels }),
    ...(refunds && { refunds }),
  }
}

/** The flag is always told, an empty memo is left out: a flag without a memo says that there is none. */
function mapNotes(trade: TradeWire): Pick<OrderGroups, 'memo' | 'buyerNote'> {
  const told = trade.seller_memo !== undefined || trade.seller_flag !== undefined
  return {
    ...(told && { memo: { text: trade.seller_memo ?? '', flag: trade.seller_flag ?? null } }),
    ...(trade.buyer_message !== undefined && { buyerNote: { text: trade.buyer_message } }),
  }
}

/**
 * Cash on delivery has no pay_time before it is signed, yet it must be shipped.
 * A pre-sale is held until both its payments are in (`FRONT_PAID_FINAL_PAID`).
 */
function mapStatus(trade: TradeWire, platformState: string): StatusGroup {
  const meaning = meaningOf(platformState)
  const step = trade.step_trade_status
  const presale = step !== undefined && step !== '' && step !== 'FRONT_PAID_FINAL_PAID'
  const over = trade.end_time ?? trade.modified ?? trade.created ?? null
  return {
    platformState,
    paidAt: trade.pay_time ?? null,
    ...(trade.pay_time === undefined && meaning.due && { payLater: true }),
    completedAt: meaning.end === 'finished' ? over : null,
    cancelledAt: meaning.end === 'closed' ? over : null,
    hold: meaning.end ? null : (meaning.hold ?? (presale ? 'presale' : null)),
    shipBy: null,
  }
}

/** As masked as the platform gives it. `undefined` when the message speaks of no receiver. */
function mapAddress(trade: TradeWire): AddressGroup | undefined {
  const town = trade.receiver_town ?? ''
  const address = trade.receiver_address ?? ''
  const street = address.startsWith(town) ? address : town + address
  const group: AddressGroup = {
    receiver: trade.receiver_name || null,
    phone: trade.receiver_mobile || trade.receiver_phone || null,
    province: trade.receiver_state || null,
    city: trade.receiver_city || null,
    district: trade.receiver_district || null,
    street: street || null,
    postcode: trade.receiver_zip || null,
    country: trade.receiver_country || null,
  }
  return Object.values(group).some((part) => part !== null) ? group : undefined
}
