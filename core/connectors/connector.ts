import type { Clock, Json } from '../kernel'
import type { OrderObservation } from './observation'

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
