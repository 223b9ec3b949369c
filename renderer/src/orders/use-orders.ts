import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  type InfiniteData,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import type { BoardState, OrderFilter, OrderRow } from '../../../core/rpc/api'
import { client } from '../client'
import { BOARD_STATES } from '../filter-text'
import { sumsByCurrency } from './selection'
import { shareRows } from './share-rows'

const PAGE = 60
type Pages = InfiniteData<Awaited<ReturnType<typeof client.orders.page>>>

/** The list under a filter, page by page; live: the feed makes it stale, what is shown stays until the new is there. */
export function useOrders(filter: OrderFilter, enabled = true) {
  const query = useInfiniteQuery({
    queryKey: ['orders', 'page', filter],
    queryFn: ({ pageParam }) => client.orders.page({ filter, cursor: pageParam, limit: PAGE }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    structuralSharing: (before, after) => shareRows(before as Pages | undefined, after as Pages),
    enabled,
  })
  const { data } = query
  const rows = useMemo(() => unique(data?.pages.flatMap((page) => page.rows) ?? []), [data])
  return { ...query, rows, tookMs: query.data?.pages[0]?.tookMs ?? 0 }
}

/** A row that moved between two pages while they were read stands once. */
function unique(rows: readonly OrderRow[]): OrderRow[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}

const counting = (filter: OrderFilter, exact: boolean) =>
  queryOptions({
    queryKey: ['orders', 'counts', filter, exact],
    queryFn: ({ signal }) => client.orders.counts({ filter, exact }, { signal }),
    placeholderData: keepPreviousData,
  })

export function useCounts(filter: OrderFilter, exact = false) {
  return useQuery(counting(filter, exact))
}

/** The sum of each state; the sum of a state in which nothing changed stays the same object. */
export function useStateSums(filter: OrderFilter): Readonly<Record<BoardState, StateSum>> {
  return useQuery({ ...counting(filter, false), select: stateSums }).data ?? NO_SUMS
}

function stateSums({ groups }: { readonly groups: Parameters<typeof sumsOf>[0] }) {
  const sums = BOARD_STATES.map((state) => [state, sumsOf(groups, state)] as const)
  return Object.fromEntries(sums) as Record<BoardState, StateSum>
}
const NO_SUMS = stateSums({ groups: [] })

export interface StateSum {
  readonly count: number
  /** Sums by currency, never added together. */
  readonly sums: readonly { currency: string; minor: number }[]
}

export function sumsOf(
  groups: readonly { state: BoardState; currency: string; count: number; totalMinor: number }[],
  state?: BoardState,
): StateSum {
  const mine = groups.filter((group) => state === undefined || group.state === state)
  return { count: mine.reduce((sum, group) => sum + group.count, 0), sums: sumsByCurrency(mine) }
}

const NEAR_MS = 40 * 60_000

/** How many of 待发货 are late, near and on hold in all, not only among the rows that were read. */
export function useUrgency(filter: OrderFilter, enabled: boolean) {
  return useQuery({
    queryKey: ['orders', 'counts', 'urgency', filter],
    queryFn: async () => {
      const now = Date.now()
      const count = async (clauses: OrderFilter) =>
        sumsOf((await client.orders.counts({ filter: [...filter, ...clauses], exact: false })).groups).count
      const before = (value: number) =>
        count([
          { field: 'hold', op: 'none' },
          { field: 'due', op: 'before', value },
        ])
      const [late, due, held] = await Promise.all([
        before(now),
        before(now + NEAR_MS),
        count([{ field: 'hold', op: 'any' }]),
      ])
      return { late, near: due - late, held }
    },
    refetchInterval: 30_000,
    enabled,
  })
}
