import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { StuckJobView } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { saidWords } from '../drawer/said-words'
import { dateTime } from '../drawer/times'
import { useDrawerWords } from '../drawer/use-drawer-words'
import { usePlatformName } from '../drawer/use-platform-name'
import { useReason } from '../drawer/use-reason'
import { Icon } from '../ui'
import { useSyncWords } from './use-sync-words'

/** What stands before a person because it cannot succeed by itself; empty for those who may not see it. */
export function useStuckJobs(): readonly StuckJobView[] {
  const stuck = useQuery({ queryKey: ['sync', 'stuck'], queryFn: () => client.sync.stuck(), retry: false })
  return stuck.data?.jobs ?? []
}

/** One piece of stuck work: what it was, why it was refused, and the two ways on. */
export function StuckLine({ job, now }: { job: StuckJobView; now: number }) {
  const { t, has } = useSyncWords()
  const drawer = useDrawerWords()
  const reason = useReason()
  const queries = useQueryClient()
  const platformName = usePlatformName()
  const platform = job.platform === null ? '' : platformName(job.platform)
  const act = useMutation({
    mutationFn: (way: 'retryStuck' | 'letGo') => client.sync[way]({ id: job.id, commandId: newCommandId() }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sync', 'stuck'] }),
  })
  const title = has(`stuck_${job.kind}`)
    ? t(`stuck_${job.kind}`, { platform, shop: job.shopName ?? '' })
    : t('stuck_other', { kind: job.kind })
  const why = saidWords(job.error, drawer) || t('stuckLog', { error: job.error })
  return (
    <div className="sync-line" role="alert" data-stuck={job.kind}>
      <span className="sync-face small late">
        <Icon name="warn" />
      </span>
      <div className="g">
        <p className="m b">{title}</p>
        <p className="s i2">
          {why} {t('stuckSince', { at: dateTime(job.since, now) })}
        </p>
        {job.orderId !== null && (
          <p className="s">
            <a href={`#/orders?order=${job.orderId}`}>{t('stuckOrder', { number: job.orderNumber ?? '' })}</a>
          </p>
        )}
        {act.isError && (
          <p className="s tlate" role="alert">
            {reason(act.error)}
          </p>
        )}
      </div>
      <span className="row">
        <button
          type="button"
          className="btn sm"
          disabled={act.isPending}
          onClick={() => act.mutate('retryStuck')}
        >
          {t('stuckRetry')}
        </button>
        <button
          type="button"
          className="btn sm q"
          disabled={act.isPending}
          onClick={() => act.mutate('letGo')}
        >
          {t(job.kind === 'memo' ? 'stuckKeepHere' : 'stuckLetGo')}
        </button>
      </span>
    </div>
  )
}
