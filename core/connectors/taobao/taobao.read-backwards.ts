import { OutsideFailure, type Clock, type Json } from '../../kernel'
import type { Window } from '../connector'
import type { TopAnswer } from './taobao.client'

export const PAGE_SIZE = 50
const SECOND_MS = 1000
/** How often one window is begun anew, or one page asked again, because it moved meanwhile. */
const ATTEMPTS = 6
/** How often the newest end of a window that is still filling is cut off and read for itself. */
const ROUNDS = 30

export interface Row {
  readonly id: string
  /** UTC ms, whole seconds; 0 when the row does not tell. */
  readonly modified: number
  readonly raw: Json
}
export interface Listing {
  readonly answer: TopAnswer
  readonly total: number
  readonly rows: readonly Row[]
}
/** One page of a list that the platform sorts newest-modified first. */
export type ListPage = (window: Window, page: number) => Promise<Listing>

/**
 * Reads a list from its last page to page 1, as the document of trades.sold.increment.get demands: what is modified
 * meanwhile leaves a past window, and the rest moves to lower pages, which are still to come. In a window that
 * reaches up to now (`filling`) it moves to the window's front instead and pushes rows to pages already read. There
 * the newest second is cut off: what is older can only be left, and the newest end, read last, soon fits one answer.
 */
export async function* readBackwards(
  list: ListPage,
  window: Window,
  filling: boolean,
  clock: Clock,
  signal?: AbortSignal,
): AsyncIterable<Listing> {
  let from = window.from
  let waited: number | undefined
  for (let round = 0; round < ROUNDS; round++) {
    const first = await wholePage(list, { from, to: window.to }, 1, clock, signal)
    const front = first.rows[0]?.modified ?? 0
    if (first.total <= PAGE_SIZE) {
      yield first
      return
    }
    if (!filling || front === 0) {
      yield* readPast(list, { from, to: window.to }, first.total, clock, signal)
      return
    }
    const before = front - SECOND_MS
    if (before - SECOND_MS > from) {
      const newest = first.rows.filter((row) => row.modified > before).length
      yield* readPast(list, { from, to: before }, first.total - newest, clock, signal)
      // One second earlier: read whichever way the platform counts a window's ends.
      from = before - SECOND_MS
    } else if (waited !== front) {
      // More than a page in the newest second: nothing can be cut off before that second is over.
      waited = front
      await clock.sleep(2 * SECOND_MS + 200, signal)
    } else {
      const to = Math.min(window.to, front + SECOND_MS)
      yield* readPast(list, { from, to }, first.total, clock, signal)
      if (to === window.to) return
      from = to
    }
  }
  throw moved()
}

/** A window that nothing enters any more. A pass counts when no row came in behind it and none is short. */
async function* readPast(
  list: ListPage,
  window: Window,
  expected: number,
  clock: Clock,
  signal?: AbortSignal,
): AsyncIterable<Listing> {
  let total = expected
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const last = pagesOf(total)
    const seen = new Set<string>()
    let grew = false
    for (let page = last; page >= 1; page--) {
      const listing = await wholePage(list, window, page, clock, signal)
      yield listing
      grew ||= page === last ? pagesOf(listing.total) > last : listing.total > total
      total = listing.total
      for (const row of listing.rows) seen.add(row.id)
    }
    if (!grew && seen.size >= total) return
    await clock.sleep(SECOND_MS, signal)
  }
  throw moved()
}

/** One page that has as many rows as its own total promises; asked again when it has fewer. */
async function wholePage(
  list: ListPage,
  window: Window,
  page: number,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Listing> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const listing = await list(window, page)
    if (listing.rows.length >= Math.min(PAGE_SIZE, listing.total - (page - 1) * PAGE_SIZE)) return listing
    await clock.sleep(100 * attempt, signal)
  }
  throw new OutsideFailure(`page ${page} kept coming short`, { retryable: true, platformCode: 'page-short' })
}

function pagesOf(total: number): number {
  return Math.ceil(total / PAGE_SIZE)
}

function moved(): OutsideFailure {
  return new OutsideFailure('the window kept moving while it was read', {
    retryable: true,
    platformCode: 'window-moved',
  })
}
