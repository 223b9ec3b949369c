import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query'
import type { OrderFilter } from '../../../core/rpc/api'
import { LISTS } from '../stale-keys'
import type { SeenRow } from './belongs'
import { mergeRows, type Page } from './merge-rows'

/** Puts orders that came with the feed into the lists that are shown. Returns the lists that must be asked for. */
export function takeOrders(queries: QueryClient, orders: readonly SeenRow[]): QueryKey[] {
  if (orders.length === 0) return []
  return queries
    .getQueryCache()
    .findAll({ queryKey: LISTS })
    .flatMap((query) => {
      const { state, queryKey } = query
      // What is being read now may have been answered before this change.
      const settled = query.isActive() && state.fetchStatus === 'idle' && !state.isInvalidated
      const list = settled ? (state.data as InfiniteData<Page> | undefined) : undefined
      const merged = list && mergeRows(list, queryKey[2] as OrderFilter, orders)
      if (!merged) return [queryKey]
      if (merged !== list) queries.setQueryData(queryKey, merged, { updatedAt: state.dataUpdatedAt })
      return []
    })
}
