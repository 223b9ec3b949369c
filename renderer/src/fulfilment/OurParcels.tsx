import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShipmentView } from '../../../core/rpc/api'
import { client } from '../client'
import { OrderNumber } from '../ui'
import { ConfirmBox } from './ConfirmBox'
import { CourierSelect } from './CourierSelect'
import './fulfilment.css'
import { useRecognised } from './ParcelForm'
import { useCouriers } from './use-couriers'
import { useSend } from './use-send'
import { useProblemWords } from './use-shipping-words'

/** What we shipped of this order, and whether the platform knows. A refusal stands with its words and the way on. */
export function OurParcels({ orderId }: { orderId: number }) {
  const { t } = useTranslation('fulfilment')
  const parcels = useQuery({
    queryKey: ['order', orderId, 'parcels'],
    queryFn: () => client.fulfilment.parcels({ orderId }),
  }).data?.parcels
  if (!parcels || parcels.length === 0) return null
  return (
    <dl className="drawer-kv ruled ship-ui">
      <dt>{t('ourParcels')}</dt>
      <dd className="drawer-stack">
        {parcels.map((parcel) => (
          <OneParcel key={parcel.id} parcel={parcel} />
        ))}
      </dd>
    </dl>
  )
}

function OneParcel({ parcel }: { parcel: ShipmentView }) {
  const { t } = useTranslation('fulfilment')
  const { say } = useProblemWords()
  const { nameOf } = useCouriers()
  const tone =
    parcel.state === 'told' ? 'tag o' : parcel.state === 'refused' || parcel.stuck ? 'tag l' : 'tag w'
  return (
    <div data-shipment={parcel.state}>
      <div className="row">
        <span>{nameOf(parcel.courier)}</span>
        <OrderNumber number={parcel.waybill} />
        <span className={tone}>{parcel.stuck ? t('waitsForYou') : t(parcel.state)}</span>
      </div>
      {parcel.state === 'refused' && (
        <p className="s tlate" role="alert">
          {say('platform-refused', { message: parcel.reason ?? '' })}
        </p>
      )}
      {parcel.problem !== null && <p className="s i2">{parcel.problem}</p>}
      {(parcel.state === 'refused' || parcel.stuck) && <Retry key={parcel.state} parcel={parcel} />}
    </div>
  )
}

function Retry({ parcel }: { parcel: ShipmentView }) {
  const { t } = useTranslation('fulfilment')
  const { sayError } = useProblemWords()
  const [waybill, setWaybill] = useState(parcel.waybill)
  const [courier, setCourier] = useState('')
  const recognised = useRecognised(waybill, courier)
  const send = useSend(
    (input: { courier: string; waybill: string }, command) =>
      client.fulfilment.retry({ ...command, ...input, shipmentId: parcel.id }),
    () => undefined,
  )
  const chosen = courier || (waybill === parcel.waybill ? parcel.courier : (recognised?.courier ?? ''))
  const input = { courier: chosen, waybill: waybill.trim() }
  return (
    <form
      className="ship-retry"
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen !== '') send.go(input)
      }}
    >
      <div className="row">
        {parcel.state === 'refused' && (
          <>
            <input
              className="input id"
              aria-label={t('newWaybill')}
              value={waybill}
              spellCheck={false}
              onChange={(event) => setWaybill(event.target.value)}
            />
            <CourierSelect label={t('courier')} value={chosen} onChange={setCourier} />
          </>
        )}
        <button type="submit" className="btn" disabled={send.busy || chosen === ''}>
          {t(parcel.state === 'refused' ? 'tryAgain' : 'tellAgain')}
        </button>
      </div>
      {send.error !== null && (
        <ConfirmBox
          sentence={sayError(send.error)}
          confirm={send.asks}
          busy={send.busy}
          onYes={(name) => send.yes(name, input)}
        />
      )}
    </form>
  )
}
