import { useQuery } from '@tanstack/react-query'
import { client } from '../client'

/** How fresh the shops are, and today's figures; asked again every 15 s because time alone makes it late. */
export function usePill() {
  return useQuery({ queryKey: ['sync', 'pill'], queryFn: () => client.sync.pill(), refetchInterval: 15_000 })
}
