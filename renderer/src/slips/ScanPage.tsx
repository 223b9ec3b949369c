import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { connection } from '../client'
import { useReason } from '../drawer/use-reason'
import { usePhone } from '../phone/use-phone'
import { go, goHome } from '../route'
import { Icon } from '../ui'
import { ScanBand } from './ScanBand'
import { ScanRow } from './ScanRow'
import { pictures } from './send-queue'
import { wakeSound } from './signals'
import { signalOf, useBatch } from './use-batch'
import { useCamera } from './use-camera'
import { useSlipWords } from './use-slip-words'
import '../drawer/parts.css'
import './scan.css'

const SOUND = 'zg.scan.sound'
const two = (n: number) => String(n).padStart(2, '0')

/** Slips by phone: picture after picture, each told by colour, word, sound and pulse; kept here while the line is lost. */
export function ScanPage() {
  const { t } = useSlipWords()
  const reason = useReason()
  const phone = usePhone()
  const { video, live: filming, setLight: lamp, shoot: film } = useCamera()
  const file = useRef<HTMLInputElement>(null)
  const [since, setSince] = useState(() => Date.now())
  const [aloud, setAloud] = useState(() => localStorage.getItem(SOUND) !== 'off')
  const [light, setLight] = useState(false)
  const batch = useBatch(since, aloud)
  const live = useSyncExternalStore(
    (listener) => {
      connection.listeners.add(listener)
      return () => connection.listeners.delete(listener)
    },
    () => connection.live,
  )
  useEffect(() => void pictures.sendKept(), [])
  const take = (picture: Blob) => {
    const at = new Date()
    const name = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}.jpg`
    pictures.handIn([{ picture, name }], 'phone', true)
  }
  const shoot = () => {
    wakeSound()
    if (!filming) return file.current?.click()
    void film().then((picture) => picture && take(picture))
  }
  const count = (signal: string) => batch.rows.filter((row) => signalOf(row) === signal).length
  const taken = batch.rows.length + batch.waiting
  return (
    <div className="scan-page">
      <section className="scan-camera" aria-label={t('scanReady')}>
        <video ref={video} autoPlay playsInline muted className={filming ? '' : 'off'} />
        {!filming && (
          <div className="scan-ready">
            <Icon name="scan" size={40} />
            <b>{t('scanReady')}</b>
            <span>{t(window.isSecureContext ? 'scanReadyWhy' : 'scanNoCamera')}</span>
          </div>
        )}
        {filming && <div className="scan-aim" aria-hidden="true" />}
        <header>
          <button type="button" onClick={() => (phone ? goHome() : go({ page: 'returns', order: null }))}>
            <Icon name="left" />
            {t('scanExit')}
          </button>
          <span className="g" />
          <button
            type="button"
            aria-pressed={aloud}
            onClick={() => {
              localStorage.setItem(SOUND, aloud ? 'off' : 'on')
              wakeSound()
              setAloud(!aloud)
            }}
          >
            <Icon name={aloud ? 'sound' : 'mute'} />
            {t(aloud ? 'soundOn' : 'soundOff')}
          </button>
          {lamp && (
            <button
              type="button"
              aria-pressed={light}
              onClick={() => {
                lamp?.(!light)
                setLight(!light)
              }}
            >
              <Icon name="bolt" />
              {t('light')}
            </button>
          )}
        </header>
        <ScanBand batch={batch} />
      </section>
      {!live && batch.kept > 0 && (
        <p className="scan-offline" role="alert">
          <Icon name="warn" />
          {t('scanOffline', { n: batch.kept })}
        </p>
      )}
      {batch.unsafe > 0 && (
        <p className="scan-offline" role="alert">
          <Icon name="warn" />
          {t('scanUnsafe', { n: batch.unsafe })}
        </p>
      )}
      <div className="scan-counts" role="status">
        <Count icon="check" tone="tok" word={t('countMatched')} n={count('matched')} />
        <Count icon="warn" tone="twarn" word={t('countAsk')} n={count('ask')} />
        <Count
          icon="close"
          tone="tlate"
          word={t('countBad')}
          n={count('unreadable') + batch.refused.length}
        />
      </div>
      <div className="scan-list" tabIndex={0} role="group" aria-label={t('listLabel')}>
        {batch.rows.length === 0 && batch.refused.length === 0 && <p className="i2 m">{t('scanEmpty')}</p>}
        {batch.refused.map((one) => (
          <p key={one.commandId} className="tlate m">
            {t('sendFailed', { name: one.name, reason: reason(one.error) })}
          </p>
        ))}
        {batch.rows.map((row) => (
          <ScanRow key={row.id} row={row} />
        ))}
      </div>
      <footer className="scan-foot">
        <button type="button" className={taken === 0 ? 'btn p g' : 'btn g'} onClick={shoot}>
          <Icon name="camera" size={20} />
          {t(taken === 0 ? 'scanShootFirst' : 'scanShoot')}
        </button>
        {taken > 0 && (
          <button
            type="button"
            className="btn p g"
            disabled={batch.waiting > 0}
            onClick={() => setSince(Date.now())}
          >
            {t('scanEnd', { n: taken })}
          </button>
        )}
      </footer>
      <input
        ref={file}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        data-pick="phone"
        onChange={({ currentTarget }) => {
          for (const picture of currentTarget.files ?? []) take(picture)
          currentTarget.value = ''
        }}
      />
    </div>
  )
}

function Count({ icon, tone, word, n }: { icon: 'check' | 'warn' | 'close'; tone: string; word: string; n: number }) {
  return (
    <div className={tone}>
      <Icon name={icon} />
      {word} <b className="n">{n}</b>
    </div>
  )
} // prettier-ignore
