import { lazy, Suspense, useEffect, useState } from 'react'
import type { StationView } from '../../../core/rpc/api'
import { client } from '../client'
import { useSecondsLeft } from '../ui'
import { useKeys } from '../keys'
import { inFours } from './CodeShown'
import { Trouble } from './Trouble'
import { useCommand } from './use-command'
import { usePeopleWords } from './use-people-words'

const QrCode = lazy(async () => ({ default: (await import('./QrCode')).QrCode }))

/** One device pairs: QR, letters to type, how long they hold; and the word when it is done. */
export function PairPanel({ stations, onClose }: { stations: readonly StationView[]; onClose: () => void }) {
  const { t } = usePeopleWords()
  const [before] = useState(() => new Set(stations.map(({ id }) => id)))
  const { mutate: offer, data, error } = useCommand(client.stations.offerPairing)
  useEffect(() => offer({}), [offer])
  useKeys({ Escape: onClose })
  const paired = stations.find(({ id }) => !before.has(id))
  const left = useSecondsLeft(data?.until)
  const link = data?.links[0]
  return (
    <div className="settings-pane people-pair" role="group" aria-label={t('pairTitle')}>
      {paired ? (
        <p className="m tok b" role="status">
          {t('pairDone', { name: paired.name })}
        </p>
      ) : (
        <>
          <p className="m b">{t('pairTitle')}</p>
          <p className="m i2">{t('pairHow')}</p>
          {data && link && left > 0 ? (
            <div className="people-pair-code">
              <Suspense fallback={<span className="people-qr" />}>
                <QrCode text={link} label={t('pairQr', { link })} />
              </Suspense>
              <div>
                <p className="s i2">{t('lanAt')}</p>
                {data.links.map((one) => (
                  <p key={one} className="m b id">
                    {new URL(one).host}
                  </p>
                ))}
                <p className="s i2 people-gap">{t('pairCode')}</p>
                <output className="people-letters">{inFours(data.code)}</output>
                <p className="s i2">{t('pairLeft', { time: minutes(left) })}</p>
              </div>
            </div>
          ) : null}
          {data && left === 0 ? <p className="m twarn">{t('pairOver')}</p> : null}
        </>
      )}
      <div className="row settings-acts">
        {data && left === 0 && !paired ? (
          <button type="button" className="btn p" onClick={() => offer({})}>
            {t('pairAgain')}
          </button>
        ) : null}
        <button type="button" className="btn" autoFocus onClick={onClose}>
          {t('close')}
        </button>
        <Trouble error={error} />
      </div>
    </div>
  )
}

const minutes = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
