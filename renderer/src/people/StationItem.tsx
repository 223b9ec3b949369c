import { useState } from 'react'
import type { StationView } from '../../../core/rpc/api'
import { client } from '../client'
import { dateTime } from '../drawer/times'
import { useKeys } from '../keys'
import { useNow } from '../ui'
import { Trouble } from './Trouble'
import { useCommand } from './use-command'
import { usePeopleWords } from './use-people-words'

/** One paired device: who is on it, when it was last seen, and sending it away. */
export function StationItem({ station }: { station: StationView }) {
  const { t } = usePeopleWords()
  const now = useNow()
  const [removing, setRemoving] = useState(false)
  const remove = useCommand(client.stations.remove)
  useKeys({ Escape: () => setRemoving(false) }, removing)
  const names = station.people.join(t('list'))
  return (
    <article className="settings-shop" data-station={station.id}>
      <div className="settings-row">
        <div className="g">
          <b className="m el">{station.name}</b>
          <div className="s i2 el">
            {[
              t('stationPaired', { at: dateTime(station.pairedAt, now) }),
              t('stationSeen', { at: dateTime(station.lastSeenAt, now) }),
              names ? t('stationPeople', { names }) : t('stationNobody'),
            ].join(' · ')}
          </div>
        </div>
        <button
          type="button"
          className="btn sm q d"
          aria-expanded={removing}
          onClick={() => setRemoving(!removing)}
        >
          {t('stationRemove')}
        </button>
      </div>
      {removing ? (
        <div
          className="settings-pane settings-remove"
          role="group"
          aria-label={t('stationRemoveTitle', { name: station.name })}
        >
          <p className="m b">{t('stationRemoveTitle', { name: station.name })}</p>
          <ol className="m i2">
            <li>{t('stationRemove1')}</li>
            <li>{t('stationRemove2')}</li>
          </ol>
          <div className="row settings-acts">
            <button
              type="button"
              className="btn d"
              disabled={remove.isPending}
              onClick={() => remove.mutate({ id: station.id })}
            >
              {t('stationRemoveDo')}
            </button>
            <button type="button" className="btn q" onClick={() => setRemoving(false)}>
              {t('removeKeep')}
            </button>
            <Trouble error={remove.error} />
          </div>
        </div>
      ) : null}
    </article>
  )
}
