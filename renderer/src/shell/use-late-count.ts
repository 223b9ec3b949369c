import { useQuery } from '@tanstack/react-query'
import { client } from '../client'

/** How many paid orders may be shipped and are past their time: the only red figure of the spine. Time alone moves it. */
export function useLateCount(enabled: boolean): number {
  const counts = useQuery({
    queryKey: ['orders', 'counts', 'late'],
    queryFn: () =>
      client.orders.counts({
        filter: [
          { field: 'state', op: 'is', values: ['to-ship'] },
          { field: 'hold', op: 'none' },
          { field: 'due', op: 'before', value: Date.now() },
        ],
        exact: false,
      }),
    select: ({ groups }) => groups.reduce((sum, group) => sum + group.count, 0),
    refetchInterval: 30_000,
    enabled,
  })
  return counts.data ?? 0
}
