import { useTranslation } from 'react-i18next'
import type { ConfirmationName } from '../../../core/rpc/api'

/** What stands in the way, in its place; and, where a person may say yes to it by name, the button for that. */
export function ConfirmBox({
  sentence,
  confirm,
  busy,
  onYes,
}: {
  sentence: string
  confirm: ConfirmationName | null
  busy: boolean
  onYes: (name: ConfirmationName) => void
}) {
  const { t } = useTranslation('fulfilment')
  return (
    <div className="ship-refusal" role="alert">
      <span className="g">{sentence}</span>
      {confirm && (
        <button type="button" className="btn sm" disabled={busy} autoFocus onClick={() => onYes(confirm)}>
          {t(`confirm_${confirm}`)}
        </button>
      )}
    </div>
  )
}
