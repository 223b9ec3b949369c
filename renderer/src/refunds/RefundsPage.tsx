import { useEffect, useMemo, useState } from 'react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { RefundLane, RefundRow } from '../../../core/rpc/api'
import { client } from '../client'
import { useReason } from '../drawer/use-reason'
import { useKeys } from '../keys'
import { BringRequests } from '../practice/Bring'
import { EmptyState, Kbd, useNow } from '../ui'
import { ApproveBar } from './ApproveBar'
import { CasePanel } from './CasePanel'
import { CaseRow } from './CaseRow'
import { OPENS } from './opens'
import { useRefundsWords } from './use-refunds-words'
import '../drawer/parts.css'
import './refunds.css'

/** The case beside the list, and where in the list it stood when it was chosen. */
interface Chosen {
  readonly id: number
  readonly at: number
}

const VIEWS = ['mine', 'open', 'over'] as const
type View = (typeof VIEWS)[number]
const LANES: readonly RefundLane[] = ['warehouse', 'finance', 'supervisor']

/** All refunds by the time they turn red; the chosen one beside them with its lanes. J and K walk, X selects. */
export function RefundsPage() {
  const { t } = useRefundsWords()
  const reason = useReason()
  const now = useNow()
  const roles = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() }).data?.roles ?? []
  const [view, setView] = useState<View>('open')
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const lane = view === 'mine' && !roles.includes('owner') ? (LANES.find((one) => roles.includes(one)) ?? null) : null
  const pages = useInfiniteQuery({
    queryKey: ['refunds', 'page', view, lane],
    queryFn: ({ pageParam }) =>
      client.refunds.page({ over: view === 'over', lane, cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  })
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data])
  const choose = (at: number) => {
    const row = rows[at]
    if (row) setChosen({ id: row.id, at })
  }
  // Stays the one that is shown, whatever comes to the top or leaves the list meanwhile: a key decides what was seen.
  if (chosen === null) choose(0)
  const here = rows.findIndex((row) => row.id === chosen?.id)
  const move = (by: 1 | -1) => {
    // Where a case has left the list, the next one has taken its place.
    const next = here >= 0 ? here + by : (chosen?.at ?? 0) + Math.min(by, 0)
    choose(Math.min(rows.length - 1, Math.max(0, next)))
  }
  const toggle = (id: number) =>
    setSelected((was) => new Set(was.has(id) ? [...was].filter((one) => one !== id) : [...was, id]))
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ...(here >= 0 && chosen ? { x: () => toggle(chosen.id) } : {}),
  })
  useEffect(() => {
    void document.querySelector('.case-row[aria-current=true]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen?.id])
  const picked = rows.filter((row) => selected.has(row.id))
  return (
    <div className="refunds-page">
      <section className="refunds-list" aria-label={t('list')}>
        <div className="segmented" role="group" aria-label={t('views')}>
          {VIEWS.map((one) => (
            <button key={one} type="button" aria-pressed={view === one} onClick={() => (setView(one), setChosen(null), setSelected(new Set()))}>
              {t(one)}
            </button>
          ))}
        </div>
        {pages.isError ? (
          <div role="alert" className="refunds-trouble">
            <p className="tlate">{t('loadFailed', { reason: reason(pages.error) })}</p>
            <button type="button" className="btn" onClick={() => void pages.refetch()}>
              {t('tryAgain')}
            </button>
          </div>
        ) : !pages.data ? (
          <p className="i2 refunds-waiting" aria-busy="true">
            {t('loading')}
          </p>
        ) : rows.length === 0 ? (
          <EmptyState
            title={t(`none_${view}`)}
            why={t(`why_${view}`)}
            action={
              <a className="btn p" href="#/orders">
                {t('goOrders')}
              </a>
            }
          />
        ) : (
          <Rows rows={rows} now={now} current={chosen?.id} selected={selected} onChoose={choose} onToggle={toggle} />
        )}
        {pages.hasNextPage ? (
          <button type="button" className="btn refunds-more" onClick={() => void pages.fetchNextPage()}>
            {t('more', { n: 50 })}
          </button>
        ) : null}
        {roles.some((role) => OPENS.includes(role)) ? <BringRequests /> : null}
        {picked.length > 0 ? <ApproveBar rows={picked} roles={roles} onClear={() => setSelected(new Set())} /> : null}
      </section>
      {chosen ? (
        <section className="refunds-case" aria-label={t('case')}>
          <CasePanel key={chosen.id} caseId={chosen.id} />
        </section>
      ) : (
        <section className="refunds-case none i2">
          {t('choose')} <Kbd>J</Kbd> <Kbd>K</Kbd>
        </section>
      )}
    </div>
  )
} // prettier-ignore

function Rows({
  rows,
  now,
  current,
  selected,
  onChoose,
  onToggle,
}: {
  rows: readonly RefundRow[]
  now: number
  current: number | undefined
  selected: ReadonlySet<number>
  onChoose: (at: number) => void
  onToggle: (id: number) => void
}) {
  return (
    <div className="case-rows" role="list">
      {rows.map((row, at) => (
        <CaseRow
          key={row.id}
          row={row}
          now={now}
          current={row.id === current}
          selected={selected.has(row.id)}
          onChoose={() => onChoose(at)}
          onToggle={() => onToggle(row.id)}
        />
      ))}
    </div>
  )
}
