import { OutsideFailure } from '../../kernel'
import type { RawPage } from '../connector'
import { endCursor, hasMore, list, type JsonObject } from './shopify.json'
import { markedNodesQuery, markedOrdersQuery, updatedBetween } from './shopify.queries'
import { platformNowOf, readByIds, type Reader } from './shopify.read'

const DAY_MS = 86_400_000
/** The wide round looks back as far as an app without `read_all_orders` may. */
const WIDE_MS = 60 * DAY_MS
/** Of the orders that are over, the wide round reads so many again: those that moved last. */
const SETTLED_MOST = 200
/** `nodes` takes 250 ids, `orders` gives 250; the marks are scalars, an order costs one point. */
const MARKS_AT_ONCE = 250

/**
 * The named orders, and on the wide round all others that may have changed unseen. What was read a moment ago is
 * only looked at: a sweep right after the first reading costs a point an order, not another reading.
 */
export async function* sweepOrders(
  reader: Reader,
  ids: readonly string[],
  wide: boolean,
  signal?: AbortSignal,
): AsyncGenerator<RawPage> {
  const { seen, clock } = reader
  const lately = new Set(ids.filter((id) => seen.readLately(id, clock.now())))
  const moved = await movedOf(reader, [...lately], signal)
  yield* readByIds(reader, ids.filter((id) => !lately.has(id) || moved.has(id)), signal) // prettier-ignore
  if (!wide) return
  const named = new Set(ids)
  const maybe: JsonObject[] = []
  for await (const orders of markedOrders(reader, signal))
    maybe.push(...orders.filter((one) => !named.has(String(one['id'])) && !seen.isCurrent(one, clock.now())))
  const settled = maybe.filter(isSettled)
  const skipped = new Set(settled.slice(0, Math.max(0, settled.length - SETTLED_MOST)))
  const unseen = maybe.filter((one) => !skipped.has(one)).map((one) => String(one['id']))
  yield* readByIds(reader, unseen, signal)
}

/** Of these orders, the ones whose marks are no longer those that were read; all of them where marks cannot be had. */
async function movedOf(
  { client, seen, clock, servesNodes }: Reader,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const moved = new Set(ids)
  if (!servesNodes) return moved
  try {
    for (let at = 0; at < ids.length; at += MARKS_AT_ONCE) {
      const batch = ids.slice(at, at + MARKS_AT_ONCE)
      const { data } = await client.ask(markedNodesQuery, { ids: batch }, signal)
      for (const order of list(data['nodes']))
        if (seen.isCurrent(order, clock.now())) moved.delete(String(order['id']))
    }
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.platformCode !== 'GRAPHQL') throw error
  }
  return moved
}

/** The orders of the last sixty days by their marks, those that moved last at the end. */
async function* markedOrders(reader: Reader, signal?: AbortSignal): AsyncGenerator<readonly JsonObject[]> {
  const platformNow = reader.toldNow ?? (await platformNowOf(reader, signal))
  const q = updatedBetween(platformNow - WIDE_MS)
  for (let after: string | null | undefined = null; after !== undefined;) {
    const cursor: string | null = after
    const { data } = await reader.client.ask(
      () => markedOrdersQuery(MARKS_AT_ONCE),
      { q, after: cursor },
      signal,
    )
    yield list(data['orders'])
    after = hasMore(data['orders']) ? endCursor(data['orders']) : undefined
    if (after === cursor)
      throw new OutsideFailure('Shopify says there is more but gives no way on', { retryable: true })
  }
}

/** Over, with nothing open: paid and all sent, or cancelled without our holding money. */
function isSettled(order: JsonObject): boolean {
  const pay = order['displayFinancialStatus']
  if (order['cancelledAt']) return pay === 'REFUNDED' || pay === 'VOIDED'
  return (
    pay === 'PAID' &&
    order['displayFulfillmentStatus'] === 'FULFILLED' &&
    order['returnStatus'] === 'NO_RETURN'
  )
}
