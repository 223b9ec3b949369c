import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../client'
import { EmptyState } from '../ui'
import { PackStep } from './PackStep'
import './fulfilment.css'
import './pick.css'
import { PickStop } from './PickStop'
import { useProblemWords } from './use-shipping-words'
import { stopsOf, storedTicks, storeTicks, type Tick } from './wave'

/** So many orders a person carries in one round. */
const WAVE = 12

/** A round through the warehouse on a phone: stop by stop, then a waybill on each parcel. Never money. */
export function PickPage() {
  const { t } = useTranslation('fulfilment')
  const { sayError } = useProblemWords()
  const [round, setRound] = useState(1)
  // A wave stays as it was begun, whatever the feed brings: the slots on the trolley do not move.
  const wave = useQuery({
    queryKey: ['pick-wave', round],
    queryFn: () => client.fulfilment.picking({ orderIds: null, limit: WAVE }),
    staleTime: Infinity,
  })
  const orders = wave.data?.orders
  if (wave.isError) return <EmptyState title={sayError(wave.error)} />
  if (!orders) return <p className="pick-wait">{t('reading')}</p>
  if (orders.length === 0)
    return (
      <EmptyState
        title={t('nothingToPick')}
        why={t('nothingToPickWhy')}
        action={
          <button type="button" className="pick-big" onClick={() => void wave.refetch()}>
            {t('nextWave')}
          </button>
        }
      />
    )
  return (
    <Round key={orders.map((order) => order.id).join()} orders={orders} onNext={() => setRound(round + 1)} />
  )
}

type Orders = Awaited<ReturnType<typeof client.fulfilment.picking>>['orders']

function Round({ orders, onNext }: { orders: Orders; onNext: () => void }) {
  const { t } = useTranslation('fulfilment')
  const name = orders.map((order) => order.id).join()
  const [ticks, setTicks] = useState(() => storedTicks(name))
  const stops = stopsOf(orders)
  const at = stops.findIndex((stop) => ticks[stop.key] === undefined)
  const all = stops.reduce((sum, stop) => sum + stop.quantity, 0)
  const done = stops
    .filter((stop) => ticks[stop.key] === 'picked')
    .reduce((sum, stop) => sum + stop.quantity, 0)
  const tick = (key: string, how: Tick | undefined) => {
    const { [key]: _before, ...others } = ticks
    const next = how === undefined ? others : { ...others, [key]: how }
    setTicks(next)
    storeTicks(name, next)
  }
  const before = stops[(at < 0 ? stops.length : at) - 1]
  const stop = stops[at]
  return (
    <div className="pick ship-ui">
      <header className="pick-head">
        <h2>{t('pickTitle', { warehouse: orders[0]?.warehouse ?? '' })}</h2>
        <div className="row">
          <span>{stop ? t('station', { n: at + 1, all: stops.length }) : t('packTitle')}</span>
          <span className="g" />
          {before ? (
            <button type="button" className="pick-back" onClick={() => tick(before.key, undefined)}>
              {t('stopBefore')}
            </button>
          ) : null}
          <span className="n">{t('picked', { done, all })}</span>
        </div>
        <div className="prog" role="progressbar" aria-valuemin={0} aria-valuemax={all} aria-valuenow={done}>
          <i style={{ width: `${(done / Math.max(1, all)) * 100}%` }} />
        </div>
      </header>
      {stop ? (
        <PickStop
          key={stop.key}
          stop={stop}
          notes={orders.map((order) => order.buyerNote)}
          coming={stops.slice(at + 1)}
          onTick={(how) => tick(stop.key, how)}
        />
      ) : (
        <PackStep
          orders={orders}
          missing={(line) => ticks[line.sku ?? `${line.title} ${line.variant ?? ''}`] === 'missing'}
          onNext={onNext}
        />
      )}
    </div>
  )
}
