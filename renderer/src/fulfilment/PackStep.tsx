import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PickOrderView } from '../../../core/rpc/api'
import { client } from '../client'
import { PracticeNumbers } from '../practice/PracticeNumbers'
import { EmptyState, OrderNumber } from '../ui'
import { ConfirmBox } from './ConfirmBox'
import { CourierSelect } from './CourierSelect'
import { useRecognised } from './ParcelForm'
import { useSend } from './use-send'
import { useProblemWords } from './use-shipping-words'

type Line = PickOrderView['lines'][number]

/** After the round: slot by slot the waybill is scanned onto its parcel, and it leaves. */
export function PackStep({
  orders,
  missing,
  onNext,
}: {
  orders: readonly PickOrderView[]
  /** Was this line not found at its place? */
  missing: (line: Line) => boolean
  onNext: () => void
}) {
  const { t } = useTranslation('fulfilment')
  const [done, setDone] = useState<ReadonlyMap<number, 'sent' | 'left'>>(new Map())
  const settle = (id: number, how: 'sent' | 'left') => setDone(new Map(done).set(id, how))
  const at = orders.findIndex((order) => !done.has(order.id) && !order.lines.every(missing))
  const order = orders[at]
  if (!order)
    return (
      <EmptyState
        title={t('waveDone')}
        why={t('waveDoneWhy', { n: [...done.values()].filter((how) => how === 'sent').length })}
        action={
          <button type="button" className="pick-big" onClick={onNext}>
            {t('nextWave')}
          </button>
        }
      />
    )
  return (
    <PackOne
      key={order.id}
      order={order}
      slot={at + 1}
      missing={missing}
      onSent={() => settle(order.id, 'sent')}
      onLeft={() => settle(order.id, 'left')}
    />
  )
}

function PackOne({
  order,
  slot,
  missing,
  onSent,
  onLeft,
}: {
  order: PickOrderView
  slot: number
  missing: (line: Line) => boolean
  onSent: () => void
  onLeft: () => void
}) {
  const { t } = useTranslation('fulfilment')
  const { say, sayError } = useProblemWords()
  const [waybill, setWaybill] = useState('')
  const [courier, setCourier] = useState('')
  const found = order.lines.filter((line) => !missing(line))
  const missed = order.lines.filter(missing)
  const recognised = useRecognised(waybill, courier)
  const send = useSend(
    (parcel: { courier: string; waybill: string }, command) =>
      client.fulfilment.ship({
        ...command,
        orderId: order.id,
        parcels: [{ ...parcel, lines: found.map(({ externalId, quantity }) => ({ lineExternalId: externalId, quantity })) }],
      }),
    onSent,
  ) // prettier-ignore
  // A scanner is faster than recognition: what no one chose is settled before it is sent.
  const parcel = async () => {
    const by = courier || (await client.fulfilment.recognise({ waybill, courier: null })).courier
    return { courier: by ?? '', waybill: waybill.trim() }
  }
  return (
    <form
      className="pick-pack"
      onSubmit={(event) => {
        event.preventDefault()
        if (waybill.trim().length >= 4 && !send.busy) void parcel().then(send.go)
      }}
    >
      <div className="pick-body">
        <p className="pick-place n">{slot}</p>
        <p>
          {order.shopName} · <OrderNumber number={order.number} />
        </p>
        <p className="i2">{[order.receiver, order.address].filter(Boolean).join(' · ')}</p>
        <ul className="pick-coming">
          {found.map((line) => (
            <li key={line.externalId}>
              <span className="g el">
                {line.title} {line.variant}
              </span>
              <b className="n">× {line.quantity}</b>
            </li>
          ))}
        </ul>
        {missed.length > 0 && (
          <p className="pick-note tlate">
            {t('missedHere', { lines: missed.map((line) => line.title).join('、') })}
          </p>
        )}
        {order.buyerNote !== '' && <p className="pick-note">{order.buyerNote}</p>}
        <input
          className="input id pick-scan"
          aria-label={t('waybill')}
          placeholder={t('waybillHint')}
          value={waybill}
          autoFocus
          spellCheck={false}
          autoComplete="off"
          enterKeyHint="send"
          onChange={(event) => {
            setWaybill(event.target.value)
            send.reset()
          }}
        />
        <CourierSelect
          label={t('courier')}
          value={courier || (waybill.trim().length >= 4 ? (recognised?.courier ?? '') : '')}
          onChange={setCourier}
        />
        <PracticeNumbers
          count={1}
          onNumbers={([number = '']) => {
            setWaybill(number)
            setCourier('')
            send.reset()
          }}
        />
        {waybill.trim().length >= 4 && recognised?.doubt && (
          <p className="twarn">{say(recognised.doubt.code, recognised.doubt.data)}</p>
        )}
        {send.error !== null && (
          <ConfirmBox
            sentence={sayError(send.error)}
            confirm={send.asks}
            busy={send.busy}
            onYes={(name) => void parcel().then((input) => send.yes(name, input))}
          />
        )}
      </div>
      <footer className="pick-foot">
        <button type="button" className="pick-side" onClick={onLeft}>
          {t('packSkip')}
        </button>
        <button type="submit" className="pick-big" disabled={waybill.trim().length < 4 || send.busy}>
          {send.busy ? t('sending') : t('send')}
        </button>
      </footer>
    </form>
  )
}
