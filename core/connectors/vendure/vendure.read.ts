import { Unreadable, iso, type Json } from '../../kernel'
import type { RawPage, Source } from '../connector'
import type { VendureClient } from './vendure.client'
import { ORDERS } from './vendure.queries'
import { headWire, ordersAnswerWire, readAs } from './vendure.wire'

const TAKE = 100

/** Which orders, and by which of their times they are walked. */
export interface Walk {
  readonly by: 'updatedAt' | 'createdAt'
  readonly from: number
  readonly to?: number
  readonly filter: Readonly<Record<string, Json>>
  readonly source: Source
  /** Told the ids of every page. */
  readonly onIds?: (ids: readonly string[]) => void
}

/**
 * Orders in the order of one time, always starting again at the last time seen: rows that move while we read can
 * shift nothing that we have not read. Within one millisecond that fills a page it moves on by half a page.
 * One sort key only: Vendure applies several in the order of its schema, not of the request.
 */
export async function* walkOrders(
  client: VendureClient,
  walk: Walk,
  signal?: AbortSignal,
): AsyncIterable<RawPage> {
  const seen = new Set<string>()
  for (let from = walk.from, skip = 0; ;) {
    // `after` and `before` are both strict.
    const span = { after: iso(from - 1), ...(walk.to !== undefined && { before: iso(walk.to) }) }
    const options: Json = {
      take: TAKE,
      skip,
      sort: { [walk.by]: 'ASC' },
      filter: { ...walk.filter, [walk.by]: span },
    }
    const { data, body, sentAt } = await client.ask(ORDERS, { options }, signal)
    const { items } = readAs(ordersAnswerWire, data).orders
    const heads = items.flatMap((item) => headWire.safeParse(item).data ?? [])
    // One order without id or time is the reader's business; a whole answer of them is no order list.
    if (heads.length === 0 && items.length > 0)
      throw new Unreadable('unexpected-shape', 'no order in the list has an id and its times')
    walk.onIds?.(heads.map((head) => head.id))
    const keys = heads.map((head) => `${head.id} ${head.updatedAt}`)
    if (keys.some((key) => !seen.has(key))) yield { source: walk.source, kind: 'orders', asOf: sentAt, body }
    for (const key of keys) seen.add(key)
    const last = heads.at(-1)?.[walk.by]
    if (items.length < TAKE || last === undefined) return
    if (last > from) [from, skip] = [last, 0]
    else skip += TAKE / 2
  }
}

/** The given orders, whatever has become of them. Ids that the store does not know are simply missing. */
export async function* readByIds(
  client: VendureClient,
  ids: readonly string[],
  signal?: AbortSignal,
): AsyncIterable<RawPage> {
  for (let i = 0; i < ids.length; i += TAKE) {
    const options: Json = { take: TAKE, filter: { id: { in: ids.slice(i, i + TAKE) } } }
    const { body, sentAt } = await client.ask(ORDERS, { options }, signal)
    yield { source: 'sweep', kind: 'orders', asOf: sentAt, body }
  }
}
