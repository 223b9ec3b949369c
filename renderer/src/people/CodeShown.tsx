import type { CodeView } from '../../../core/rpc/api'
import { dateTime } from '../drawer/times'
import { useNow } from '../ui'
import { usePeopleWords } from './use-people-words'

/** A one-time code, shown this once: large enough to read aloud. */
export function CodeShown(props: { name: string; code: CodeView; onClose: () => void }) {
  const { t } = usePeopleWords()
  const { name, code, onClose } = props
  return (
    <div className="settings-pane people-code" role="status">
      <p className="m b">{t('codeTitle', { name })}</p>
      <output className="people-letters">{inFours(code.code)}</output>
      <p className="m i2">{t('codeHow', { at: dateTime(code.until, useNow()) })}</p>
      <div className="row">
        <button type="button" className="btn" autoFocus onClick={onClose}>
          {t('close')}
        </button>
      </div>
    </div>
  )
}

export const inFours = (code: string) => `${code.slice(0, 4)} ${code.slice(4)}`
