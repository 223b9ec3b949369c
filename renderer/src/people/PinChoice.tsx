import { useState } from 'react'
import { PinFields } from '../first-run/PinFields'
import { judgePin, pinTaken } from '../first-run/pin-strength'
import { usePeopleWords } from './use-people-words'

/** `null`: by a one-time code; a text: what the owner chose; `undefined`: not ready yet. */
export type ChosenPin = string | null | undefined

/** How somebody comes to their PIN: with a code of their own, or told by the owner. */
export function PinChoice({ idPrefix, onPin }: { idPrefix: string; onPin: (pin: ChosenPin) => void }) {
  const { t } = usePeopleWords()
  const [byOwner, setByOwner] = useState(false)
  const [typed, setTyped] = useState({ pin: '', again: '' })
  const tell = (next: typeof typed) => {
    setTyped(next)
    onPin(pinTaken(judgePin(next.pin)) && next.pin === next.again ? next.pin : undefined)
  }
  const choose = (mine: boolean) => {
    setByOwner(mine)
    setTyped({ pin: '', again: '' })
    onPin(mine ? undefined : null)
  }
  return (
    <>
      <div className="settings-field">
        <span id={`${idPrefix}-how`}>{t('pinHow')}</span>
        <div className="settings-choices" role="radiogroup" aria-labelledby={`${idPrefix}-how`}>
          {[false, true].map((mine) => (
            <label key={String(mine)} className={mine === byOwner ? 'on' : ''}>
              <input
                type="radio"
                name={`${idPrefix}-how`}
                checked={mine === byOwner}
                onChange={() => choose(mine)}
              />
              {t(mine ? 'pinByOwner' : 'pinByCode')}
            </label>
          ))}
        </div>
      </div>
      {byOwner ? (
        <PinFields
          idPrefix={idPrefix}
          label={t('pinNew')}
          pin={typed.pin}
          again={typed.again}
          onPin={(pin) => tell({ ...typed, pin })}
          onAgain={(again) => tell({ ...typed, again })}
        />
      ) : null}
    </>
  )
}
