import { useEffect, useRef, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { OrderDetail, Role } from '../../../core/rpc/api'
import { client } from '../client'
import { useCommandIds } from '../command-ids'
import { useReason } from '../drawer/use-reason'
import { formatMoney, Kbd } from '../ui'
import { span } from './case-times'
import { minorOf } from './typed-amount'
import { useRefundsWords } from './use-refunds-words'

const SETS_AMOUNTS: readonly Role[] = ['owner', 'supervisor', 'finance']

/** Opens a refund in place: what, how much, why; and says before it is confirmed which rule will apply. */
export function RefundForm({ detail, onClose }: { detail: OrderDetail; onClose: () => void }) {
  const { t, lanes: lanesOf, rule } = useRefundsWords()
  const sayWhy = useReason()
  const queries = useQueryClient()
  const roles = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() }).data?.roles ?? []
  const orderId = detail.row.id
  const [picked, setPicked] = useState<Record<string, number>>(() => Object.fromEntries(detail.lines.map((line) => [line.externalId, line.quantity - line.cancelledQuantity]))) // prettier-ignore
  const [back, setBack] = useState(detail.lines.some((line) => line.shippedQuantity > 0))
  const [typed, setTyped] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const ids = useCommandIds()
  const lines = Object.entries(picked).flatMap(([lineExternalId, quantity]) =>
    quantity > 0 ? [{ lineExternalId, quantity }] : [],
  )
  const kind = back ? ('return' as const) : ('money' as const)
  const amountMinor = typed === null ? undefined : minorOf(typed, detail.row.currency)
  const bad = typed !== null && amountMinor === undefined
  const chosen = { orderId, kind, lines, ...(amountMinor === undefined ? {} : { amountMinor }) }
  const seen = useQuery({
    queryKey: ['refunds', 'foresee', chosen],
    queryFn: () => client.refunds.foresee(chosen),
    enabled: !bad,
    retry: false,
    placeholderData: (was) => was,
  })
  const create = useMutation({
    mutationFn: () => {
      const asked = { ...chosen, reason: reason.trim() }
      return client.refunds.create({ ...asked, commandId: ids.for(asked) })
    },
    onSuccess: async () => {
      ids.done()
      await queries.invalidateQueries({ queryKey: ['refunds'] })
      await queries.invalidateQueries({ queryKey: ['order', orderId] })
      onClose()
    },
    onError: (error) => ids.failed(error),
  })
  const form = useRef<HTMLFormElement>(null)
  // Enter pays: what it does, and its button, are seen before anything is typed.
  const known = seen.data !== undefined
  useEffect(() => {
    void form.current?.scrollIntoView({ block: 'end' })
  }, [known])
  const foreseen = seen.data
  const tooMuch = foreseen !== undefined && foreseen.amountMinor > foreseen.leftMinor
  const may = roles.some((role) => SETS_AMOUNTS.includes(role))
  const auto = foreseen?.why.automatic === true
  const wrongSum = bad ? t('badAmount') : tooMuch ? t('tooMuch', { sum: formatMoney(foreseen.leftMinor, foreseen.currency) }) : ''
  const ready = reason.trim() !== '' && wrongSum === '' && foreseen !== undefined && foreseen.amountMinor > 0 && !seen.isPlaceholderData && !create.isPending
  return (
    <form
      ref={form}
      className="refund-form"
      aria-label={t('openRefund')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        event.stopPropagation()
        onClose()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) create.mutate()
      }}
    >
      <b>{t('openRefund')}</b>
      {detail.lines.map((line) => (
        <label key={line.externalId} className="row">
          <input type="number" min={0} max={line.quantity} className="case-count" value={picked[line.externalId] ?? 0} onChange={(event) => setPicked({ ...picked, [line.externalId]: Math.max(0, Math.min(line.quantity, Math.floor(Number(event.target.value) || 0))) })} />
          <span className="el g">
            {line.title} <span className="i2">{line.variant}</span>
          </span>
          <span className="i2 s">/ {t('pieces', { n: line.quantity })}</span>
        </label>
      ))}
      <div className="segmented" role="group" aria-label={t('which')}>
        <button type="button" aria-pressed={!back} onClick={() => setBack(false)}>
          {t('noReturn')}
        </button>
        <button type="button" aria-pressed={back} onClick={() => setBack(true)}>
          {t('withReturn')}
        </button>
      </div>
      <label className="row">
        <span className="case-lane">{t('amount')}</span>
        <input className="case-code num" inputMode="decimal" readOnly={!may} aria-invalid={bad || tooMuch} value={typed ?? (foreseen ? formatMoney(foreseen.amountMinor, foreseen.currency, true) : '')} onChange={(event) => setTyped(event.target.value)} />
        <span className="s i2 g">
          {may ? (foreseen ? t('left', { sum: formatMoney(foreseen.leftMinor, foreseen.currency) }) : '') : t('amountLocked')}
        </span>
      </label>
      <input autoFocus value={reason} maxLength={200} aria-label={t('reasonPlace')} placeholder={t('reasonPlace')} onChange={(event) => setReason(event.target.value)} />
      {wrongSum !== '' ? (
        <p role="alert" className="s tlate">{wrongSum}</p>
      ) : foreseen ? (
        foreseen.leftMinor === 0 ? (
          <p className="s tlate">{t('nothingLeft')}</p>
        ) : (
          <>
            <p className="refund-rule" aria-live="polite">
              {t(auto ? (back ? 'willReturn' : 'willAuto') : 'willDecide', { what: rule(foreseen.why), lanes: lanesOf(foreseen.why.stages) })}
            </p>
            {foreseen.needsRequest ? <p className="s twarn">{t('needsRequest')}</p> : null}
            <p className="s i2">
              {t('afterwards')} 1 {t('will_1')} · 2 {t(foreseen.needsRequest && auto && !back ? 'will_2asked' : auto ? (back ? 'will_2return' : 'will_2auto') : 'will_2decide', { lanes: lanesOf(foreseen.why.stages), span: span(foreseen.dueMinutes * 60_000, t) })} · 3 {t('will_3')}
            </p>
          </>
        )
      ) : null}
      {seen.isError || create.isError ? (
        <p role="alert" className="s tlate">
          {sayWhy(create.error ?? seen.error)}
        </p>
      ) : null}
      <div className="row">
        <button type="submit" className="btn p" disabled={!ready}>
          {create.isPending ? t('working') : t('confirm')}
        </button>
        <button type="button" className="btn q" onClick={onClose}>
          {t('cancel')} <Kbd>Esc</Kbd>
        </button>
        {wrongSum === '' && reason.trim() === '' ? <span className="s i2">{t('reasonFirst')}</span> : null}
      </div>
    </form>
  )
} // prettier-ignore
