import { useQuery } from '@tanstack/react-query'
import { client } from '../client'

/** How many refunds wait for the person here and are past their time. Time alone moves it. */
export function useLateRefunds(enabled: boolean): number {
  const counts = useQuery({
    queryKey: ['refunds', 'counts'],
    queryFn: () => client.refunds.counts(),
    refetchInterval: 30_000,
    enabled,
  })
  return counts.data?.late ?? 0
}
