import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Role } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { sees } from '../sees'
import { useRefundsWords } from './use-refunds-words'

const MARKS: readonly Role[] = ['owner', 'supervisor']

/** Beside the buyer: whether this is a VIP, and for those who may, one press to mark or unmark. */
export function VipMark({ orderId }: { orderId: number }) {
  const { t } = useRefundsWords()
  const reason = useReason()
  const queries = useQueryClient()
  const roles = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() }).data?.roles ?? []
  const found = useQuery({
    queryKey: ['refunds', 'of', orderId],
    queryFn: () => client.refunds.ofOrder({ orderId }),
  }).data
  const mark = useMutation({
    mutationFn: (vip: boolean) =>
      client.refunds.markVip({ orderId, vip, note: '', commandId: newCommandId() }),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['refunds'] }),
        queries.invalidateQueries({ queryKey: ['order', orderId] }),
      ]),
  })
  if (!found || !sees(found, 'vip') || !found.vipKnown) return null
  const may = roles.some((role) => MARKS.includes(role))
  return (
    <span className="vip-mark">
      {found.vip && <span className="tag">VIP</span>}
      {may && (
        <button
          type="button"
          className="btn sm"
          aria-pressed={found.vip}
          title={t('vipWhy')}
          disabled={mark.isPending}
          onClick={() => mark.mutate(!found.vip)}
        >
          {t(found.vip ? 'vipOff' : 'vipOn')}
        </button>
      )}
      {mark.isError && (
        <span className="s tlate" role="alert">
          {reason(mark.error)}
        </span>
      )}
    </span>
  )
}
