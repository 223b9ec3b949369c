import { OutsideFailure } from '../../kernel'
import type { RawPage, Source, Window } from '../connector'
import type { Answer, ShopifyClient } from './shopify.client'
import { isTooDear, readWholeOrder } from './shopify.detail'
import { endCursor, hasMore, list } from './shopify.json'
import { cutPieces } from './shopify.merge'
import { nodesQuery, ordersQuery, updatedBetween } from './shopify.queries'

/** A single query may cost 1,000 points; a tenth is left for what we cannot foresee. */
const DEAREST_QUERY = 900
const LARGEST_PAGE = 100

/** Finds the page size that costs just under the limit, from what the last page cost. */
export class PageSize {
  #size = 4
  get size(): number {
    return this.#size
  }
  learn(asked: number, requestedCost: number | undefined): void {
    if (requestedCost === undefined || requestedCost <= 0) return
    const affordable = Math.floor((DEAREST_QUERY * asked) / requestedCost)
    this.#size = Math.max(1, Math.min(LARGEST_PAGE, affordable, asked * 4))
  }
  /** False when it cannot become smaller. */
  shrink(): boolean {
    if (this.#size === 1) return false
    this.#size = Math.max(1, Math.floor(this.#size / 2))
    return true
  }
}

/** The page of a listing, and after it every order of it that did not fit, read wholly. */
export async function* readOrders(
  client: ShopifyClient,
  pages: PageSize,
  search: string,
  source: Source,
  signal?: AbortSignal,
): AsyncGenerator<RawPage> {
  for (let after: string | null | undefined = null; after !== undefined;) {
    const cursor: string | null = after
    const answer = await askSized(pages, (size) =>
      client.ask((without) => ordersQuery(size, without), { q: search, after: cursor }, signal),
    )
    const orders = answer.data['orders']
    yield* withTheirRest(client, answer, 'orders', list(orders), source, signal)
    after = hasMore(orders) ? endCursor(orders) : undefined
    if (hasMore(orders) && (after === undefined || after === cursor))
      throw new OutsideFailure('Shopify says there is more but gives no way on', { retryable: true })
  }
}

export async function* readWindowOf(
  client: ShopifyClient,
  pages: PageSize,
  window: Window,
  signal?: AbortSignal,
) {
  yield* readOrders(client, pages, updatedBetween(window.from, window.to), 'pull', signal)
}

/** Orders by id, in batches as large as the cost allows; one by one where the shop serves no `nodes`. */
export async function* readByIds(
  client: ShopifyClient,
  pages: PageSize,
  ids: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<RawPage> {
  for (let at = 0; at < ids.length;) {
    const from = at
    const found = await askBatch(client, pages, ids, from, signal)
    at += found?.taken ?? 1
    if (found)
      yield* withTheirRest(client, found.answer, 'nodes', list(found.answer.data['nodes']), 'sweep', signal)
    else {
      const whole = await readWholeOrder(client, ids[from] ?? '', signal)
      if (whole) yield { ...whole, source: 'sweep' }
    }
  }
}

async function askBatch(
  client: ShopifyClient,
  pages: PageSize,
  ids: readonly string[],
  from: number,
  signal?: AbortSignal,
): Promise<{ answer: Answer; taken: number } | undefined> {
  let taken = 0
  try {
    const answer = await askSized(pages, (size) => {
      const batch = ids.slice(from, from + size)
      taken = batch.length
      return client.ask(nodesQuery, { ids: batch }, signal)
    })
    return { answer, taken }
  } catch (error) {
    if (error instanceof OutsideFailure && error.platformCode === 'GRAPHQL') return undefined
    throw error
  }
}

async function askSized(pages: PageSize, ask: (size: number) => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const { size } = pages
    try {
      const answer = await ask(size)
      pages.learn(size, answer.requestedCost)
      return answer
    } catch (error) {
      if (!isTooDear(error) || !pages.shrink()) throw error
    }
  }
}

async function* withTheirRest(
  client: ShopifyClient,
  answer: Answer,
  kind: string,
  orders: ReturnType<typeof list>,
  source: Source,
  signal?: AbortSignal,
): AsyncGenerator<RawPage> {
  yield { source, kind, asOf: answer.sentAt, body: answer.body }
  for (const order of orders) {
    if (cutPieces(order).length === 0) continue
    const whole = await readWholeOrder(client, String(order['id']), signal)
    if (whole) yield { ...whole, source }
  }
}
