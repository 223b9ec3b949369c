import { OutsideFailure, type Json } from '../../kernel'
import type { RawPage, Window } from '../connector'
import type { TopAnswer, TopCall } from './taobao.client'
import { REFUND_FIELDS, TRADE_FIELDS, TRADE_TYPES } from './taobao.fields'
import { tradeId } from './taobao.map'
import { toTopTime } from './taobao.time'
import { METHODS } from './taobao.understand'
import { readAs, refundsWire, tradeWire, tradesWire } from './taobao.wire'

export const PAGE_SIZE = 50
/** How often one window is begun anew, or one page asked again, because it moved meanwhile. */
const ATTEMPTS = 5

export type WithRefunds = (
  answer: TopAnswer,
  trades: readonly Json[],
  kind: string,
  source: RawPage['source'],
) => Promise<RawPage>

interface Listing {
  readonly answer: TopAnswer
  readonly total: number
  readonly rows: readonly Json[]
}

/**
 * Reads the window's trades newest-modified first, from the last page to page 1, as the document of
 * trades.sold.increment.get demands: a trade modified meanwhile leaves the window, the rest move to lower pages,
 * which are still to come. What this order cannot see is a trade that moved to the window's front (a window
 * that reaches up to now): then page 1 begins differently than before, and the window is read anew.
 */
export async function* readTrades(
  call: TopCall,
  window: Window,
  withRefunds: WithRefunds,
  seen: Set<string>,
  signal?: AbortSignal,
): AsyncIterable<RawPage> {
  // prettier-ignore
  const keep = (listing: Listing) => {
    for (const row of listing.rows) seen.add(topOf([row]).tid)
    return withRefunds(listing.answer, listing.rows, 'increment', 'pull')
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const first = await listPage(call, window, 1, signal)
    if (first.total <= PAGE_SIZE) {
      yield await keep(first)
      return
    }
    let front = topOf(first.rows)
    let grew = false
    for (let page = Math.ceil(first.total / PAGE_SIZE); page >= 1; page--) {
      const listing = await listPage(call, window, page, signal)
      yield await keep(listing)
      grew ||= listing.total > first.total
      if (page === 1) {
        const now = topOf(listing.rows)
        const moved = now.tid !== front.tid && now.modified >= front.modified
        front = now
        if (!moved && !grew) return
      }
    }
  }
  throw new OutsideFailure('the window kept moving while it was read', {
    retryable: true,
    platformCode: 'window-moved',
  })
}

/** One page that has as many rows as its own total promises; asked again when it has fewer. */
async function listPage(call: TopCall, window: Window, page: number, signal?: AbortSignal): Promise<Listing> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await call(
      METHODS.increment,
      {
        ...span(window),
        fields: TRADE_FIELDS,
        type: TRADE_TYPES,
        page_no: String(page),
        page_size: String(PAGE_SIZE),
      },
      { signal },
    )
    const { total_results: total, trades: rows = [] } = readAs(tradesWire, answer.answer)
    if (total === undefined && rows.length === PAGE_SIZE)
      throw new OutsideFailure('a full page without total_results', { retryable: true })
    const known = total ?? (page - 1) * PAGE_SIZE + rows.length
    if (rows.length >= Math.min(PAGE_SIZE, known - (page - 1) * PAGE_SIZE))
      return { answer, total: known, rows: rows as Json[] }
  }
  throw new OutsideFailure(`page ${page} kept coming short`, { retryable: true, platformCode: 'page-short' })
}

/** Refunds that moved in the window while their trade did not: yields a page only if it names an order not yet seen. */
export async function* readRefundList(
  call: TopCall,
  window: Window,
  seen: ReadonlySet<string>,
  signal?: AbortSignal,
): AsyncIterable<RawPage> {
  let last = 1
  for (let page = 1; page <= last; page++) {
    const answer = await call(
      METHODS.refunds,
      { ...span(window), fields: REFUND_FIELDS, page_no: String(page), page_size: '100' },
      { signal },
    )
    const { total_results: total = 0, refunds = [] } = readAs(refundsWire, answer.answer)
    last = Math.max(last, Math.ceil(total / 100))
    if (refunds.some((refund) => refund.tid !== undefined && !seen.has(refund.tid)))
      yield { source: 'pull', kind: 'refunds', asOf: answer.sentAt, body: answer.body }
  }
}

/** Whole seconds around the window, the boundary seconds included at both ends whichever way the platform counts. */
function span(window: Window): { start_modified: string; end_modified: string } {
  return { start_modified: toTopTime(window.from), end_modified: toTopTime(window.to + 1000) }
}

function topOf(rows: readonly Json[]): { tid: string; modified: number } {
  const result = tradeWire.pick({ tid: true, tid_str: true, modified: true }).safeParse(rows[0])
  if (!result.success || (result.data.tid_str ?? result.data.tid) === undefined)
    return { tid: '', modified: 0 }
  return { tid: tradeId(result.data), modified: result.data.modified ?? 0 }
}
