import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfirmationName } from '../../../core/rpc/api'

/** A scanner ends a number with two signs for one Enter: the second must not say yes to what nobody has read. */
const READ_MS = 700

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
  const shownAt = useRef(0)
  useEffect(() => {
    shownAt.current = performance.now()
  }, [sentence])
  const yes = (name: ConfirmationName, byKey: boolean) => {
    if (!byKey || performance.now() - shownAt.current > READ_MS) onYes(name)
  }
  return (
    <div className="ship-refusal" role="alert">
      <span className="g">{sentence}</span>
      {confirm && (
        <button
          type="button"
          className="btn sm"
          disabled={busy}
          autoFocus
          onClick={(event) => yes(confirm, event.detail === 0)}
        >
          {t(`confirm_${confirm}`)}
        </button>
      )}
    </div>
  )
}
