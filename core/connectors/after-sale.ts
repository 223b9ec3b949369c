import type { Currency, Minor } from '../kernel'

/** Money that goes back to a buyer, once. */
export interface Payout {
  /** Derived from the case, the same after a restart or a restore: by it the payment is found again. */
  readonly key: string
  readonly orderExternalId: string
  /** The platform's own request that this answers; `null` when nobody asked there. */
  readonly refundExternalId: string | null
  /** What is paid back for; empty = money alone. */
  readonly lines: readonly PayoutLine[]
  readonly amountMinor: Minor
  readonly currency: Currency
  /** Did goods come back? Else nothing is taken back into the platform's own stock. */
  readonly goodsBack: boolean
  /** For the platform's own record, in plain words. */
  readonly note: string
  /** What the platform sent to the person's phone, when it asked for it. Never stored. */
  readonly code?: string
}
export interface PayoutLine {
  readonly lineExternalId: string
  readonly quantity: number
}

export type PayAnswer =
  | { readonly outcome: 'paid'; readonly refundExternalId: string | null }
  /** Nothing was paid: the platform wants a code that it has just sent to a person. */
  | { readonly outcome: 'code-needed' }

export type FoundPayout =
  | { readonly found: 'paid'; readonly amountMinor: Minor; readonly refundExternalId: string | null }
  /** `begun`: a refund for it stands there and waits, which `pay` goes on with and begins none; no time need pass. */
  | { readonly found: 'not-paid'; readonly begun?: true }
  /** The platform answered and it is not clear what that means. `detail` for the person. */
  | { readonly found: 'unknown'; readonly detail: string }

/** A request for after-sale that waits at the platform. */
export interface AfterSaleRequest {
  readonly orderExternalId: string
  readonly refundExternalId: string
  readonly note: string
}

/**
 * What we do about a refund at a platform. Every operation asks before it acts, so that one whose answer was lost can
 * be called again; none repeats a call by itself.
 */
export interface AfterSale {
  /**
   * The same payout sent twice is one payment there: the platform holds requests or keys apart. Where it does not, time
   * must pass after a lost answer before «not paid» is believed.
   */
  readonly repeatsAreOne: boolean

  /** The buyer may send the goods back. A request that is past this changes nothing. Absent: the platform asks nobody. */
  agreeReturn?(request: AfterSaleRequest, signal?: AbortSignal): Promise<void>

  /**
   * Pays, in one call that is never repeated here. `Refusal` when it cannot be sent at all (`platform-needs-request`,
   * `platform-limit`, `differs-from-request`); `OutsideFailure` otherwise: then only `find` knows what happened.
   */
  pay(payout: Payout, signal?: AbortSignal): Promise<PayAnswer>

  /** Was this payout paid? Asks only. */
  find(payout: Payout, signal?: AbortSignal): Promise<FoundPayout>

  /** Tells the buyer no, with the reason as `note`. A request that was refused already changes nothing. */
  refuse?(request: AfterSaleRequest, signal?: AbortSignal): Promise<void>

  /** The request's money is paid: the platform closes it, where it does not by itself. Again changes nothing. */
  close?(request: AfterSaleRequest, signal?: AbortSignal): Promise<void>
}
