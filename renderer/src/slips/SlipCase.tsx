import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SlipDetail } from '../../../core/rpc/api'
import { client } from '../client'
import { dateTime } from '../drawer/times'
import { useReason } from '../drawer/use-reason'
import { useWho } from '../drawer/use-who'
import { useKeys } from '../keys'
import { CasePanel } from '../refunds/CasePanel'
import { Icon, useNow } from '../ui'
import { Candidates } from './Candidates'
import { AsideForm, DecideBar, NumberForm } from './DecideBar'
import { OrderAside } from './OrderAside'
import { SlipFields } from './SlipFields'
import type { useDecide } from './use-decide'
import { useSlipWords } from './use-slip-words'

type Deciding = ReturnType<typeof useDecide>

/** The right side: what was read, whose it is, and what can be done. Keys: 1–9, Enter, U, E, D. */
export function SlipCase({
  detail,
  deciding,
  lit,
  onLight,
}: {
  detail: SlipDetail
  deciding: Deciding
  lit: string | null
  onLight: (name: string | null) => void
}) {
  const { t, has } = useSlipWords()
  const reason = useReason()
  const { row, candidates } = detail
  const [view, setView] = useState<{ id: string; chosen: number; form: 'number' | 'aside' | null }>({ id: row.id, chosen: 0, form: null }) // prettier-ignore
  const { chosen, form } = view.id === row.id ? view : { chosen: 0, form: null }
  const show = (change: Partial<typeof view>) => setView({ id: row.id, chosen, form, ...change })
  const busy = deciding.decide.isPending
  const open = row.state === 'ask' || row.state === 'none' || row.state === 'unreadable'
  const give = (at: number) => {
    const order = candidates[at]?.order
    if (order) deciding.decide.mutate({ detail, act: { what: 'order', orderId: order.id, number: order.number } }) // prettier-ignore
  }
  const none = () => deciding.decide.mutate({ detail, act: { what: 'none' } })
  useKeys(
    {
      ...Object.fromEntries(candidates.map((_, at) => [String(at + 1), () => give(at)])),
      Enter: () => give(chosen),
      ...(row.state === 'ask' ? { u: none } : {}),
      e: () => show({ form: 'number' }),
      d: () => show({ form: 'aside' }),
    },
    open && !busy && form === null,
  )
  const error = deciding.decide.error ?? deciding.undo.error ?? deciding.readAgain.error
  return (
    <aside className="slip-case" aria-label={t('readTitle')}>
      <div className="slip-case-body" tabIndex={0} role="group" aria-label={t('readTitle')}>
        {row.state === 'unreadable' ? (
          <p className="slip-problem" role="status">
            <Icon name="warn" />
            {row.problem !== null && has(`problem_${row.problem}`)
              ? t(`problem_${row.problem}`)
              : row.problem}
          </p>
        ) : (
          <SlipFields detail={detail} lit={lit} onLight={onLight} />
        )}
        {row.state === 'matched' && <Matched detail={detail} />}
        {(row.state === 'ask' || row.state === 'none') && (
          <Candidates detail={detail} chosen={chosen} onChoose={(at) => show({ chosen: at })} />
        )}
        {row.state === 'set-aside' && <p className="m">{t('undoAside', { where: row.putAt ?? '' })}</p>}
        {row.state === 'ask' && candidates[chosen] && <WhatFollows />}
        {row.state === 'matched' && row.orderId !== null && (
          <>
            <OrderAside orderId={row.orderId} />
            <CaseOfOrder orderId={row.orderId} />
          </>
        )}
      </div>
      {error && (
        <p className="slip-refused tlate m" role="alert">
          {reason(error)}
        </p>
      )}
      {form === 'number' && (
        <NumberForm
          onClose={() => show({ form: null })}
          onUse={(orderId, number) =>
            deciding.decide.mutate(
              { detail, act: { what: 'order', orderId, number } },
              { onSuccess: () => show({ form: null }) },
            )
          }
        />
      )}
      {form === 'aside' && (
        <AsideForm
          onClose={() => show({ form: null })}
          onPut={(where) =>
            deciding.decide.mutate(
              { detail, act: { what: 'aside', where } },
              { onSuccess: () => show({ form: null }) },
            )
          }
        />
      )}
      {form === null && open && (
        <DecideBar
          onConfirm={candidates[chosen] && (() => give(chosen))}
          onNone={row.state === 'ask' ? none : undefined}
          onNumber={() => show({ form: 'number' })}
          onAside={() => show({ form: 'aside' })}
          busy={busy}
        />
      )}
      <TakeBack detail={detail} deciding={deciding} />
    </aside>
  )
}

/** The newest after-sale of the order: what the parcel was awaited for. */
function CaseOfOrder({ orderId }: { orderId: number }) {
  const found = useQuery({
    queryKey: ['refunds', 'of-order', orderId],
    queryFn: () => client.refunds.ofOrder({ orderId }),
  })
  const newest = found.data?.rows[0]
  // Figures choose an order here; money is not sent by the same key.
  return newest ? <CasePanel caseId={newest.id} keys={false} /> : null
}

function Matched({ detail: { row } }: { detail: SlipDetail }) {
  const { t, has } = useSlipWords()
  const whoOf = useWho()
  const now = useNow()
  const at = row.decidedAt === null ? '' : dateTime(row.decidedAt, now)
  const basis = row.basis !== null && has(`basis_${row.basis}`) ? t(`basis_${row.basis}`) : (row.basis ?? '')
  return (
    <section className="slip-matched" aria-label={t('matchedTitle')}>
      <Icon name="check" />
      <b>{t('matchedTitle')}</b>
      <span className="s">
        {row.basis === 'person'
          ? t('matchedByPerson', { who: whoOf(row.decidedBy ?? ''), at })
          : t('matchedBy', { basis, at })}
      </span>
    </section>
  )
}

function WhatFollows() {
  const { t } = useSlipWords()
  return (
    <section className="slip-next" aria-label={t('afterTitle')}>
      <h3 className="h3">{t('afterTitle')}</h3>
      {(['after_1', 'after_2', 'after_3'] as const).map((word, at) => (
        <p key={word} className="m">
          <b className="slip-no w0">{at + 1}</b>
          {t(word)}
        </p>
      ))}
    </section>
  )
}

/** What is decided can be taken back for as long as nothing has followed; what could not be read, read again. */
function TakeBack({ detail: { row }, deciding }: { detail: SlipDetail; deciding: Deciding }) {
  const { t } = useSlipWords()
  const { id, version } = row
  if (row.state === 'matched' || row.state === 'set-aside')
    return (
      <div className="slip-end">
        {row.mayUndo ? (
          <button type="button" className="btn" disabled={deciding.undo.isPending} onClick={() => deciding.undo.mutate({ id, version })}>
            {t('takeBack')}
          </button>
        ) : (
          <span className="s i2">{t('followedWhy')}</span>
        )}
      </div>
    ) // prettier-ignore
  if (row.state !== 'unreadable' && row.state !== 'none') return null
  return (
    <div className="slip-end">
      <button type="button" className="btn" disabled={deciding.readAgain.isPending} onClick={() => deciding.readAgain.mutate({ id, version })}>
        {t('readAgain')}
      </button>
    </div>
  ) // prettier-ignore
}
