import { useState } from 'react'
import { judgePin, pinTaken } from './pin-strength'
import { useFirstRunWords } from './use-first-run-words'

/** A new PIN, typed twice, with a word on how easily it is guessed. */
export function PinFields(props: {
  idPrefix: string
  label: string
  pin: string
  again: string
  onPin: (pin: string) => void
  onAgain: (pin: string) => void
  autoFocus?: boolean
  /** Nothing is said before the person types. */
  quiet?: boolean
}) {
  const { t } = useFirstRunWords()
  const [shown, setShown] = useState(false)
  const verdict = judgePin(props.pin)
  const tone =
    verdict === 'empty' ? 'i2' : !pinTaken(verdict) ? 'tlate' : verdict === 'date' ? 'twarn' : 'tok'
  const differ = props.again !== '' && props.again !== props.pin
  const kind = shown ? 'text' : 'password'
  return (
    <>
      <div className="settings-field">
        <label htmlFor={`${props.idPrefix}-pin`}>{props.label}</label>
        <div>
          <div className="row">
            <input
              id={`${props.idPrefix}-pin`}
              className="input pin"
              type={kind}
              autoComplete="new-password"
              spellCheck={false}
              autoFocus={props.autoFocus}
              maxLength={20}
              value={props.pin}
              aria-invalid={verdict !== 'empty' && !pinTaken(verdict)}
              aria-describedby={`${props.idPrefix}-verdict`}
              onChange={(event) => props.onPin(event.target.value)}
            />
            <button type="button" className="btn q sm" aria-pressed={shown} onClick={() => setShown(!shown)}>
              {t(shown ? 'pinHide' : 'pinShow')}
            </button>
          </div>
          <p id={`${props.idPrefix}-verdict`} className={`s ${tone}`} aria-live="polite">
            {props.quiet ? '' : t(`pin_${verdict}`)}
          </p>
        </div>
      </div>
      <div className="settings-field">
        <label htmlFor={`${props.idPrefix}-again`}>{t('pinAgain')}</label>
        <div>
          <input
            id={`${props.idPrefix}-again`}
            className="input pin"
            type={kind}
            autoComplete="new-password"
            spellCheck={false}
            maxLength={20}
            value={props.again}
            aria-invalid={differ}
            aria-describedby={`${props.idPrefix}-differ`}
            onChange={(event) => props.onAgain(event.target.value)}
          />
          <p id={`${props.idPrefix}-differ`} className="s tlate" aria-live="polite">
            {differ ? t('pinDiffer') : ''}
          </p>
        </div>
      </div>
    </>
  )
}
