import { QueryClient, type QueryKey } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { FeedFrame } from '../../core/rpc/api'
import { client, connection } from './client'
import { takeOrders } from './orders/take-orders'
import { makeRefresher } from './refresher'
import { LISTS, staleKeys } from './stale-keys'

export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry: 1, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
})

/**
 * Orders that come with the feed stand on the page at once; sums, the pill and whatever must be asked for follow, when the
 * card is painted on every station: twenty that ask at the same moment hold each other's cards back.
 */
const GATHER_MS = 400
const RESUME_MS = 300
const pausedFor = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

interface News {
  readonly frame: FeedFrame
  /** Lists that could not take the orders of this frame by themselves. */
  readonly lists: readonly QueryKey[]
}

async function refresh(news: readonly News[]): Promise<void> {
  const stale = staleKeys(news.map(({ frame }) => frame))
  if (stale === 'all')
    // Not who-am-I: the first-run page must not be taken away while it shows the passphrase.
    return queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'standing' })
  const lists = stale.includes(LISTS) ? [] : new Set(news.flatMap((one) => one.lists))
  await Promise.all([...stale, ...lists].map((queryKey) => queries.invalidateQueries({ queryKey })))
}

/** Follows core's feed for as long as the page lives; after a lost line it goes on where it was. */
async function followFeed(signal: AbortSignal): Promise<void> {
  const tell = makeRefresher(refresh, GATHER_MS)
  let epoch: string | null = null
  let since: number | null = null
  while (!signal.aborted) {
    try {
      const frames: AsyncIterable<FeedFrame> = await client.feed.follow({ epoch, since }, { signal })
      for await (const frame of frames) {
        if (frame.reload || frame.changes.length > 0)
          tell({ frame, lists: takeOrders(queries, frame.orders ?? []) })
        ;({ epoch, sequence: since } = frame)
      }
    } catch (error) {
      // The line is gone or closing; what it announced meanwhile is asked for again below.
      if (signal.aborted) return
      if (connection.live) console.warn('feed', error)
    }
    await pausedFor(RESUME_MS)
  }
}

export function useFeed(enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return
    const stop = new AbortController()
    void followFeed(stop.signal)
    return () => stop.abort()
  }, [enabled])
}
