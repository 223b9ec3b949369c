import { QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { FeedFrame } from '../../core/rpc/api'
import { client, connection } from './client'

export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry: 1, networkMode: 'always' }, mutations: { networkMode: 'always' } },
})

const pausedFor = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Which questions an announcement makes stale. */
function invalidate(entity: string, id: string): void {
  const stale = (...key: unknown[]) => void queries.invalidateQueries({ queryKey: key })
  if (entity === 'order') {
    stale('orders', 'page')
    stale('orders', 'counts')
    stale('order', Number(id))
  }
  if (entity === 'shop' || entity === 'sync' || entity === 'exception' || entity === 'order') stale('sync')
  if (entity === 'shop') stale('shops')
  if (entity === 'settings') {
    stale('settings')
    stale('orders')
  }
}

/** Follows core's feed for as long as the page lives; after a lost line it goes on where it was. */
async function followFeed(signal: AbortSignal): Promise<void> {
  let epoch: string | null = null
  let since: number | null = null
  while (!signal.aborted) {
    try {
      const frames: AsyncIterable<FeedFrame> = await client.feed.follow({ epoch, since }, { signal })
      for await (const frame of frames) {
        if (frame.reload) void queries.invalidateQueries()
        const seen = new Set<string>()
        for (const { entity, id } of frame.changes) {
          const key = entity === 'order' ? `order ${id}` : entity
          if (!seen.has(key)) invalidate(entity, id)
          seen.add(key)
        }
        ;({ epoch, sequence: since } = frame)
      }
    } catch (error) {
      // The line is gone or closing; what it announced meanwhile is asked for again below.
      if (signal.aborted) return
      if (connection.live) console.warn('feed', error)
    }
    await pausedFor(300)
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
