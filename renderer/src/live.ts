import { QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { FeedFrame } from '../../core/rpc/api'
import { client, connection } from './client'
import { makeRefresher } from './refresher'
import { staleKeys } from './stale-keys'

export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry: 1, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
})

const GATHER_MS = 120
const RESUME_MS = 300
const pausedFor = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function refresh(frames: readonly FeedFrame[]): Promise<void> {
  const stale = staleKeys(frames)
  if (stale === 'all')
    // Not who-am-I: the first-run page must not be taken away while it shows the passphrase.
    return queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'standing' })
  await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })))
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
        if (frame.reload || frame.changes.length > 0) tell(frame)
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
