import { useQuery } from '@tanstack/react-query'
import { client } from '../client'

/** What is shown of a slip: a JPEG that core has made, so that nothing foreign is ever drawn. */
export function useSlipPicture(id: string, there: boolean): { src: string | undefined; error: Error | null } {
  const picture = useQuery({
    queryKey: ['slip-picture', id],
    queryFn: async () => `data:image/jpeg;base64,${(await client.slips.picture({ id })).jpeg}`,
    staleTime: Infinity,
    // A picture has a few hundred KB: not many are held.
    gcTime: 60_000,
    retry: false,
    enabled: there,
  })
  return { src: picture.data, error: picture.error }
}
