import { useEffect, useState } from 'react'
import { Icon } from '../ui'
import { copyText } from './copy-text'
import { useDrawerWords } from './use-drawer-words'

/** Copies a text and says so in its own place for two seconds. */
export function CopyButton({ text, label, quiet = true }: { text: string; label: string; quiet?: boolean }) {
  const { t } = useDrawerWords()
  const [said, setSaid] = useState<'copied' | 'copyFailed' | null>(null)
  useEffect(() => {
    if (said === null) return undefined
    const timer = setTimeout(() => setSaid(null), 2000)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <button
      type="button"
      className={quiet ? 'btn q sm' : 'btn sm'}
      onClick={() => void copyText(text).then((done) => setSaid(done ? 'copied' : 'copyFailed'))}
    >
      <Icon name={said === 'copied' ? 'check' : 'copy'} />
      <span aria-live="polite">{said === null ? label : t(said)}</span>
    </button>
  )
}
