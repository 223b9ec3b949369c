import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RefundLane, RefundRow, Role } from '../../../core/rpc/api'
import { client } from '../client'
import { useCommandIds } from '../command-ids'
import { useReason } from '../drawer/use-reason'
import { useDrawerWords } from '../drawer/use-drawer-words'
import { formatMoney, Kbd } from '../ui'
import { useKeys } from '../keys'
import { paysNow } from './pays-now'
import { useRefundsWords } from './use-refunds-words'

const LANES: readonly RefundLane[] = ['warehouse', 'finance', 'supervisor']

/** Docks under the list while cases are selected: one yes for those whose lane is open. Each stands alone. */
export function ApproveBar({
  rows,
  roles,
  onClear,
}: {
  rows: readonly RefundRow[]
  roles: readonly Role[]
  onClear: () => void
}) {
  const { t } = useRefundsWords()
  const drawer = useDrawerWords()
  const reason = useReason()
  const queries = useQueryClient()
  const ids = useCommandIds()
  const may = (lane: RefundLane) => roles.includes('owner') || roles.includes(lane)
  const waiting = (lane: RefundLane) =>
    rows.filter((row) => row.steps.some((step) => step.role === lane && step.state === 'open'))
  const approve = useMutation({
    mutationFn: (role: RefundLane) => {
      const cases = waiting(role).map(({ id, version }) => ({ id, version }))
      return client.refunds.approveMany(ids.whole([role, cases.map(({ id }) => id)], () => ({ role, cases })))
    },
    onSuccess: () => ids.done(),
    onError: (error) => ids.failed(error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['refunds'] }),
  })
  useKeys({ Escape: onClear })
  const lanes = LANES.filter((lane) => may(lane) && waiting(lane).length > 0)
  const refused = approve.data?.refused ?? []
  return (
    <div className="selection wraps" role="region" aria-label={t('case')}>
      {lanes.some((lane) => waiting(lane).some(paysNow)) ? (
        <span className="all">{t('approvePays')}</span>
      ) : null}
      {lanes.map((lane) => (
        <button key={lane} type="button" disabled={approve.isPending} onClick={() => approve.mutate(lane)}>
          {t('approveAll', { n: waiting(lane).length })}
          {sumOf(waiting(lane))} · {t('approveAs', { role: t(`role_${lane}`) })}
        </button>
      ))}
      {approve.isError ? <span role="alert">{reason(approve.error)}</span> : null}
      {approve.data ? (
        <span aria-live="polite">
          {t('approved', { done: approve.data.done.length })}
          {refused.length > 0
            ? ` · ${t('notApproved', { n: refused.length, why: [...new Set(refused.map((one) => (drawer.has(`refused_${one.code}`) ? drawer.t(`refused_${one.code}`) : one.code)))].join(' · ') })}`
            : ''}
        </span>
      ) : null}
      <button type="button" className="plain" onClick={onClear}>
        {t('clear')} <Kbd>Esc</Kbd>
      </button>
    </div>
  )
}

/** What the chosen come to, each currency by itself; nothing for those whom money does not concern. */
function sumOf(
  rows: readonly (Omit<RefundRow, 'amountMinor'> & { readonly amountMinor?: number })[],
): string {
  const sums = new Map<string, number>()
  for (const { currency, amountMinor } of rows)
    if (amountMinor !== undefined) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor)
  const told = [...sums].map(([currency, minor]) => formatMoney(minor, currency))
  return told.length === 0 ? '' : ` ${told.join(' + ')}`
}
