import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RefundDetail, Role } from '../../../core/rpc/api'
import { client } from '../client'
import { useCommandIds } from '../command-ids'
import { useReason } from '../drawer/use-reason'
import { Icon } from '../ui'
import { useRefundsWords } from './use-refunds-words'

const PAYS: readonly Role[] = ['owner', 'supervisor', 'finance']

/** Where the money is: what happened, what we did, what you do. The code is entered here, and nowhere kept. */
export function PayoutPart({ detail, roles }: { detail: RefundDetail; roles: readonly Role[] }) {
  const { t, trouble } = useRefundsWords()
  const reason = useReason()
  const queries = useQueryClient()
  const { row, payout } = detail
  const [code, setCode] = useState('')
  const [why, setWhy] = useState('')
  const [closing, setClosing] = useState(false)
  const ids = useCommandIds()
  // A second press before the answer is the same command: core does it once and says the same again.
  const onCase = (what: string) => ids.whole([row.id, what, code, why], () => ({ caseId: row.id, version: row.version }))
  const act = useMutation({
    mutationFn: (what: 'code' | 'ask' | 'pay' | 'close') =>
      what === 'code'
        ? client.refunds.enterCode({ ...onCase(what), code })
        : what === 'close'
          ? client.refunds.close({ ...onCase(what), reason: why.trim() })
          : client.refunds.askAgain({ ...onCase(what), pay: what === 'pay' }),
    onError: (error) => ids.failed(error),
    onSuccess: () => ids.done(),
    onSettled: () => {
      setCode('')
      return queries.invalidateQueries({ queryKey: ['refunds'] })
    },
  })
  const state: typeof row.payout | undefined = row.payout
  if (!row.trouble && (state === null || state === undefined || state === 'paid')) return null
  const may = roles.some((role) => PAYS.includes(role))
  const live = row.state === 'paying'
  const held = live && (state === 'needs-person' || state === 'needs-code')
  return (
    <section className={`case-payout ${held ? 'held' : ''}`} aria-label={t('pay')}>
      <p>
        <Icon name={held ? 'warn' : 'clock'} /> {row.trouble ? trouble(row.trouble) : t(`payout_${state ?? 'intended'}`)}
        {payout && payout.attempts > 1 ? <span className="s i2"> · {t('attempts', { n: payout.attempts })}</span> : null}
      </p>
      {may && state === 'needs-code' ? (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault()
            act.mutate('code')
          }}
        >
          <input className="case-code" inputMode="numeric" autoComplete="one-time-code" aria-label={t('code')} placeholder={t('code')} value={code} onChange={(event) => setCode(event.target.value.trim())} />
          <button type="submit" className="btn p" disabled={code.length < 4 || act.isPending}>
            {t('sendCode')}
          </button>
          <span className="s i2 g">{t('codeWhy')}</span>
        </form>
      ) : null}
      {may && live ? (
        <div className="row">
          <button type="button" className="btn" disabled={act.isPending} onClick={() => act.mutate('ask')}>
            {t('askNow')}
          </button>
          {state === 'needs-person' && !detail.needsRequest ? (
            <button type="button" className="btn" title={t('payAgainWhy')} disabled={act.isPending} onClick={() => act.mutate('pay')}>
              {t('payAgain')}
            </button>
          ) : null}
          {held ? (
            <button type="button" className="btn q" onClick={() => setClosing(!closing)}>
              {t('close')}
            </button>
          ) : null}
          {detail.needsRequest ? null : <span className="s i2 g">{t('payAgainWhy')}</span>}
        </div>
      ) : null}
      {closing && held ? (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault()
            act.mutate('close')
          }}
        >
          <input autoFocus className="g" value={why} maxLength={200} aria-label={t('reason')} placeholder={t('closeWhy')} onChange={(event) => setWhy(event.target.value)} />
          <button type="submit" className="btn" disabled={why.trim() === '' || act.isPending}>
            {t('confirmClose')}
          </button>
        </form>
      ) : null}
      {act.isError ? (
        <p role="alert" className="s tlate">
          {reason(act.error)}
        </p>
      ) : null}
    </section>
  )
} // prettier-ignore
