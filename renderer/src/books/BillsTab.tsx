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
import { useBooksWords } from './use-books-words'
import type { Bringing } from './use-import'

const SHOWN_MONTHS = 6

/** Are all bills in? One sentence, the map of days, the totals that prove them; and where new ones are dropped. */
export function BillsTab({ months, month, bringing }: { months: readonly string[]; month: string; bringing: Bringing }) {
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
            <h2 className="books-sentence">{missing === 0 ? t('allIn') : t('missing', { n: missing })}</h2>
            <p className="books-legend">
              <span><i className="proven" />{t('legendProven')}</span>
              <span><i className="missing" />{t('legendMissing')}</span>
              <span><i />{t('legendNone')}</span>
            </p>
            {channels.map((channel) => <BillMap key={`${channel.provider} ${channel.ledger} ${channel.account}`} channel={channel} />)}
            <Proof month={month} />
          </>
        )}
      </section>
      <aside className="books-side">
        <BillDrop {...bringing} />
        <Rules cleaned={coverage.data?.cleaned ?? []} />
      </aside>
    </div>
  )
} // prettier-ignore
