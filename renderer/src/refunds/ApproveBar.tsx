import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RefundLane, RefundRow, Role } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { useDrawerWords } from '../drawer/use-drawer-words'
import { Kbd } from '../ui'
import { useKeys } from '../keys'
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
  const [commandId, setCommandId] = useState(newCommandId)
  const may = (lane: RefundLane) => roles.includes('owner') || roles.includes(lane)
  const waiting = (lane: RefundLane) =>
    rows.filter((row) => row.steps.some((step) => step.role === lane && step.state === 'open'))
  const approve = useMutation({
    mutationFn: (role: RefundLane) =>
      client.refunds.approveMany({ commandId, role, cases: waiting(role).map(({ id, version }) => ({ id, version })) }), // prettier-ignore
    onSettled: () => {
      setCommandId(newCommandId())
      return queries.invalidateQueries({ queryKey: ['refunds'] })
    },
  })
  useKeys({ Escape: onClear })
  const lanes = LANES.filter((lane) => may(lane) && waiting(lane).length > 0)
  const refused = approve.data?.refused ?? []
  return (
    <div className="selection" role="region" aria-label={t('case')}>
      {lanes.map((lane) => (
        <button key={lane} type="button" disabled={approve.isPending} onClick={() => approve.mutate(lane)}>
          {t('approveAll', { n: waiting(lane).length })} · {t('approveAs', { role: t(`role_${lane}`) })}
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
      <span className="grow" />
      <button type="button" className="plain" onClick={onClear}>
        {t('clear')} <Kbd>Esc</Kbd>
      </button>
    </div>
  )
}
