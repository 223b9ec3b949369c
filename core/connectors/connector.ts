import type { Clock, Json } from '../kernel'
import type { AfterSale } from './after-sale'
import type { OrderObservation, RefundState } from './observation'

/**
 * The port behind which every platform stands. A connector speaks the foreign tongue and nothing else:
 * it knows no database, keeps no state that a restart may lose, and decides nothing about orders.
 */
export interface Connector {
  /** Our short name of the platform: `taobao`, `shopify`, `vendure`. */
  readonly platform: string
  /** The keys this platform wants, named as its own documents name them. */
  readonly settings: readonly SettingField[]
  readonly manners: Manners
  /** The field of an order that holds what people call it; `undefined` = its id. */
  readonly nameField: string | undefined
  /** The address used when `--url` gives none; `undefined` where each shop has its own (then `url` is demanded). */
  readonly defaultOrigin: string | undefined
  /** Opens a shop; checks only that the needed settings are there (`Refusal('setting-missing')`). No network. */
  open(account: ShopAccount, tools: ConnectorTools): ShopConnection
}

export interface SettingField {
  /** As in the platform's documents: `app_key`, `access_token`, … */
  readonly name: string
  readonly required: boolean
  /** Sealed, never shown again. */
  readonly secret: boolean
  readonly label: { readonly zh: string; readonly en: string }
  /** Where the merchant finds it, in one sentence. */
  readonly help: { readonly zh: string; readonly en: string }
}

/** What a platform asks of a polite caller. All from its protocol sheet. */
export interface Manners {
  /** Longest time window that one listing may span. */
  readonly maxWindowMs: number
  /** How far behind the watermark each pull starts again. */
  readonly overlapMs: number
  /** How far back the platform lets us read orders; `undefined` = everything. */
  readonly historyMs: number | undefined
  /** Pulls stop this far before the platform's own now: rows newer than that may still be invisible. */
  readonly settleMs: number
  /** Token bucket at the start: calls a second and burst. It learns from throttling answers. */
  readonly callsPerSecond: number
  readonly burst: number
  /** `webhook`: the platform posts to us. `fetched`: we go and collect its messages. */
  readonly push: 'webhook' | 'fetched'
  /** Can the platform be told the seller's memo? */
  readonly takesMemo: boolean
  /** In which states a refund of this platform waits for the merchant and opens a case of ours. */
  readonly opensCases: readonly RefundState[]
  /** Pays back only what the buyer asked for there first. */
  readonly refundsAskedFor?: boolean
  /** Can the platform be told that a request is refused? */
  readonly takesRefusal?: boolean
  /** What the platform can be told of a shipment; `undefined`: nothing, the goods are booked out here alone. */
  readonly ships?: ShippingManners
}

export interface ShippingManners {
  /** Smallest part that can leave alone: some of a line's pieces, whole lines, or the order as one. */
  readonly parts: 'pieces' | 'lines' | 'order'
  /** May several parcels be told for one order? */
  readonly parcels: boolean
}

export interface ShopAccount {
  /** Our id of the shop (`s1`), for messages only. */
  readonly id: string
  /** Origin such as `https://gw.api.taobao.com`; the connector adds the documented path. */
  readonly origin: string
  readonly settings: Readonly<Record<string, string>>
}

export interface ConnectorTools {
  readonly clock: Clock
  /** `fetch` with the shop's token bucket, time-out and clock-skew measurement around it. */
  readonly http: Http
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
  /** Tokens this call takes from the bucket; 1 if absent. */
  readonly cost?: number
}
export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** UTC ms on our clock when the request was sent: the `asOf` of what it brought. */
  readonly sentAt: number
}
export interface Http {
  /** Resolves for every HTTP status; rejects with `OutsideFailure` when nobody answers. */
  send(request: HttpRequest): Promise<HttpResponse>
  /** Lower the pace: the platform said «too often»; `waitMs` if it said for how long. */
  throttled(waitMs?: number): void
}

export type Source = 'pull' | 'sweep' | 'push' | 'detail' | 'file'

/** One raw answer or push, exactly as received: made durable before anybody looks inside. */
export interface RawPage {
  readonly source: Source
  /** Which wire shape this is, for `understand`: `increment`, `fullinfo`, `orders/updated`, … */
  readonly kind: string
  /** UTC ms: when our request was sent, or the event's own time. */
  readonly asOf: number
  readonly body: string
}

/** A half-open span of platform time [from, to), in UTC ms. */
export interface Window {
  readonly from: number
  readonly to: number
}

export interface ShopConnection {
  /**
   * `shop test`: yields a sentence per step and stops at the first that fails. The words are codes that the
   * screens translate (`network`, `clock`, `keys`, `orders-readable`, …), `detail` is what was found.
   */
  test(signal?: AbortSignal): AsyncIterable<TestStep>

  /** The platform's own now, in UTC ms. Watermarks come from it, never from our clock. */
  platformNow(signal?: AbortSignal): Promise<number>

