import { useTranslation } from 'react-i18next'
import type { BoardState, HistoryEntryView } from '../../../core/rpc/api'
import { useReason } from './use-reason'
import { formatMoney, useNow } from '../ui'
import { kindWords, pathWords, valueWords, type HistoryWords } from './history-words'
import { placeWords, whoWords } from './timeline'
import { dateTime } from './times'
import { useDrawerWords } from './use-drawer-words'

/** Every change field by field: who, when, from where, before and after. Newest first. */
export function HistoryTab({
  entries,
  error,
  currency,
}: {
  entries: readonly HistoryEntryView[] | undefined
  error: Error | null
  currency: string
}) {
  const { t, has } = useDrawerWords()
  const { t: common } = useTranslation('ui')
  const reason = useReason()
  const now = useNow()
  if (error && !entries)
    return (
      <p className="drawer-trouble" role="alert">
        {reason(error)}
      </p>
    )
  if (!entries) return <div className="drawer-skeleton" aria-busy="true" aria-label={t('loading')} />
  if (entries.length === 0) return <p className="drawer-empty i2">{t('historyNone')}</p>
  const words: HistoryWords = {
    t, has, money: formatMoney, currency, time: (at) => dateTime(at, now), state: (code) => common(`state.${code as BoardState}`),
    source: (code) => placeWords(code, { t, has }), courier: (code) => common(`courier.${code}`, { defaultValue: code }),
  } // prettier-ignore
  return (
    <div className="drawer-history" tabIndex={0} role="group" aria-label={t('tabHistory')}>
      {[...entries]
        .sort((a, b) => b.sequence - a.sequence)
        .map((entry) => (
          <section key={entry.sequence} aria-label={kindWords(entry.kind, words)}>
            <header className="row">
              <time className="n s i3" dateTime={new Date(entry.at).toISOString()}>
                {dateTime(entry.at, now)}
              </time>
              <b className="m">{kindWords(entry.kind, words)}</b>
              <span className="s i2">
                {[whoWords(entry.who, t), placeWords(entry.from, words)]
                  .filter((part, at, all) => part !== '' && all.indexOf(part) === at)
                  .join(' · ')}
              </span>
              <span className="g" />
              <span className="s i3 n">{t('entryNumber', { n: entry.sequence })}</span>
            </header>
            <table>
              <colgroup>
                <col className="field" />
                <col className="before" />
                <col />
              </colgroup>
              <thead className="unseen">
                <tr>
                  <th scope="col">{t('field')}</th>
                  <th scope="col">{t('was')}</th>
                  <th scope="col">{t('became')}</th>
                </tr>
              </thead>
              <tbody>
                {entry.changes.map((change) => (
                  <tr key={change.path}>
                    <th scope="row" title={change.path}>
                      {pathWords(change.path, words)}
                    </th>
                    <td className="was n">
                      {change.before === null ? '' : valueWords(change.path, change.before, words)}
                    </td>
                    <td className="n">{valueWords(change.path, change.after, words)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
    </div>
  )
}
