import { useEffect, useState } from 'react'
import { CopyButton } from '../drawer/CopyButton'
import { useChangeSettings } from '../settings/use-settings'
import { Icon } from '../ui'
import { useFirstRunWords } from './use-first-run-words'

/** The recovery passphrase, shown once, made to be printed. Going on needs the tick: nobody has a second copy. */
export function PassphraseSheet({ phrase, onKept }: { phrase: string; onKept: () => void }) {
  const { t } = useFirstRunWords()
  const [kept, setKept] = useState(false)
  const change = useChangeSettings()
  useEffect(() => {
    const hold = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', hold)
    return () => window.removeEventListener('beforeunload', hold)
  }, [])
  const words = phrase.trim().split(/[\s-]+/)
  return (
    <div className="first-run-panel">
      <section className="first-run-sheet" aria-label={t('phraseHead')}>
        <h2>{t('phraseHead')}</h2>
        <ol className="first-run-phrase" aria-label={phrase}>
          {words.map((word, at) => (
            <li key={at}>
              <i aria-hidden="true">{at + 1}</i>
              {word}
            </li>
          ))}
        </ol>
        <p className="s i2">{t('phrasePrintNote')}</p>
        <p className="s i3 n">{t('phraseDate', { at: new Date().toLocaleDateString('sv') })}</p>
      </section>
      <div className="row">
        <button type="button" className="btn" onClick={() => window.print()}>
          <Icon name="print" />
          {t('print')}
        </button>
        <CopyButton text={phrase} label={t('copy')} quiet={false} />
      </div>
      <label className="first-run-check">
        <input type="checkbox" checked={kept} onChange={(event) => setKept(event.target.checked)} />
        {t('wroteDown')}
      </label>
      <div className="row">
        <button
          type="button"
          className="btn p lg"
          disabled={!kept}
          onClick={() => {
            // Where this is lost, the settings go on saying that nobody has written them down.
            change.mutate({ recoveryWords: 'kept' })
            onKept()
          }}
          aria-describedby="phrase-wait"
        >
          {t('phraseDo')}
        </button>
        <span id="phrase-wait" className="s i2">
          {kept ? '' : t('phraseWait')}
        </span>
      </div>
    </div>
  )
}
