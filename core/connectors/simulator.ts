import type { Currency, Minor } from '../kernel'

/**
 * A practice platform: a small HTTP server on 127.0.0.1 that speaks the platform's dialect, checks signatures
 * and enforces limits. What a merchant's customers do is played through `shop`; what the network does, through `faults`.
 */
export interface Simulator extends AsyncDisposable {
  readonly origin: string
  /** The settings that `shop add` needs to bind it. */
  readonly settings: Readonly<Record<string, string>>
  readonly shop: SimulatedShop
  readonly faults: SimulatorFaults
  /** Calls answered so far, by method or query name. */
  readonly calls: ReadonlyMap<string, number>
}

export interface SimulatorOptions {
  readonly port?: number
  /** UTC ms of the simulated platform's clock; real time if absent. */
  readonly now?: () => number
  /** What an earlier run of the same platform and seed remembered. */
  readonly memory?: SimulatorMemory
  /** Where pushes go, for platforms that post them. Can be set later with `shop.pushTo`. */
  readonly webhookUrl?: string
  readonly seed?: number
}

/** All that a practice platform knows, as data that a structured clone can hold. Only its own kind reads it. */
export type SimulatorMemory = Readonly<Record<string, unknown>>

export interface SimOrder {
  /** Made by the simulator in the platform's own form if absent. */
  readonly externalId?: string
  readonly createdAt: number
  readonly currency?: Currency
  readonly buyer: string
  readonly phone: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly street: string
  readonly buyerNote?: string
  readonly freightMinor: Minor
  /** Reduction of the whole order, shared over the lines by the platform's own rule. */
  readonly discountMinor: Minor
  readonly lines: readonly {
    readonly sku: string
    readonly title: string
    readonly variant?: string
    readonly pictureUrl?: string
    readonly quantity: number
    readonly unitPriceMinor: Minor
  }[]
}

/** A parcel as the platform holds it. */
export interface SimParcel {
  readonly courier: string
  readonly waybill: string
  /** By line position. */
  readonly lines: readonly { readonly line: number; readonly quantity: number }[]
}

/** Everything that happens at the shop, at a given platform time (UTC ms). Unknown ids throw. */
export interface SimulatedShop {
  /** Returns the platform's id of the order. It starts unpaid. */
  place(order: SimOrder): string
  pay(externalId: string, at: number): void
  /** All that is left, or the given quantities by line position. */
  ship(
    externalId: string,
    at: number,
    parcel: { courier: string; waybill: string; lines?: readonly { line: number; quantity: number }[] },
  ): void
  complete(externalId: string, at: number): void
  cancel(externalId: string, at: number): void
  /** Returns the refund's id. `line` absent = the whole order. */
  requestRefund(
    externalId: string,
    at: number,
    refund: { kind: 'money' | 'return'; amountMinor: Minor; reason: string; line?: number },
  ): string
  /** Paid by somebody else at the platform; a refund that has ended changes nothing. */
  payRefund(refundId: string, at: number): void
  /** Was this return agreed to, and its parcel not handed in yet? Never where the platform is told of no parcel. */
  awaitsGoods(refundId: string): boolean
  /** The buyer hands the goods to a courier. Only after the return was agreed to. */
  sendBack(refundId: string, at: number, parcel: { courier: string; waybill: string }): void
  /** What was paid back for the order so far, in minor units: proves that what we paid arrived, once. */
  refundedOf(externalId: string): number
  memo(externalId: string, at: number, text: string): void
  /** `to-ship` until the last piece has left; `over` once it is closed, cancelled or completed. */
  standing(externalId: string): 'unpaid' | 'to-ship' | 'shipped' | 'over'
  /** Handed to the next run as `memory`. The maps inside are the living ones: copy or serialize at once. */
  remember(): SimulatorMemory
  pushTo(webhookUrl: string | undefined): void
  /** Ids in the order they were placed. */
  ids(): readonly string[]
  /** The memo the platform holds now: proves that what we told it arrived. */
  memoOf(externalId: string): string
  /** Every parcel that left, in the order told: proves that each was told once. */
  parcelsOf(externalId: string): readonly SimParcel[]
  /** What the shop shows of a code; `undefined` = nobody ever told it. */
  stockOf(sku: string): number | undefined
}

export interface SimulatorFaults {
  /** Share 0..1 of pushes that are lost, and of those sent that are sent twice. Seeded. */
  loseShare: number
  doubleShare: number
  /** The next n requests are answered 500 / «too often». */
  failNext: number
  throttleNext: number
  /** While true every request is cut off without an answer. */
  outage: boolean
  /** ms the platform's clock runs ahead of real time. */
  skewMs: number
  /** Keys are refused from now on. */
  keysExpired: boolean
  /** Codes of goods that the platform does not know: taken off its shelf. */
  goneSkus: readonly string[]
}

export function noFaults(): SimulatorFaults {
  return {
    loseShare: 0,
    doubleShare: 0,
    failNext: 0,
    throttleNext: 0,
    outage: false,
    skewMs: 0,
    keysExpired: false,
    goneSkus: [],
  }
}
