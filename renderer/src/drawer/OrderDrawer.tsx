import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { useKeys } from '../keys'
import { ShipActs } from '../fulfilment/ShipActs'
import { useReason } from './use-reason'
import { DeadlineStrip } from './DeadlineStrip'
import { DrawerHead } from './DrawerHead'
import { HistoryTab } from './HistoryTab'
import { isForbidden } from './is-forbidden'
import { OverviewTab } from './OverviewTab'
import { RawTab } from './RawTab'
import type { Draft } from './memo-draft'
import { useDrawerWords } from './use-drawer-words'
import './parts.css'
import './drawer.css'
import './overview.css'
import './raw-and-history.css'

const TABS = ['overview', 'raw', 'history'] as const
type Tab = (typeof TABS)[number]

/**
 * One order beside the list that stays live: J and K walk the list, Esc closes, R writes the memo.
 * It follows the feed, so what another screen changes appears here too.
 */
export function OrderDrawer({
  id,
  onClose,
  onMove,
}: {
  id: number
  onClose: () => void
  onMove: (by: 1 | -1) => void
}) {
  const { t } = useDrawerWords()
  const reason = useReason()
  const [tab, setTab] = useState<Tab>('overview')
  const [memoFor, setMemoFor] = useState<number | null>(null)
  const [drafts] = useState(() => new Map<number, Draft>())
  const open = (next: Tab) => {
    setTab(next)
    setMemoFor(null)
  }
  const order = useQuery({
    queryKey: ['order', id, 'open'],
    queryFn: () => client.orders.open({ id }),
    placeholderData: (was) => was,
  })
  const raw = useQuery({
    queryKey: ['order', id, 'raw'],
    queryFn: () => client.orders.raw({ id }),
    retry: false,
  })
  const history = useQuery({
    queryKey: ['order', id, 'history'],
    queryFn: () => client.orders.history({ id }),
  })
  useKeys({
    j: () => onMove(1),
    k: () => onMove(-1),
    Escape: onClose,
    // On the overview the memo itself listens.
    ...(tab === 'overview'
      ? {}
      : {
          r: () => {
            setTab('overview')
            setMemoFor(id)
          },
        }),
  })

  const detail = order.data?.row.id === id ? order.data : undefined
  // A room that this person is only turned away from is no tab.
  const tabs: readonly Tab[] = isForbidden(raw.error) ? TABS.filter((one) => one !== 'raw') : TABS
  const counts: Record<Tab, number | undefined> = {
    overview: undefined,
    raw: raw.data?.parts.length,
    history: history.data?.entries.length,
  }
  return (
    <aside className="drawer" role="region" aria-label={t('drawer')} data-order={id}>
      <DrawerHead row={detail?.row} onClose={onClose} onMove={onMove} />
      {detail && <DeadlineStrip row={detail.row} />}
      {detail && (
        <ShipActs
          row={detail.row}
          unshipped={detail.lines.some((line) => line.shippedQuantity < line.quantity)}
        />
      )}
      {order.isError && !detail ? (
        <div className="drawer-trouble" role="alert">
          <p>{t('openFailed', { reason: reason(order.error) })}</p>
          <button type="button" className="btn" onClick={() => void order.refetch()}>
            {t('tryAgain')}
          </button>
        </div>
      ) : (
        <>
          <div className="tabs" role="tablist" aria-label={t('drawer')}>
            {tabs.map((one) => (
              <button
                key={one}
                type="button"
                role="tab"
                id={`drawer-tab-${one}`}
                aria-selected={tab === one}
                aria-controls="drawer-panel"
                className={tab === one ? 'on' : ''}
                onClick={() => open(one)}
                onKeyDown={(event) => {
                  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
                  const next = tabs[(tabs.indexOf(one) + step + tabs.length) % tabs.length]
                  if (step === 0 || !next) return
                  event.preventDefault()
                  open(next)
                  document.getElementById(`drawer-tab-${next}`)?.focus()
                }}
                tabIndex={tab === one ? 0 : -1}
              >
                {t(TAB_WORDS[one])} {counts[one] !== undefined && <span>{counts[one]}</span>}
              </button>
            ))}
          </div>
          <div
            id="drawer-panel"
            className="drawer-panel"
            role="tabpanel"
            aria-labelledby={`drawer-tab-${tab}`}
            tabIndex={-1}
          >
            {!detail ? (
              <div className="drawer-skeleton" aria-label={t('loading')} aria-busy="true">
                <i />
                <i />
                <i />
              </div>
            ) : tab === 'overview' ? (
              <OverviewTab key={id} detail={detail} drafts={drafts} writeMemo={memoFor === id} />
            ) : tab === 'raw' ? (
              <RawTab key={id} id={id} parts={raw.data?.parts} error={raw.error} />
            ) : (
              <HistoryTab
                entries={history.data?.entries}
                error={history.error}
                currency={detail.row.currency}
              />
            )}
          </div>
        </>
      )}
    </aside>
  )
}

const TAB_WORDS = { overview: 'tabOverview', raw: 'tabRaw', history: 'tabHistory' } as const
