import { useBooksWords } from './use-books-words'
import type { MonthBooks } from './use-month-books'

/** Bills of the month that were broken off: said on every tab until the same file came again. */
export function Unfinished({ bills, onBills }: { bills: MonthBooks['unfinished']; onBills: (() => void) | null }) {
  const { t } = useBooksWords()
  if (bills.length === 0) return null
  const names = bills.map((one) => one.name).join(t('comma'))
  return (
    <p className="books-unfinished" role="status">
      <span>
        {t('unfinished', { names })} {t('unfinishedWhy')}
      </span>
      {onBills ? <button type="button" className="btn sm" onClick={onBills}>{t('bringAgain')}</button> : null}
    </p>
  )
} // prettier-ignore
