import { useTranslation } from 'react-i18next'

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** Digits large enough for a thumb; letters are typed on the phone's own keyboard. */
export function PinPad(props: { pin: string; onPin: (pin: string) => void; onLetters: () => void }) {
  const { t } = useTranslation('firstRun')
  const { pin, onPin, onLetters } = props
  const key = (digit: string) => (
    <button key={digit} type="button" onClick={() => onPin(pin + digit)}>
      {digit}
    </button>
  )
  return (
    <div className="pin-pad" role="group" aria-label={t('pad')}>
      {DIGITS.map(key)}
      <button type="button" className="word" onClick={onLetters}>
        {t('padLetters')}
      </button>
      {key('0')}
      <button
        type="button"
        className="word"
        disabled={pin === ''}
        aria-label={t('padBack')}
        onClick={() => onPin(pin.slice(0, -1))}
      >
        ⌫
      </button>
    </div>
  )
}
