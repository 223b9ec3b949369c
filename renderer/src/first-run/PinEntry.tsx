import { useState } from 'react'
import { usePhone } from '../phone/use-phone'
import { PinPad } from './PinPad'
import { useFirstRunWords } from './use-first-run-words'
import { useSignIn } from './use-sign-in'

/** The PIN of one person. On a phone by the pad, unless it has letters. */
export function PinEntry({ personId }: { personId: string }) {
  const { t } = useFirstRunWords()
  const phone = usePhone()
  const [letters, setLetters] = useState(false)
  const [pin, setPin] = useState('')
  const { busy, left, said, wrong, forget, submit } = useSignIn()
  const pad = phone && !letters
  const type = (text: string) => {
    setPin(text)
    forget()
  }
  async function send() {
    await submit({ personId, pin })
    setPin('')
    if (!pad) document.getElementById('sign-in-pin')?.focus()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (pin !== '' && left === 0 && !busy) void send()
      }}
    >
      <label className="unseen" htmlFor="sign-in-pin">
        {t('pin')}
      </label>
      <input
        id="sign-in-pin"
        className="input sign-in-pin"
        type="password"
        inputMode={pad ? 'none' : 'text'}
        autoComplete="current-password"
        autoFocus={!pad}
        maxLength={20}
        placeholder="PIN"
        value={pin}
        aria-describedby="sign-in-said"
        aria-invalid={wrong}
        onChange={({ target }) => type(target.value)}
      />
      <p id="sign-in-said" className={`s ${left > 0 ? 'twarn' : 'tlate'}`} role="status">
        {said}
      </p>
      {pad ? (
        <PinPad
          pin={pin}
          onPin={type}
          onLetters={() => {
            setLetters(true)
            document.getElementById('sign-in-pin')?.focus()
          }}
        />
      ) : null}
      <button type="submit" className="btn p lg" disabled={pin === '' || left > 0 || busy}>
        {busy ? t('signingIn') : t('signInDo')}
      </button>
    </form>
  )
}
