import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { CourierView } from '../../../core/rpc/api'
import { client } from '../client'

/** The couriers we know, and how each is called in the person's language. */
export function useCouriers(): { couriers: readonly CourierView[]; nameOf: (code: string) => string } {
  const { i18n } = useTranslation()
  const english = i18n.language === 'en'
  const { data } = useQuery({
    queryKey: ['couriers'],
    queryFn: () => client.fulfilment.couriers(),
    staleTime: Infinity,
  })
  const nameOf = useCallback(
    (code: string) => {
      const found = data?.couriers.find((one) => one.code === code)
      return found ? (english ? found.en : found.zh) : code
    },
    [data, english],
  )
  return { couriers: data?.couriers ?? [], nameOf }
}
