import { useTranslation } from 'react-i18next'
import { dueText, stateTime, type Clocked } from './due-text'
import { useNow } from './use-now'

/** The clock that runs; where none does, when the order came to its state, quietly, if `quiet` is given. */
export function DueClock({ order, quiet }: { order: Clocked; quiet?: number }) {
  const { t } = useTranslation('ui')
  const now = useNow()
  const due = dueText(order, now)
  if (!due) return quiet === undefined ? null : <span className="due due-quiet">{stateTime(quiet, now)}</span>
  return <span className={`due due-${due.tone}`}>{t(`due.${due.key}`, due.values)}</span>
}
