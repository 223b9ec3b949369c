import { useQuery } from '@tanstack/react-query'
import { client } from '../client'

/** How many slips wait for a person. */
export function useSlipCount(enabled: boolean): number {
  const counts = useQuery({
    queryKey: ['slips', 'counts'],
    queryFn: () => client.slips.counts({}),
    retry: false,
    enabled,
  })
  return counts.data?.states.find(({ state }) => state === 'ask')?.count ?? 0
}
