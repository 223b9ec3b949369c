import { useQuery } from '@tanstack/react-query'
import { client } from '../client'

/** Does this person see money and memos? The packer does not; core refuses them in any case. */
export function useOffice(): boolean {
  const standing = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() }).data
  return standing?.roles.some((role) => role !== 'warehouse') ?? false
}
