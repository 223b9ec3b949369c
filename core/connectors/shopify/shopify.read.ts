import { OutsideFailure, type Clock } from '../../kernel'
import type { RawPage, Source, Window } from '../connector'
import type { Answer, ShopifyClient } from './shopify.client'
import { isTooDear, readWholeOrder } from './shopify.detail'
import { endCursor, hasMore, list, type JsonObject } from './shopify.json'
import { cutPieces } from './shopify.merge'
import {
  LISTED,
  nodesQuery,
  ONE_ORDER_QUERY,
  ordersQuery,
  roomFor,
  updatedBetween,
  type Piece,
} from './shopify.queries'
import { PageSize } from './shopify.page-size'
import { Seen } from './shopify.seen'

/** Most windows hold little, and the cost of what is asked must be in the bucket whether it comes or not. */
const FIRST_PAGE = 4

/** One open shop as its listings see it: what its pages cost, and what was read lately. */
export interface Reader {
  readonly client: ShopifyClient
  readonly clock: Clock
  readonly seen: Seen
  /** By what is asked of each order: how many of them one answer may bring. */
  readonly pages: Map<string, PageSize>
  /** The platform's now when it was last asked for, UTC ms. */
  toldNow: number | undefined
  /** False once the shop said that it knows no `nodes`. */
  servesNodes: boolean
}

export function readerOf(client: ShopifyClient, clock: Clock): Reader {
  return { client, clock, seen: new Seen(), pages: new Map(), toldNow: undefined, servesNodes: true }
}

function pageSizeOf({ pages }: Reader, kind: string): PageSize {
  const found = pages.get(kind) ?? new PageSize()
  pages.set(kind, found)
  return found
}

/** The platform's own now, from the `Date` header of a question that every shop answers whose orders we may read. */
export async function platformNowOf(reader: Reader, signal?: AbortSignal): Promise<number> {
  const { headers } = await reader.client.ask(() => ONE_ORDER_QUERY, {}, signal)
  const now = Date.parse(headers['date'] ?? '')
  if (Number.isNaN(now)) throw new OutsideFailure('Shopify answered without a Date', { retryable: true })
  reader.toldNow = now
  return now
}

/**
 * All orders updated in the window, oldest change first. A window that reaches the platform's now is left open at
 * its end: an order that is changed while we page has moved there, and would be met by nobody otherwise.
 */
export async function* readWindowOf(
  reader: Reader,
  window: Window,
  signal?: AbortSignal,
): AsyncGenerator<RawPage> {
  const reachesNow = reader.toldNow !== undefined && window.to >= reader.toldNow
  const search = updatedBetween(window.from, reachesNow ? undefined : window.to)
  for (let after: string | null | undefined = null; after !== undefined;) {
    const cursor: string | null = after
    const most = cursor === null ? FIRST_PAGE : Infinity
    const answer = await askSized(pageSizeOf(reader, 'orders'), most, (size) =>
      reader.client.ask((without) => ordersQuery(size, without), { q: search, after: cursor }, signal),
    )
    const orders = answer.data['orders']
    yield* withTheirRest(reader, answer, 'orders', list(orders), 'pull', signal)
    after = hasMore(orders) ? endCursor(orders) : undefined
    if (hasMore(orders) && (after === undefined || after === cursor))
      throw new OutsideFailure('Shopify says there is more but gives no way on', { retryable: true })
  }
}

/** Orders by id, for a sweep. */
export async function* readByIds(
  reader: Reader,
  ids: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<RawPage> {
  for await (const { answer, whole, orders } of readBatches(reader, [], ids, signal)) {
    if (whole) yield { ...whole, source: 'sweep' }
    if (answer) yield* withTheirRest(reader, answer, 'nodes', orders, 'sweep', signal)
  }
}

/** The page, and after it every order of it that did not fit: together with more room each, at last one by one. */
async function* withTheirRest(
  reader: Reader,
  answer: Answer,
  kind: 'orders' | 'nodes',
  orders: readonly JsonObject[],
  source: Source,
  signal?: AbortSignal,
): AsyncGenerator<RawPage> {
  yield { source, kind, asOf: answer.sentAt, body: answer.body }
  for (const [pieces, ids] of byCutPieces(orders)) {
    const sizes = roomFor(pieces)
    for await (const batch of readBatches(reader, pieces, ids, signal)) {
      if (batch.whole) yield { ...batch.whole, source }
      if (!batch.answer) continue
      const { sentAt, body } = batch.answer
      yield { source, kind: ['nodes', ...pieces].join('+'), asOf: sentAt, body }
      for (const order of batch.orders) {
        if (cutPieces(order, sizes).length === 0) continue
        const whole = await readWholeOrder(reader.client, String(order['id']), signal)
        if (whole) yield { ...whole, source }
      }
    }
  }
  for (const order of orders) reader.seen.remember(order, answer.sentAt)
}

/** The ids of the orders that did not fit, those together that lack the same. */
function byCutPieces(orders: readonly JsonObject[]): Iterable<[readonly Piece[], string[]]> {
  const groups = new Map<string, [readonly Piece[], string[]]>()
  for (const order of orders) {
    const pieces = cutPieces(order, LISTED)
    if (pieces.length === 0) continue
    const group = groups.get(pieces.join()) ?? [pieces, []]
    group[1].push(String(order['id']))
    groups.set(pieces.join(), group)
  }
  return groups.values()
}

interface Batch {
  readonly answer?: Answer
  readonly orders: readonly JsonObject[]
  /** In place of `answer` where the shop serves no `nodes`. */
  readonly whole?: RawPage | undefined
}

/** Orders by id, in batches as large as the cost allows; one by one where the shop serves no `nodes`. */
async function* readBatches(
  reader: Reader,
  pieces: readonly Piece[],
  ids: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<Batch> {
  const sizes = roomFor(pieces)
  const pages = pageSizeOf(reader, `nodes+${pieces.join('+')}`)
  for (let at = 0; at < ids.length;) {
    const from = at
    let taken = 0
    if (!reader.servesNodes) {
      yield { orders: [], whole: await readWholeOrder(reader.client, ids[at++] ?? '', signal) }
      continue
    }
    try {
      const answer = await askSized(pages, ids.length - from, (size) => {
        taken = size
        const batch = ids.slice(from, from + size)
        return reader.client.ask((without) => nodesQuery(without, sizes), { ids: batch }, signal)
      })
      at += taken
      yield { answer, orders: list(answer.data['nodes']) }
    } catch (error) {
      if (!(error instanceof OutsideFailure) || error.platformCode !== 'GRAPHQL') throw error
      reader.servesNodes = !/\bnodes\b/.test(error.message)
      at += 1
      yield { orders: [], whole: await readWholeOrder(reader.client, ids[from] ?? '', signal) }
    }
  }
}

/** Asks for as many as were found to be affordable, at most `most`; for fewer while Shopify finds them too dear. */
async function askSized(
  pages: PageSize,
  most: number,
  ask: (size: number) => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    const size = Math.min(pages.size, most)
    try {
      const answer = await ask(size)
      pages.learn(size, answer.requestedCost)
      return answer
    } catch (error) {
      if (!isTooDear(error) || !pages.shrink(size)) throw error
    }
  }
}
