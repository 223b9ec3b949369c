import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../client'
import { useEscape } from '../keys'
import { Icon, Kbd } from '../ui'
import { ConfirmBox } from './ConfirmBox'
import './fulfilment.css'
import { isTooLong, nextDraft, piecesOf, type ParcelDraft } from './parcel-draft'
import { ParcelForm, type ShippingLine } from './ParcelForm'
import { useSend } from './use-send'
import { useProblemWords } from './use-shipping-words'

/** Ships an order in its place: Enter sends, Esc leaves. */
export function ShipPanel({ orderId, onClose }: { orderId: number; onClose: () => void }) {
  const { t } = useTranslation('fulfilment')
  const { sayError } = useProblemWords()
  const options = useQuery({
    queryKey: ['order', orderId, 'shipping'],
    queryFn: () => client.fulfilment.options({ orderId }),
  })
  useEscape(onClose)
  const [shown, setShown] = useState(options.data)
  const left = options.data?.lines.filter((line) => line.left > 0)
  if (options.data && options.data !== shown && left && left.length > 0) setShown(options.data)
  const lines = shown?.lines.filter((line) => line.left > 0) ?? left
  return (
    <section className="ship-panel ship-ui" aria-label={t('panel')}>
      {options.isError ? (
        <p className="tlate" role="alert">
          {sayError(options.error)}
        </p>
      ) : lines === undefined ? (
        <p className="s i2" aria-busy="true">
          {t('reading')}
        </p>
      ) : lines.length === 0 ? (
        <p className="i2">{t('nothingLeft')}</p>
      ) : (
        <Parcels
          orderId={orderId}
          lines={lines}
          parts={shown?.parts ?? null}
          several={shown?.severalParcels ?? true}
          gone={left?.length === 0}
          onClose={onClose}
        />
      )}
    </section>
  )
}

function Parcels({
  orderId,
  lines,
  parts,
  several,
  gone,
  onClose,
}: {
  orderId: number
  lines: readonly ShippingLine[]
  parts: string | null
  several: boolean
  /** Everything has left elsewhere since this was opened. */
  gone: boolean
  onClose: () => void
}) {
  const { t } = useTranslation('fulfilment')
  const { sayError } = useProblemWords()
  const [drafts, setDrafts] = useState<readonly ParcelDraft[]>(() => [nextDraft(lines, [])])
  const send = useSend(
    async (drafts: readonly ParcelDraft[], command) =>
      client.fulfilment.ship({ ...command, orderId, parcels: await parcelsOf(drafts) }),
    onClose,
  )
  const change = (next: ParcelDraft) => {
    setDrafts(drafts.map((draft) => (draft.key === next.key ? next : draft)))
    send.reset()
  }
  const full = drafts.filter((draft) => piecesOf(draft) > 0)
  const tooLong = drafts.some(isTooLong)
  // A number that was scanned must not be dropped in silence because the pieces are in another parcel.
  const hollow = drafts.some((draft) => piecesOf(draft) === 0 && draft.waybill.trim() !== '')
  const ready =
    !gone && !tooLong && !hollow && full.length > 0 && full.every((draft) => draft.waybill.trim().length >= 4)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !send.busy) send.go(full)
      }}
    >
      {drafts.map((draft, n) => (
        <div key={draft.key}>
          {drafts.length > 1 && (
            <div className="row s i2">
              <b>{t('parcelN', { n: n + 1 })}</b>
              <button
                type="button"
                className="btn q sm"
                onClick={() => setDrafts(drafts.filter((one) => one.key !== draft.key))}
              >
                {t('dropParcel')}
              </button>
            </div>
          )}
          <ParcelForm
            draft={draft}
            drafts={drafts}
            lines={lines}
            pieces={parts !== 'lines'}
            onChange={change}
          />
        </div>
      ))}
      {gone && (
        <p className="tlate" role="alert">
          {t('goneMeanwhile')}
        </p>
      )}
      {send.error !== null && (
        <ConfirmBox
          sentence={sayError(send.error)}
          confirm={send.asks}
          busy={send.busy}
          onYes={(name) => send.yes(name, full)}
        />
      )}
      {parts === null && <p className="s i2">{t('notTold')}</p>}
      <div className="row">
        <button type="submit" className="btn p" disabled={!ready || send.busy}>
          <Icon name="truck" />
          {send.busy ? t('sending') : full.length > 1 ? t('sendParcels', { n: full.length }) : t('send')}
          <Kbd>Enter</Kbd>
        </button>
        {several && parts !== 'order' && (
          <button
            type="button"
            className="btn"
            onClick={() => setDrafts([...drafts, nextDraft(lines, drafts)])}
          >
            <Icon name="plus" /> {t('addParcel')}
          </button>
        )}
        <span className="g s i2">
          {ready || gone || tooLong
            ? ''
            : t(full.length === 0 ? 'needsPieces' : hollow ? 'hollowParcel' : 'needsWaybill')}
        </span>
        <button type="button" className="btn q" onClick={onClose}>
          {t('cancel')} <Kbd>Esc</Kbd>
        </button>
      </div>
    </form>
  )
}

/** A scanner is faster than recognition: what no one chose is settled here, before it is sent. */
async function parcelsOf(drafts: readonly ParcelDraft[]) {
  return Promise.all(
    drafts.map(async (draft) => {
      const recognised =
        draft.courier ||
        (await client.fulfilment.recognise({ waybill: draft.waybill, courier: null })).courier
      return {
        courier: recognised ?? '',
        waybill: draft.waybill.trim(),
        lines: Object.entries(draft.quantities)
          .filter(([, quantity]) => quantity > 0)
          .map(([lineExternalId, quantity]) => ({ lineExternalId, quantity })),
      }
    }),
  )
}
