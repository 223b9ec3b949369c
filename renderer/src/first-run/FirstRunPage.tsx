import { useEffect, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { ConnectStep } from './ConnectStep'
import { LanguageSwitch } from './LanguageSwitch'
import { PassphraseSheet } from './PassphraseSheet'
import { PinStep } from './PinStep'
import { StepList } from './StepList'
import { useFirstRunWords } from './use-first-run-words'
import '../drawer/parts.css'
import '../settings/settings.css'
import './first-run.css'

type Stage = { step: 'pin' } | { step: 'phrase'; phrase: string } | { step: 'connect' }

/** Opening the counter: the owner's PIN, the recovery passphrase on paper, the first shop or the practice shops. */
export function FirstRunPage() {
  const { t } = useFirstRunWords()
  const queries = useQueryClient()
  const [stage, setStage] = useState<Stage>({ step: 'pin' })
  const unkept = stage.step === 'phrase'
  useEffect(() => {
    if (!unkept) return
    // The passphrase is shown once: leaving asks first.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unkept])
  const [title, lead] =
    stage.step === 'pin'
      ? ['pinTitle', 'pinLead']
      : stage.step === 'phrase'
        ? ['phraseTitle', 'phraseLead']
        : ['connectTitle', 'connectLead']
  return (
    <div className="first-run">
      <StepList at={stage.step === 'connect' ? 2 : 1} />
      <main className="first-run-main">
        <header className="row">
          <div className="g">
            <h1>{t(title)}</h1>
            <p className="i2">{t(lead)}</p>
          </div>
          <LanguageSwitch />
        </header>
        {stage.step === 'pin' && <PinStep onSet={(phrase) => setStage({ step: 'phrase', phrase })} />}
        {stage.step === 'phrase' && (
          <PassphraseSheet phrase={stage.phrase} onKept={() => setStage({ step: 'connect' })} />
        )}
        {stage.step === 'connect' && (
          <ConnectStep onDone={() => void queries.invalidateQueries({ queryKey: ['standing'] })} />
        )}
      </main>
    </div>
  )
}
