import { useEffect, useRef } from 'react'
import type { DifferenceView } from '../../../core/rpc/api'
import { dayOf } from '../drawer/times'
import { useNow } from '../ui'
import { Delta } from './Delta'
import type { Group } from './DifferencesTab'
import { useBooksWords } from './use-books-words'

/** What differs, by kind; red beyond half a percent of the order. */
export function DifferenceList({ rows, groups, open, onOpen, more }: { rows: readonly DifferenceView[]; groups: readonly Group[]; open: number | null; onOpen: (id: number) => void; more: (() => void) | null }) {
  const { t } = useBooksWords()
  const now = useNow()
  const list = useRef<HTMLElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' })
  }, [open])
  const kinds = [...Map.groupBy(rows, (row) => row.code)]
  const countOf = (code: string) => groups.filter((group) => group.code === code).reduce((sum, group) => sum + group.count, 0)
  return (
    <nav ref={list} className="books-list" aria-label={t('tab_differences')}>
      {kinds.map(([code, own]) => (
        <section key={code} aria-label={t(`code_${code}`)}>
          <h2>
            {t(`code_${code}`)} <span className="num">{(countOf(code) || own.length).toLocaleString('en')}</span>
          </h2>
          {own.map((row) => (
            <button key={row.id} type="button" className={row.red ? 'red' : ''} {...(row.id === open ? { 'aria-current': 'true' } : {})} onClick={() => onOpen(row.id)}>
              <span className={`books-chip ${row.provider}`} aria-hidden="true">{t(`chip_${row.provider}`)}</span>
              <span className="g">
                <b>{row.number ? t('tail', { tail: row.number.slice(-4) }) : t('noNumber')}</b>
                <span>{[dayOf(row.at, now), row.red ? t('beyond') : ''].filter(Boolean).join(' · ')}</span>
              </span>
              <Delta minor={row.amountMinor} red={row.red} />
            </button>
          ))}
        </section>
      ))}
      {more ? <button type="button" className="books-more" onClick={more}>{t('more')}</button> : null}
    </nav>
  )
} // prettier-ignore
