import { useState } from 'react'
import { signIn } from '../client'
import { useReason } from '../drawer/use-reason'
import { useSecondsLeft } from '../ui'
import { useFirstRunWords } from './use-first-run-words'

type SignInAnswer = { readonly code: string } | { readonly error: unknown }

/** Signing in, and what was said to it: refused, to wait, or no answer. */
export function useSignIn(): {
  readonly busy: boolean
  /** Seconds to wait before the next try. */
  readonly left: number
  readonly said: string
  readonly wrong: boolean
  readonly forget: () => void
  readonly submit: (given: { personId: string; pin: string; code?: string }) => Promise<void>
} {
  const { t, has } = useFirstRunWords()
  const reason = useReason()
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<SignInAnswer | null>(null)
  const [waitUntil, setWaitUntil] = useState<number>()
  const left = useSecondsLeft(waitUntil)
  const saidOf = (one: SignInAnswer) => {
    if ('error' in one) return t('signInFailed', { reason: reason(one.error) })
    return t(has(`refused_${one.code}`) ? `refused_${one.code}` : 'wrongPin')
  }
  return {
    busy,
    left,
    said: left > 0 ? t('waitSeconds', { n: left }) : answer ? saidOf(answer) : '',
    wrong: answer !== null && 'code' in answer && left === 0,
    forget: () => setAnswer(null),
    async submit(given) {
      setBusy(true)
      try {
        const told = await signIn(given)
        // The line was opened without the session: the page begins anew with it.
        if (told.ok) return window.location.reload()
        setAnswer({ code: told.code })
        if (told.retryAfterSeconds > 0) setWaitUntil(Date.now() + told.retryAfterSeconds * 1000)
      } catch (error) {
        setAnswer({ error })
      }
      setBusy(false)
    },
  }
}