  /**
   * All orders whose «updated» time lies in the window, page by page in the direction that cannot skip
   * (backwards where results shift). The window is wholly read only when the iteration ends without an error.
   * A page that shrank or shifted while read is read again inside.
   */
  readWindow(window: Window, signal?: AbortSignal): AsyncIterable<RawPage>

  /**
   * Re-reads orders that are still open (or hold money), whatever their «updated» time says.
   * `ids` are the ones we believe open; a platform with a listing by state may ignore them.
   * `wide` sweeps further back, to find what even a lost event hid.
   */
  sweep(ids: readonly string[], wide: boolean, signal?: AbortSignal): AsyncIterable<RawPage>

  /** One order in full. `undefined` when the platform does not know it. */
  readOrder(externalId: string, signal?: AbortSignal): Promise<RawPage | undefined>

  /** Pure: parses and maps a raw page. Never throws for one bad order: that one is listed in `unreadable`. */
  understand(page: RawPage): Understood

  /** Checks a push's signature over the raw bytes. `undefined` = not genuine; nothing of it is kept. */
  acceptPush?(push: IncomingPush): AcceptedPush | undefined

  /** For platforms whose messages are fetched: one batch, and the confirmation to send once it is durable. */
  fetchMessages?(signal?: AbortSignal): Promise<FetchedMessages>

  /** Tells the platform the seller's memo. Idempotent: setting the same text twice is one fact. */
  writeMemo?(externalId: string, memo: string, signal?: AbortSignal): Promise<void>

  /** Refunds; their requests are read with the orders, in `readWindow`, `sweep` and by pushes. */
  readonly afterSale?: AfterSale
  /**
   * Tells the platform that a parcel left. Sent once: after an answer that was lost the caller asks `findShipment`
   * before it sends again. `Refusal('platform-refused', { platform, code, message })` when the platform says no,
   * `message` in its own words.
   */
  ship?(shipment: Shipment, signal?: AbortSignal): Promise<void>

  /** Does the platform know this very parcel, wholly? Found by the waybill on the order. */
  findShipment?(shipment: Shipment, signal?: AbortSignal): Promise<boolean>

  /**
   * Tells the shop how many pieces of each of its codes it may sell. Absolute figures: saying the same twice is one
   * fact. Answers for every code given; rejects with `OutsideFailure` when nothing is known of the whole. `key` is the
   * same for the same codes and figures, and another for others.
   */
  pushStock?(
    levels: readonly StockLevel[],
    key: string,
    signal?: AbortSignal,
  ): Promise<readonly StockAnswer[]>

  /** What the shop shows of these codes now; codes that it does not know are absent. */
  readStock?(platformSkus: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, number>>
}

/** One parcel of one order, as the platform is to be told. */
export interface Shipment {
  /** Made from the business fact (shop, order, ordinal of the parcel): the same after a restart or a restore. */
  readonly key: string
  /** The platform's order id. */
  readonly externalId: string
  /** Our code of the courier, `SF`, and what people call it: a platform has its own codes. */
  readonly courier: string
  readonly courierName: { readonly zh: string; readonly en: string }
  readonly waybill: string
  readonly lines: readonly {
    readonly lineExternalId: string
    readonly quantity: number
    /** Nothing of this line waits any more. */
    readonly completes: boolean
  }[]
  /** Nothing of the order waits any more. */
  readonly completes: boolean
}

export interface StockLevel {
  /** The shop's own code of the goods. */
  readonly platformSku: string
  readonly quantity: number
}
export interface StockAnswer {
  readonly platformSku: string
  /** Why the shop did not take the figure, in its own words; null = it took it. */
  readonly problem: string | null
  /** May the same figure be taken later without anybody changing anything? */
  readonly retryable: boolean
}

export interface TestStep {
  readonly step: string
  readonly ok: boolean
  readonly detail?: string
  /** What the person should do when it failed; a code that the screens translate. */
  readonly advice?: string
}

export interface IncomingPush {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly receivedAt: number
}
export interface AcceptedPush {
  readonly page: RawPage
  /** The platform's own delivery id, for counting repeats. */
  readonly deliveryId: string | undefined
}
export interface FetchedMessages {
  readonly pages: readonly RawPage[]
  /** Call after the pages are durable. Unconfirmed messages come again. */
  confirm(): Promise<void>
}

/** What a page says, order by order. */
export interface Understood {
  readonly orders: readonly UnderstoodOrder[]
  /** Orders named but not described (thin events): each is read in full next. */
  readonly rereads: readonly string[]
  readonly unreadable: readonly UnreadableOrder[]
}
export interface UnderstoodOrder {
  readonly observation: OrderObservation
  /** The part of the page that speaks of this order, kept as the platform wrote it. */
  readonly part: Json
}
export interface UnreadableOrder {
  /** The order's number when at least that could be read. */
  readonly externalId: string | undefined
  readonly part: Json
  readonly code: string
  readonly detail: string
}
