import { useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { isForbidden } from '../drawer/is-forbidden'
import { useReason } from '../drawer/use-reason'
import { EmptyState, useNow } from '../ui'
import { BillDrop } from './BillDrop'
import { BillMap } from './BillMap'
import { coverageMap, missingDays } from './coverage-map'
import { lastWholeDay } from './months'
import { Proof } from './Proof'
import { Rules } from './Rules'
import { useBooksWords, type Say } from './use-books-words'
import type { MonthBooks } from './use-month-books'

const SHOWN_MONTHS = 6

/** Are all bills in? One sentence, the map of days, the totals that prove them; and where new ones are dropped. */
export function BillsTab({ months, month, books, over }: { months: readonly string[]; month: string; books: MonthBooks; over: boolean }) {
  const { t } = useBooksWords()
  const reason = useReason()
  const now = useNow()
  const shown = months.slice(0, SHOWN_MONTHS)
  const coverage = useQuery({
    queryKey: ['books', 'coverage', shown.at(-1), shown[0]],
    queryFn: () => client.reconciliation.coverage({ from: `${shown.at(-1)}-01`, to: `${shown[0]}-31` }),
  })
  if (coverage.isError)
    return <p className="books-empty tlate" role="alert">{isForbidden(coverage.error) ? t('forbidden') : t('loadFailed', { reason: reason(coverage.error) })}</p>
  const channels = coverageMap(coverage.data?.days ?? [], shown, lastWholeDay(now))
  const missing = missingDays(channels)
  return (
    <div className="books-page books-bills">
      <section className="books-main" aria-label={t('tab_bills')} tabIndex={0}>
        {channels.length === 0 ? (
          coverage.data ? <EmptyState title={t('noBillsTitle')} why={t('noBillsWhy')} /> : null
        ) : (
          <>
            <h2 className="books-sentence">{headline(books.standing, month, missing, t)}</h2>
            {books.standing === 'none' ? <p className="books-advice">{t('noneOfWhy', { month })}</p> : null}
            <p className="books-legend">
              <span><i className="proven" />{t('legendProven')}</span>
              <span><i className="missing" />{t('legendMissing')}</span>
              <span><i />{t('legendNone')}</span>
            </p>
            {channels.map((channel) => <BillMap key={`${channel.provider} ${channel.ledger} ${channel.account}`} channel={channel} />)}
            <Proof month={month} proof={books.proof} />
          </>
        )}
      </section>
      <aside className="books-side">
        <BillDrop over={over} />
        <Rules cleaned={coverage.data?.cleaned ?? []} />
      </aside>
    </div>
  )
} // prettier-ignore

/** The month that is looked at comes first: of one without bills, or with a broken one, nothing is «all in». */
function headline(standing: MonthBooks['standing'], month: string, missing: number, t: Say): string {
  if (standing === 'none') return t('noneOf', { month })
  if (standing === 'unfinished') return t('unfinishedTitle', { month })
  if (standing === 'rest') return t('restTitle', { month })
  if (standing === undefined) return ''
  return missing === 0 ? t('allIn') : t('missing', { n: missing })
}
