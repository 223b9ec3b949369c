import type { SimOrder } from '../connectors'
import type { Minor } from '../kernel'

/** Something that happens at a shop. `order` names it inside the practice until the shop has given it a number. */
export type PracticeEvent = { readonly at: number; readonly order: string } & (
  | { readonly kind: 'placed'; readonly placed: SimOrder }
  | { readonly kind: 'paid' | 'completed' | 'cancelled' }
  | {
      readonly kind: 'shipped'
      readonly courier: string
      readonly waybill: string
      /** What is in this parcel; all that is left if absent. */
      readonly lines?: readonly { readonly line: number; readonly quantity: number }[]
    }
  | { readonly kind: 'refund-requested'; readonly refund: RefundAsked }
  | { readonly kind: 'refund-paid' }
  | { readonly kind: 'memo'; readonly text: string }
)

export interface RefundAsked {
  readonly kind: 'money' | 'return'
  readonly amountMinor: Minor
  readonly reason: string
  /** Absent = the whole order. */
  readonly line?: number
}
