import { useState } from 'react'
import { PinFields } from './PinFields'
import { judgePin, pinTaken } from './pin-strength'
import { useFirstRunWords } from './use-first-run-words'
import { useSignIn } from './use-sign-in'

/** Somebody's first time: the owner's one-time code, then their own PIN twice. */
export function FirstPinForm({ personId }: { personId: string }) {
  const { t } = useFirstRunWords()
  const [code, setCode] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const { busy, left, said, wrong, forget, submit } = useSignIn()
  const ready = code.trim() !== '' && pinTaken(judgePin(pin)) && pin === again && left === 0 && !busy
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) void submit({ personId, code, pin })
      }}
    >
      <div className="settings-field">
        <label htmlFor="sign-in-code">{t('code')}</label>
        <div>
          <input
            id="sign-in-code"
            className="input sign-in-pin"
            autoFocus
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={12}
            value={code}
            aria-invalid={wrong}
            aria-describedby="sign-in-said"
            onChange={({ target }) => {
              setCode(target.value)
              forget()
            }}
          />
          <p className="s i2">{t('codeHelp')}</p>
        </div>
      </div>
      <PinFields
        idPrefix="first"
        label={t('pinOwn')}
        pin={pin}
        again={again}
        onPin={setPin}
        onAgain={setAgain}
      />
      <p id="sign-in-said" className={`s ${left > 0 ? 'twarn' : 'tlate'}`} role="status">
        {said}
      </p>
      <button type="submit" className="btn p lg" disabled={!ready}>
        {busy ? t('signingIn') : t('codeDo')}
      </button>
    </form>
  )
}
