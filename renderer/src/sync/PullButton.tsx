import { useMutation } from '@tanstack/react-query'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { useSyncWords } from './use-sync-words'

/** Pulls one shop, or all, now. The answer comes with the feed; here only that it was asked. */
export function PullButton({
  shopId,
  label,
  disabled = false,
}: {
  shopId: string | null
  label: string
  disabled?: boolean
}) {
  const { t } = useSyncWords()
  const reason = useReason()
  const pull = useMutation({ mutationFn: () => client.sync.now({ shopId, commandId: newCommandId() }) })
  return (
    <span className="sync-pull">
      <button
        type="button"
        className="btn sm"
        disabled={disabled || pull.isPending}
        onClick={() => pull.mutate()}
        title={pull.isSuccess ? t('pulling') : undefined}
      >
        {label}
      </button>
      <span className={pull.isError ? 's tlate' : 'unseen'} role="status">
        {pull.isError ? reason(pull.error) : pull.isSuccess ? t('pulling') : ''}
      </span>
    </span>
  )
}
