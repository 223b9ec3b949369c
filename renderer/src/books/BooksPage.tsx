import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client } from '../client'
import { ExportButton } from '../exports/ExportButton'
import { BringBills } from '../practice/Bring'
import { useDrop } from '../use-drop'
import { BillsTab } from './BillsTab'
import './books.css'
import { bringBills, forgetBrought, isBusy, useBringing } from './bringing'
import { DifferencesTab } from './DifferencesTab'
import { monthsBack, spanOf } from './months'
import { StraysTab } from './StraysTab'
import { Unfinished } from './Unfinished'
import { useBooksWords } from './use-books-words'
import { useMonthBooks, type MonthBooks } from './use-month-books'

const TABS = ['bills', 'differences', 'strays'] as const
type Provider = 'wechat' | 'alipay'

/** The month's books: are all bills in, what does not come out even, and what belongs to no order. */
export function BooksPage() {
  const { t } = useBooksWords()
  const [opened] = useState(() => Date.now())
  const months = monthsBack(opened, 12)
  const [chosen, setMonth] = useState<string | null>(null)
  const [provider, setProvider] = useState<Provider | null>(null)
  const [picked, setTab] = useState<(typeof TABS)[number] | null>(null)
  const bringing = useBringing()
  const newest = useQuery({
    queryKey: ['books', 'newest'],
    queryFn: () => client.reconciliation.files({ cursor: null, limit: 1 }),
  })
  const file = newest.data?.files[0]
  // The month that the newest bill speaks of: what the person has just brought.
  const latest = file ? new Date(file.to - 1 + 8 * 3_600_000).toISOString().slice(0, 7) : undefined
  const month = chosen ?? (latest && months.includes(latest) ? latest : (months[0] ?? ''))
  const filter = { state: 'open' as const, ...spanOf(month), ...(provider ? { provider } : {}) }
  const counts = useQuery({
    queryKey: ['books', 'counts', filter],
    queryFn: () => client.reconciliation.differenceCounts(filter),
  })
  const books = useMonthBooks(month, provider)
  const toBills = () => setTab('bills')
  const over = useDrop(({ files: dropped }) => {
    const files = [...dropped]
    toBills()
    void bringBills(files)
  })
  // What was said of bills that were brought is not said again on the next visit; what is under way goes on.
  useEffect(() => forgetBrought, [])
  const open = counts.data?.groups.reduce((sum, group) => sum + group.count, 0) ?? 0
  // What is being brought in stays in sight, also when its first rows make differences.
  const tab = picked ?? (bringing || (newest.data && !file) ? 'bills' : 'differences')
  return (
    <div className={over ? 'books over' : 'books'}>
      <header className="books-bar">
        <div className="segmented" role="group" aria-label={t('tabs')}>
          {TABS.map((one) => (
            <button key={one} type="button" aria-pressed={tab === one} onClick={() => setTab(one)}>
              {t(`tab_${one}`)}
              {one === 'differences' && open > 0 ? <span className="num"> {open.toLocaleString('en')}</span> : null}
            </button>
          ))}
        </div>
        <select aria-label={t('month')} value={month} onChange={(event) => setMonth(event.target.value)}>
          {months.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <select
          aria-label={t('provider')}
          value={provider ?? ''}
          onChange={(event) => setProvider(event.target.value === '' ? null : (event.target.value as Provider))}
        >
          <option value="">{t('allProviders')}</option>
          {(['alipay', 'wechat'] as const).map((one) => (
            <option key={one} value={one}>
              {t(`provider_${one}`)}
            </option>
          ))}
        </select>
        <Matched proof={books.proof} />
        <span className="grow" />
        <BringBills />
        <ExportButton what="reconciliation" month={month} label={t('exportMonth')} />
        <ExportButton what="accountant-pack" month={month} label={t('exportPack')} />
      </header>
      {isBusy(bringing) ? null : <Unfinished bills={books.unfinished} onBills={tab === 'bills' ? null : toBills} />}
      {tab === 'bills' ? <BillsTab months={months} month={month} books={books} over={over} /> : null}
      {tab === 'differences' ? (
        <DifferencesTab key={`${month} ${provider}`} filter={filter} groups={counts.data?.groups ?? []} month={month} standing={books.standing} anyFile={file !== undefined} onBills={toBills} />
      ) : null}
      {tab === 'strays' ? <StraysTab key={month} month={month} provider={provider} standing={books.standing} onBills={toBills} /> : null}
    </div>
  ) // prettier-ignore
}

/** 11 月：32,418 行对上 32,411, as a bar and in words. */
function Matched({ proof }: { proof: MonthBooks['proof'] }) {
  const { t } = useBooksWords()
  const sum = (of: (one: MonthBooks['proof'][number]) => number) =>
    proof.reduce((total, one) => total + of(one), 0)
  // Test orders are sorted out, not matched: they count on neither side.
  const rows = sum((one) => one.rows - one.cleanedRows)
  if (rows === 0) return null
  const settled = sum((one) => one.matchedRows)
  return (
    <span className="books-matched num">
      <meter min={0} max={rows} value={settled} aria-hidden="true" />
      {t('matched', { rows: rows.toLocaleString('en'), matched: settled.toLocaleString('en') })}
    </span>
  )
}
