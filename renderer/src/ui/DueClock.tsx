import { useTranslation } from 'react-i18next'
import { dueText, type Clocked } from './due-text'
import { useNow } from './use-now'

export function DueClock({ order }: { order: Clocked }) {
  const { t } = useTranslation('ui')
  const due = dueText(order, useNow())
  if (!due) return null
  return <span className={`due due-${due.tone}`}>{t(`due.${due.key}`, due.values)}</span>
}
