import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderFilter } from '../../../core/rpc/api'
import { client } from '../client'
import { ExportButton } from '../exports/ExportButton'
import { useKeys } from '../keys'
import { go, type Route } from '../route'
import { FilterPill, Icon, Kbd, formatMoney } from '../ui'
import { clauseWords } from './clause-words'
import { FilterForm } from './FilterForm'
import { isUrgentFirst } from './sort-order'
import { sumsOf, useCounts } from './use-orders'

const RANGES: readonly string[] = ['created', 'due', 'total']

/** Filters as sentences, and what they add up to. */
export function FilterBar({ route }: { route: Route }) {
  const { t, i18n } = useTranslation('orders')
  const [adding, setAdding] = useState(false)
  const [exact, setExact] = useState(false)
  const shops = useQuery({ queryKey: ['shops'], queryFn: () => client.shops.list() }).data?.shops ?? []
  const counts = useCounts(route.filter, exact).data
  const all = sumsOf(counts?.groups ?? [])
  const set = (filter: OrderFilter) => go({ filter, order: null })
  useKeys({ f: () => setAdding(true) }, !adding)
  const urgent = isUrgentFirst(route.filter)
  return (
    <div className="bar">
      {route.filter.map((clause, n) => (
        <FilterPill
          key={JSON.stringify(clause)}
          words={clauseWords(
            clause,
            t,
            (id) => shops.find((shop) => shop.id === id)?.name ?? id,
            i18n.language,
          )}
          onRemove={() => set(route.filter.filter((_, at) => at !== n))}
        />
      ))}
      {adding ? (
        <FilterForm
          shops={shops}
          onCancel={() => setAdding(false)}
          onAdd={(clause) => {
            setAdding(false)
            // 晚于 and 早于 of one field hold together; anything else said twice is said anew.
            set([
              ...route.filter.filter(
                (one) => one.field !== clause.field || (one.op !== clause.op && RANGES.includes(one.field)),
              ),
              clause,
            ])
          }}
        />
      ) : (
        <button type="button" className="quiet" onClick={() => setAdding(true)}>
          <Icon name="plus" />
          {t('addFilter')} <Kbd>F</Kbd>
        </button>
      )}
      {route.filter.length > 0 && !adding ? (
        <button
          type="button"
          className="quiet"
          style={{ color: 'var(--accent-ink)' }}
          onClick={() => set([])}
        >
          {t('clear')}
        </button>
      ) : null}
      <span className="grow" />
      <span className="note" aria-live="polite">
        {t(counts?.capped ? 'totalsCapped' : 'totals', {
          count: counts?.capped ? '10,000' : all.count.toLocaleString('en'),
        } as { count: never })}
        {all.sums.length > 0
          ? ` · ${t('sum', { sum: all.sums.map(({ currency, minor }) => formatMoney(minor, currency)).join(' + ') })}`
          : ''}
      </span>
      {counts?.capped ? (
        <button type="button" className="quiet" onClick={() => setExact(true)}>
          {t('exact')}
        </button>
      ) : null}
      <ExportButton what="orders" month={null} />
      <span className="note">{route.view === 'board' || urgent ? t('sortUrgent') : t('sortNew')}</span>
    </div>
  )
}
