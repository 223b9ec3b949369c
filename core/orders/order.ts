import type { AddressGroup, BuyerGroup, GroupName, LineFacts, ParcelFacts, RefundFacts } from '../connectors'
import type { BoardState } from './orders.contract'

/** [platform version, asOf, content hash] of the last observation that each field group was taken from. */
export type GroupMarks = Partial<Record<GroupName, readonly [version: number, asOf: number, hash: string]>>

/**
 * A line as the platform tells it, and what we know beyond. `aheadQuantity`: pieces that we shipped and that
 * `shippedQuantity` does not contain yet, because the platform has not been told or not been read since.
 */
export type OrderLine = LineFacts & { readonly aheadQuantity: number }

/** Pieces of a line that have left the house, whoever told whom of it. */
export function goneOf(
  line: Pick<LineFacts, 'shippedQuantity'> & { readonly aheadQuantity?: number },
): number {
  return line.shippedQuantity + (line.aheadQuantity ?? 0)
}

/** A platform order as we hold it: what the platform says, plus our memo and the state derived from it. */
export interface Order {
  id: number
  shopId: string
  externalId: string
  number: string
  /** Ours, counts every change; what an edit is checked against. */
  version: number
  state: BoardState
  platformState: string
  hold: string | null
  flags: readonly string[]
  currency: string
  goodsMinor: number
  discountMinor: number
  freightMinor: number
  totalMinor: number
  refundedMinor: number
  buyer: BuyerGroup
  address: AddressGroup
  memo: string
  memoFlag: number | null
  /** The command whose memo the platform has not confirmed yet: until then the local text stays. */
  memoPending: string | null
  /** The platform holds this memo: we told it, or it came from there. */
  memoTold: boolean
  buyerNote: string
  createdAt: number
  paidAt: number | null
  completedAt: number | null
  cancelledAt: number | null
  shipBy: number | null
  modifiedAt: number
  receivedAt: number
  parentExternalId: string | null
  /** 16 random bytes from which the order's key comes; `null` once it was forgotten. */
  salt: Uint8Array | null
  marks: GroupMarks
  lines: readonly OrderLine[]
  parcels: readonly ParcelFacts[]
  refunds: readonly RefundFacts[]
}

export const NO_ADDRESS: AddressGroup = {
  receiver: null,
  phone: null,
  province: null,
  city: null,
  district: null,
  street: null,
  postcode: null,
  country: null,
}
