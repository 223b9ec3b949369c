import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { queries } from '../live'

/** In the practice shops a courier or a provider can be asked to come by now. Real shops have none of it. */
export function BringSlips() {
  const { t } = useTranslation('practice')
  return (
    <Bring
      word={t('slips')}
      bring={async () => {
        const { taken } = await client.practice.bringSlips({ commandId: newCommandId() })
        await queries.invalidateQueries({ queryKey: ['slips'] })
        return taken > 0 ? t('slipsDone', { n: taken }) : t('slipsNone')
      }}
    />
  )
}

export function BringRequests() {
  const { t } = useTranslation('practice')
  return (
    <Bring
      word={t('requests')}
      bring={async () => {
        const { asked } = await client.practice.bringRequests({ commandId: newCommandId() })
        return asked > 0 ? t('requestsDone', { n: asked }) : t('requestsNone')
      }}
    />
  )
}

export function BringBills() {
  const { t } = useTranslation('practice')
  return (
    <Bring
      word={t('bills')}
      bring={async () => {
        const brought = await client.practice.bringBills({ commandId: newCommandId() })
        await queries.invalidateQueries({ queryKey: ['books'] })
        return t('billsDone', { ...brought })
      }}
    />
  )
}

function Bring({ word, bring }: { word: string; bring: () => Promise<string> }) {
  const { t } = useTranslation('practice')
  const reason = useReason()
  const standing = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() }).data
  const brought = useMutation({ mutationFn: bring })
  if (!standing?.practice) return null
  return (
    <span className="row practice-bring">
      <button type="button" className="btn sm" disabled={brought.isPending} onClick={() => brought.mutate()}>
        {brought.isPending ? t('busy') : word}
      </button>
      <span className={brought.isError ? 's tlate' : 's i2'} role="status">
        {brought.isError ? reason(brought.error) : (brought.data ?? '')}
      </span>
    </span>
  )
}
