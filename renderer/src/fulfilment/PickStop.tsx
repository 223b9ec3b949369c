import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../keys'
import { Icon, Thumb } from '../ui'
import type { Stop, Tick } from './wave'

/** The second touch of a double tap would fall on the button of the next stop, which nobody has read yet. */
const DOUBLE_TAP_MS = 350

/** One stop, large enough for an arm's length: which goods, how many, into which slots. */
export function PickStop({
  stop,
  notes,
  coming,
  onTick,
}: {
  stop: Stop
  /** Buyers' notes by slot. */
  notes: readonly string[]
  coming: readonly Stop[]
  onTick: (how: Tick) => void
}) {
  const { t } = useTranslation('fulfilment')
  const [settled, setSettled] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), DOUBLE_TAP_MS)
    return () => clearTimeout(timer)
  }, [])
  useKeys({ Enter: () => onTick('picked') }, settled)
  return (
    <>
      <div className="pick-body">
        <p className="pick-place id">{stop.sku ?? t('noSku')}</p>
        <div className="pick-goods">
          <Thumb url={stop.pictureUrl} size={96} />
          <div>
            <b>{stop.title}</b>
            {stop.variant && <span>{stop.variant}</span>}
          </div>
        </div>
        <div className="pick-count">
          <b className="n">{stop.quantity}</b>
          <div>
            <b>{t('pickN', { n: stop.quantity })}</b>
            <div className="pick-slots">
              {stop.slots.map(({ slot, quantity }) => (
                <span key={slot}>{t('slot', { n: slot, q: quantity })}</span>
              ))}
            </div>
          </div>
        </div>
        {stop.slots.map(({ slot }) =>
          (notes[slot - 1] ?? '') === '' ? null : (
            <p key={slot} className="pick-note">
              <Icon name="note" /> {t('noteOfSlot', { n: slot, note: notes[slot - 1] ?? '' })}
            </p>
          ),
        )}
        {coming.length > 0 && (
          <>
            <p className="pick-next">{t('next', { n: coming.length })}</p>
            <ul className="pick-coming">
              {coming.map((one) => (
                <li key={one.key}>
                  <b className="id el">{one.sku ?? t('noSku')}</b>
                  <Thumb url={one.pictureUrl} size={36} />
                  <span className="g el">
                    {one.title} {one.variant}
                  </span>
                  <b className="n">× {one.quantity}</b>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <footer className="pick-foot pick-stop-foot">
        <button type="button" className="pick-side" disabled={!settled} onClick={() => onTick('missing')}>
          {t('missing')}
        </button>
        <button type="button" className="pick-big" disabled={!settled} onClick={() => onTick('picked')}>
          <Icon name="check" /> {t('pickDone', { n: stop.quantity })}
        </button>
      </footer>
    </>
  )
}
