import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { BoardState, OrderFilter, OrderRow } from '../../../core/rpc/api'
import { client } from '../client'

const PAGE = 60

/** The list under a filter, page by page; live: the feed makes it stale, what is shown stays until the new is there. */
export function useOrders(filter: OrderFilter, enabled = true) {
  const query = useInfiniteQuery({
    queryKey: ['orders', 'page', filter],
    queryFn: ({ pageParam }) => client.orders.page({ filter, cursor: pageParam, limit: PAGE }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    enabled,
  })
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  return { ...query, rows: unique(rows), tookMs: query.data?.pages[0]?.tookMs ?? 0 }
}

/** A row that moved between two pages while they were read stands once. */
function unique(rows: readonly OrderRow[]): OrderRow[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}

export function useCounts(filter: OrderFilter, exact = false) {
  return useQuery({
    queryKey: ['orders', 'counts', filter, exact],
    queryFn: ({ signal }) => client.orders.counts({ filter, exact }, { signal }),
    placeholderData: keepPreviousData,
  })
}

export interface StateSum {
  readonly count: number
  /** Sums by currency, never added together. */
  readonly sums: readonly { currency: string; minor: number }[]
}

export function sumsOf(groups: readonly { state: BoardState; currency: string; count: number; totalMinor: number }[], state?: BoardState): StateSum {
  const mine = groups.filter((group) => state === undefined || group.state === state)
  const by = new Map<string, number>()
  for (const group of mine) by.set(group.currency, (by.get(group.currency) ?? 0) + group.totalMinor)
  return {
    count: mine.reduce((sum, group) => sum + group.count, 0),
    sums: [...by].map(([currency, minor]) => ({ currency, minor })).sort((a, b) => (a.currency === 'CNY' ? -1 : b.currency === 'CNY' ? 1 : b.minor - a.minor)),
  }
}
