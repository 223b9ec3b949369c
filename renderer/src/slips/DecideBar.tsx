import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../client'
import { useReason } from '../drawer/use-reason'
import { Kbd, OrderNumber, PlatformChip } from '../ui'
import { useSlipWords } from './use-slip-words'

const LENGTH = 4

/** What can be done with a slip that waits for a person; each with its key. */
export function DecideBar({
  onConfirm,
  onNone,
  onNumber,
  onAside,
  busy,
}: {
  /** Absent where there is no candidate. */
  onConfirm: (() => void) | undefined
  onNone: (() => void) | undefined
  onNumber: () => void
  onAside: () => void
  busy: boolean
}) {
  const { t } = useSlipWords()
  return (
    <div className="slip-end">
      {onConfirm && (
        <button type="button" className="btn p lg g" disabled={busy} onClick={onConfirm}>
          {t('confirm')} <Kbd>Enter</Kbd>
        </button>
      )}
      {onNone && (
        <button type="button" className="btn lg" disabled={busy} onClick={onNone}>
          {t('noneOfThese')} <Kbd>U</Kbd>
        </button>
      )}
      <button type="button" className="btn lg q" disabled={busy} onClick={onNumber}>
        {t('otherNumber')} <Kbd>E</Kbd>
      </button>
      <button type="button" className="btn lg q" disabled={busy} onClick={onAside}>
        {t('putAside')} <Kbd>D</Kbd>
      </button>
    </div>
  )
}

/** Finds an order by what a person reads on the parcel. */
export function NumberForm({
  onUse,
  onClose,
}: {
  onUse: (orderId: number, number: string) => void
  onClose: () => void
}) {
  const { t } = useSlipWords()
  const reason = useReason()
  const [text, setText] = useState('')
  const asked = text.trim()
  const found = useQuery({
    queryKey: ['orders', 'page', 'for-slip', asked],
    queryFn: () =>
      client.orders.page({
        filter: [{ field: 'text', op: 'contains', value: asked }],
        cursor: null,
        limit: 5,
      }),
    enabled: asked.length >= LENGTH,
  })
  const rows = asked.length >= LENGTH ? (found.data?.rows ?? []) : []
  // Enter takes what was found only where it is sure: one hit, or the number written out. Of several a person picks.
  const exact = rows.filter((row) => row.number === asked)
  const sure = rows.length === 1 ? rows[0] : exact.length === 1 ? exact[0] : undefined
  return (
    <form
      className="slip-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (sure && !found.isFetching) onUse(sure.id, sure.number)
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <label className="s i2" htmlFor="slip-number">
        {t('numberLabel')}
      </label>
      <div className="row">
        <input
          id="slip-number"
          className="input"
          autoFocus
          value={text}
          maxLength={80}
          placeholder={t('numberHint')}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="button" className="btn q" onClick={onClose}>
          {t('back')} <Kbd>Esc</Kbd>
        </button>
      </div>
      {found.isError && <p className="s tlate">{reason(found.error)}</p>}
      {found.data && rows.length === 0 && asked.length >= LENGTH && (
        <p className="s twarn">{t('numberNone')}</p>
      )}
      {rows.length > 1 && !sure && <p className="s i2">{t('numberSeveral')}</p>}
      {rows.map((row) => (
        <div key={row.id} className="row m slip-hit">
          <PlatformChip platform={row.platform} />
          <OrderNumber number={row.number} />
          <span className="g s i2 el">{[row.buyer, row.firstTitle].join(' · ')}</span>
          <button type="button" className="btn sm" onClick={() => onUse(row.id, row.number)}>
            {t('useThis')}
          </button>
        </div>
      ))}
    </form>
  )
}

/** Where the parcel lies that is laid aside. */
export function AsideForm({ onPut, onClose }: { onPut: (where: string) => void; onClose: () => void }) {
  const { t } = useSlipWords()
  const [where, setWhere] = useState('')
  return (
    <form
      className="slip-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (where.trim() !== '') onPut(where.trim())
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <label className="s i2" htmlFor="slip-aside">
        {t('asideLabel')}
      </label>
      <div className="row">
        <input
          id="slip-aside"
          className="input"
          autoFocus
          value={where}
          maxLength={60}
          placeholder={t('asideHint')}
          onChange={(event) => setWhere(event.target.value)}
        />
        <button type="submit" className="btn p" disabled={where.trim() === ''}>
          {t('asideDo')}
        </button>
        <button type="button" className="btn q" onClick={onClose}>
          {t('back')} <Kbd>Esc</Kbd>
        </button>
      </div>
    </form>
  )
}
