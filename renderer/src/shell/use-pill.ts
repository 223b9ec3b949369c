import { useQuery } from '@tanstack/react-query'
import type { SyncPill } from '../../../core/rpc/api'
import { client } from '../client'

/** How fresh the shops are, and today's figures; asked again every 15 s because time alone makes it late. */
export function usePill<T = SyncPill>(select?: (pill: SyncPill) => T) {
  return useQuery({
    queryKey: ['sync', 'pill'],
    queryFn: () => client.sync.pill(),
    refetchInterval: 15_000,
    ...(select && { select }),
  })
}

/** Orders that could not be read: with this alone, a new time in the pill moves nothing else. */
export const unreadOf = (pill: SyncPill): number => pill.exceptions
