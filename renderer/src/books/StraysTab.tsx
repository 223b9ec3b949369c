import { useInfiniteQuery } from '@tanstack/react-query'
import { client } from '../client'
import { useReason } from '../drawer/use-reason'
import { dateTime } from '../drawer/times'
import { formatMoney, useNow } from '../ui'
import type { Standing } from './month-standing'
import { NothingOpen } from './NothingOpen'
import { useBooksWords } from './use-books-words'

/** Rows of the bills that belong to no order of ours, cleaned ones with the rule that cleaned them. */
export function StraysTab({ month, provider, standing, onBills }: { month: string; provider: string | null; standing: Standing | undefined; onBills: () => void }) {
  const { t } = useBooksWords()
  const reason = useReason()
  const now = useNow()
  const list = useInfiniteQuery({
    queryKey: ['books', 'strays', month],
    queryFn: ({ pageParam }) => client.reconciliation.strays({ month, cursor: pageParam, limit: 200 }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  const all = list.data?.pages.flatMap((page) => page.rows) ?? []
  const rows = all.filter((row) => provider === null || row.provider === provider)
  if (list.isError) return <p className="books-empty tlate" role="alert">{t('loadFailed', { reason: reason(list.error) })}</p>
  if (list.data && rows.length === 0 && !list.hasNextPage)
    return (
      <div className="books-empty">
        <NothingOpen of="strays" month={month} standing={standing} action={<button type="button" className="btn p" onClick={onBills}>{t('toBills')}</button>} />
      </div>
    )
  return (
    <div className="books-page books-scroll" tabIndex={0}>
      <p className="i2">{t('straysWhy')}</p>
      <table className="books-table">
        <thead>
          <tr>
            {['col_provider', 'col_kind', 'col_at', 'col_number'].map((key) => <th key={key} scope="col">{t(key)}</th>)}
            <th scope="col" className="right">{t('col_net')}</th>
            {['col_note', 'col_cleaned', 'col_row'].map((key) => <th key={key} scope="col">{t(key)}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{t(`provider_${row.provider}`)} <span className="i2">{t(`ledger_${row.ledger}`)}</span></td>
              <td>{t(`kind_${row.kind}`)}</td>
              <td className="num">{dateTime(row.at, now)}</td>
              <td className="num">{row.number ?? '—'}</td>
              <td className="num right">{formatMoney(row.netMinor, 'CNY', true)}</td>
              <td className="el">{row.note}</td>
              <td>{row.cleans ? t(`cleans_${row.cleans}`) : ''}</td>
              <td className="el" title={row.fileName}>{t('rowOf', { file: row.fileName, n: row.rowNumber })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {list.hasNextPage ? <button type="button" className="books-more" onClick={() => void list.fetchNextPage()}>{t('more')}</button> : null}
    </div>
  )
} // prettier-ignore
