import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../client'
import { useReason } from '../drawer/use-reason'

/** No courier prints a label for the practice shops: here their parcels get numbers in a real courier's form. */
export function PracticeNumbers({ count, onNumbers }: { count: number; onNumbers: (waybills: readonly string[]) => void }) {
  const { t } = useTranslation('practice')
  const reason = useReason()
  const standing = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() }).data
  const numbers = useMutation({
    mutationFn: () => client.practice.waybills({ count }),
    onSuccess: ({ waybills }) => onNumbers(waybills),
  })
  if (!standing?.practice) return null
  return (
    <>
      <button type="button" className="btn q sm practice-numbers" disabled={numbers.isPending} onClick={() => numbers.mutate()}>
        {count === 1 ? t('waybill') : t('waybills', { n: count })}
      </button>
      {numbers.isError && (
        <span role="alert" className="s tlate">
          {reason(numbers.error)}
        </span>
      )}
    </>
  )
} // prettier-ignore
