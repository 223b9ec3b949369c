import { useEffect, useState } from 'react'
import { signIn } from '../client'
import { useReason } from '../drawer/use-reason'
import { LanguageSwitch } from './LanguageSwitch'
import { Mark } from './Mark'
import { useFirstRunWords } from './use-first-run-words'
import '../drawer/parts.css'
import './first-run.css'

type SignInAnswer = { readonly kind: 'wrong' | 'wait' } | { readonly kind: 'failed'; readonly error: unknown }

/** Any browser but the owner's own window asks for the PIN. `firstRun`: none is set here yet, so none opens it. */
export function SignInPage({ firstRun }: { firstRun: boolean }) {
  const { t } = useFirstRunWords()
  const reason = useReason()
  const [pin, setPin] = useState('')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<SignInAnswer | null>(null)
  const [waitUntil, setWaitUntil] = useState(0)
  const left = useSecondsLeft(waitUntil)

  async function submit() {
    setBusy(true)
    try {
      const given = await signIn(pin)
      // The line was opened without the session: the page begins anew with it.
      if (given.ok) return window.location.reload()
      setAnswer(given.retryAfterSeconds > 0 ? { kind: 'wait' } : { kind: 'wrong' })
      if (given.retryAfterSeconds > 0) setWaitUntil(Date.now() + given.retryAfterSeconds * 1000)
    } catch (error) {
      setAnswer({ kind: 'failed', error })
    }
    setBusy(false)
    setPin('')
    document.getElementById('sign-in-pin')?.focus()
  }
  const said =
    left > 0 ? t('waitSeconds', { n: left })
    : answer?.kind === 'wait' ? t('waitOver')
    : answer?.kind === 'wrong' ? t('wrongPin')
    : answer?.kind === 'failed' ? t('signInFailed', { reason: reason(answer.error) })
    : '' // prettier-ignore
  return (
    <main className="sign-in">
      <div className="sign-in-language">
        <LanguageSwitch />
      </div>
      <form
        className="sign-in-card"
        onSubmit={(event) => {
          event.preventDefault()
          if (pin !== '' && left === 0 && !busy) void submit()
        }}
      >
        <Mark size={48} />
        <h1>{t('signIn')}</h1>
        <p className="m i2">{t('signInLead')}</p>
        <label className="unseen" htmlFor="sign-in-pin">
          {t('pin')}
        </label>
        <input
          id="sign-in-pin"
          className="input sign-in-pin"
          type="password"
          inputMode="text"
          autoComplete="current-password"
          autoFocus
          maxLength={20}
          placeholder="PIN"
          value={pin}
          aria-describedby="sign-in-said"
          aria-invalid={answer?.kind === 'wrong' && left === 0}
          onChange={(event) => {
            setPin(event.target.value)
            if (answer?.kind === 'wrong') setAnswer(null)
          }}
        />
        <p
          id="sign-in-said"
          className={`s ${left > 0 || answer?.kind === 'wait' ? 'twarn' : 'tlate'}`}
          role="status"
        >
          {said}
        </p>
        <button type="submit" className="btn p lg" disabled={pin === '' || left > 0 || busy}>
          {busy ? t('signingIn') : t('signInDo')}
        </button>
        <p className="s i2 sign-in-forgot">
          {firstRun ? (
            t('noPinYet')
          ) : (
            <>
              {t('forgot')} <code>zhanggui pin reset</code> {t('forgotThen')}
            </>
          )}
        </p>
      </form>
    </main>
  )
}

/** Whole seconds until a moment, counted down; 0 once it has come. */
function useSecondsLeft(until: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (until === 0) return undefined
    const timer = setInterval(() => {
      setNow(Date.now())
      if (until <= Date.now()) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [until])
  return Math.max(0, Math.ceil((until - now) / 1000))
}
