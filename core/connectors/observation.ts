import type { Currency, Minor } from '../kernel'

/**
 * What one message of a platform says about one order. Absent is not null: a group that is not there was
 * not mentioned and changes nothing; inside a group, `null` says «the platform told us it is empty».
 *
 * Groups are applied one by one: a group whose `version` is newer wins; at equal versions a differing
 * content wins if its `asOf` is later.
 */
export interface OrderObservation {
  /** The platform's order id, digit for digit. */
  readonly externalId: string
  /** What people call the order when that is not its id (`#1042`, `JB1EE6UW…`). */
  readonly displayNumber?: string
  /** When the buyer placed it, UTC ms. */
  readonly createdAt: number
  /** The platform's «updated», UTC ms. Stands for every group that names no version of its own. */
  readonly version: number
  readonly asOf: number
  readonly groups: OrderGroups
  /** Versions of groups that move apart from the order (a fulfilment's own «updated»). */
  readonly groupVersions?: Partial<Record<GroupName, number>>
  /** The platform tells only the latest refund of each line: refunds known before that are not named still stand. */
  readonly refundsInPart?: true
  /** Other orders this one was split from or merged into. */
  readonly parentExternalId?: string
}

export interface OrderGroups {
  readonly status?: StatusGroup
  readonly money?: MoneyGroup
  readonly buyer?: BuyerGroup
  readonly address?: AddressGroup
  readonly memo?: MemoGroup
  readonly buyerNote?: BuyerNoteGroup
  readonly lines?: readonly LineFacts[]
  readonly parcels?: readonly ParcelFacts[]
  readonly refunds?: readonly RefundFacts[]
}
export type GroupName = keyof OrderGroups

export interface StatusGroup {
  /** The platform's own word: `WAIT_SELLER_SEND_GOODS`, `PAID/UNFULFILLED`, `PaymentSettled`. */
  readonly platformState: string
  readonly paidAt: number | null
  /** To be shipped before it is paid: cash on delivery. Absent = no. */
  readonly payLater?: boolean
  /** The platform calls it over and well. */
  readonly completedAt: number | null
  readonly cancelledAt: number | null
  /** Paid but must not be shipped: `risk`, `group-not-formed`, `presale`, `paused`. */
  readonly hold: string | null
  /** Latest time to ship that the platform itself sets. */
  readonly shipBy: number | null
}

export interface MoneyGroup {
  readonly currency: Currency
  /** List price × quantity of all lines. */
  readonly goodsMinor: Minor
  /** All reductions, as a positive number. */
  readonly discountMinor: Minor
  readonly freightMinor: Minor
  /** What the buyer pays: goods − discount + freight (+ tax where it is on top). Not reduced by refunds. */
  readonly totalMinor: Minor
  /** Money already given back. */
  readonly refundedMinor: Minor
}

export interface BuyerGroup {
  /** As shown by the platform, often masked (`周**`). */
  readonly name: string
  /** Stable id of the buyer inside the shop, when there is one. */
  readonly platformId: string | null
  readonly email?: string | null
}
export interface AddressGroup {
  readonly receiver: string | null
  readonly phone: string | null
  readonly province: string | null
  readonly city: string | null
  readonly district: string | null
  readonly street: string | null
  readonly postcode: string | null
  readonly country: string | null
}
export interface MemoGroup {
  /** The seller's own remark. */
  readonly text: string
  readonly flag: number | null
}
export interface BuyerNoteGroup {
  readonly text: string
}

export interface LineFacts {
  readonly externalId: string
  /** The merchant's own code of the goods, the key to our SKU; `null` when the shop left it empty. */
  readonly sku: string | null
  readonly title: string
  /** «颜色:红;尺码:M» */
  readonly variant: string | null
  readonly pictureUrl: string | null
  readonly quantity: number
  /** Of `quantity`, how many are cancelled or refunded before shipping and will never be shipped. */
  readonly cancelledQuantity: number
  readonly shippedQuantity: number
  readonly unitPriceMinor: Minor
  /** This line's own reductions and its share of the order's, positive. */
  readonly discountMinor: Minor
  readonly refundedMinor: Minor
}

export interface ParcelFacts {
  readonly externalId: string
  /** The courier's code or name as the platform gave it. */
  readonly courier: string | null
  readonly waybill: string | null
  readonly shippedAt: number | null
  readonly deliveredAt: number | null
  readonly lines: readonly { readonly lineExternalId: string; readonly quantity: number }[]
}

/** `requested`/`agreed`/`returning` are open; `paid`/`refused`/`closed` have ended. */
export type RefundState = 'requested' | 'agreed' | 'returning' | 'paid' | 'refused' | 'closed'
export interface RefundFacts {
  readonly externalId: string
  readonly lineExternalId: string | null
  readonly state: RefundState
  readonly platformState: string
  /** `money`: money only · `return`: goods come back · `exchange`. */
  readonly kind: 'money' | 'return' | 'exchange'
  readonly amountMinor: Minor
  readonly reason: string | null
  readonly createdAt: number | null
  /** The parcel in which the buyer says the goods come back. */
  readonly returnParcel?: { readonly courier: string | null; readonly waybill: string }
}
