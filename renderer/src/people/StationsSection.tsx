import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { LanView } from '../../../core/rpc/api'
import { client } from '../client'
import { useReason } from '../drawer/use-reason'
import { Section } from '../settings/Section'
import { Icon } from '../ui'
import { PairPanel } from './PairPanel'
import './people.css'
import { StationItem } from './StationItem'
import { Trouble } from './Trouble'
import { useCommand } from './use-command'
import { usePeopleWords } from './use-people-words'

/** The door to the LAN, and the devices that came in by it. */
export function StationsSection() {
  const { t } = usePeopleWords()
  const reason = useReason()
  const [pairing, setPairing] = useState(false)
  const overview = useQuery({
    queryKey: ['stations', 'overview'],
    queryFn: () => client.stations.overview(),
    // A PC that joins its Wi-Fi later has an address by itself.
    refetchInterval: ({ state }) => (state.data?.lan.problem ? 5_000 : false),
  })
  const { lan, stations = [] } = overview.data ?? {}
  return (
    <Section id="stations" title={t('secStations')} why={t('stationsWhy')}>
      {overview.isError && !lan ? (
        <p className="m tlate" role="alert">
          {t('loadFailed', { reason: reason(overview.error) })}
        </p>
      ) : null}
      <div className="settings-pan">
        {lan ? <LanRow lan={lan} /> : null}
        {stations.map((station) => (
          <StationItem key={station.id} station={station} />
        ))}
        {lan && stations.length === 0 && !pairing ? (
          <div className="settings-empty">
            <p className="m b">{t('noStations')}</p>
            <p className="m i2">{t(lan.on ? 'noStationsOn' : 'noStationsOff')}</p>
          </div>
        ) : null}
        {pairing && lan?.on ? (
          <PairPanel stations={stations} onClose={() => setPairing(false)} />
        ) : (
          <div className="settings-row">
            <button
              type="button"
              className="btn"
              disabled={!lan?.on || lan.addresses.length === 0}
              onClick={() => setPairing(true)}
            >
              <Icon name="plus" />
              {t('pair')}
            </button>
            {lan && !lan.on ? <span className="s i2">{t('noStationsOff')}</span> : null}
          </div>
        )}
      </div>
    </Section>
  )
}

function LanRow({ lan }: { lan: LanView }) {
  const { t } = usePeopleWords()
  const set = useCommand(client.stations.setLan)
  return (
    <div className="settings-shop">
      <div className="settings-row">
        <div className="g">
          <p className="m b">{t('lan')}</p>
          <p className="s i2">{t(lan.on ? 'lanOn' : 'lanOff')}</p>
        </div>
        <Trouble error={set.error} />
        <button
          type="button"
          role="switch"
          aria-checked={lan.on}
          aria-label={t('lan')}
          className={lan.on ? 'btn' : 'btn p'}
          disabled={set.isPending}
          onClick={() => set.mutate({ on: !lan.on })}
        >
          {t(lan.on ? 'lanDoOff' : 'lanDoOn')}
        </button>
      </div>
      {lan.on ? (
        <div className="settings-pane people-lan">
          {lan.problem ? (
            <p className="m twarn" role="status">
              {t(lan.problem === 'no-network' ? 'lanNoNetwork' : 'lanPortInUse')}
            </p>
          ) : (
            <p className="m">
              {t('lanAt')}{' '}
              {lan.addresses.map((address) => (
                <b key={address} className="id">
                  {address}{' '}
                </b>
              ))}
            </p>
          )}
          <p className="s i2">{t('lanOffWhy')}</p>
          <p className="s i2">{t('lanFirewall')}</p>
          <p className="s i2">{t('lanHttp')}</p>
        </div>
      ) : null}
    </div>
  )
}
