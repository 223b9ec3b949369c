import type { ReactNode } from 'react'
import { EmptyState } from '../ui'
import type { Standing } from './month-standing'
import { useBooksWords } from './use-books-words'

/** A list of the month is empty: whether that is good news depends on its bills. */
export function NothingOpen({ of, month, standing, action }: { of: 'even' | 'strays'; month: string; standing: Standing | undefined; action: ReactNode }) {
  const { t } = useBooksWords()
  if (standing === undefined) return null
  if (standing === 'none') return <EmptyState title={t('noneOf', { month })} why={t('noneOfWhy', { month })} action={action} />
  if (standing === 'unfinished') return <EmptyState title={t('unfinishedTitle', { month })} why={t('unfinishedWhy')} action={action} />
  if (standing === 'rest') return <EmptyState title={t('restTitle', { month })} why={t('restWhy')} action={action} />
  const part = standing === 'part' ? t('partWhy', { month }) : ''
  return <EmptyState title={t(of === 'strays' ? 'noStrays' : part ? 'evenSoFar' : 'evenTitle')} why={`${t(of === 'strays' ? 'noStraysWhy' : 'evenWhy')}${part}`} action={of === 'even' || part ? action : null} />
} // prettier-ignore
