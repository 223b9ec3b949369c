import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../client'
import { ExportProgress } from '../exports/ExportProgress'
import { useKeys } from '../keys'
import { pageOfLetter, pagesOf, type PageName } from '../pages'
import { formatRoute, go, useRoute } from '../route'
import { useLineLost } from '../use-line'
import { Icon, Kbd, type IconName } from '../ui'
import { KeySheet } from './KeySheet'
import { Palette } from './Palette'
import './shell.css'
import { SyncPillView } from './SyncPillView'
import { useLateCount } from './use-late-count'
import { useLateRefunds } from './use-late-refunds'
import { unreadOf, usePill } from './use-pill'
import { useSlipCount } from './use-slip-count'

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']

/** Spine, top bar and footer around every page; the palette and the key sheet above it. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation('shell')
  const route = useRoute()
  const [over, setOver] = useState<'palette' | 'keys' | null>(null)
  const [goNext, setGoNext] = useState(false)
  const standing = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() }).data
  const pages = pagesOf(standing?.roles ?? [], 'desk')
  useKeys(
    { 'Ctrl+k': () => setOver('palette'), '?': () => setOver('keys'), g: () => setGoNext(true) },
    over === null && !goNext,
  )
  useKeys(
    Object.fromEntries(
      LETTERS.map((letter) => [
        letter,
        () => {
          setGoNext(false)
          const page = pageOfLetter(letter)
          if (page && pages.includes(page)) go({ page, order: null })
        },
      ]),
    ),
    goNext,
  )
  return (
    <div className="shell">
      <nav className="spine" aria-label={t('nav')} inert={over !== null}>
        <img src="./mark.svg" alt="" />
        {pages.map((page) => (
          <SpineLink key={page} page={page} current={route.page === page} />
        ))}
        <span className="avatar" title={standing?.name}>
          {standing?.name.slice(0, 1)}
        </span>
      </nav>
      <div className="main" inert={over !== null}>
        <header className="top">
          <h1>{t(`page.${route.page}`)}</h1>
          {standing?.practice ? <span className="practice-mark">{t('practice')}</span> : null}
          {route.page === 'orders' ? <ViewSwitch /> : null}
          <span className="grow" />
          <button
            type="button"
            className="find"
            aria-keyshortcuts="Control+K"
            onClick={() => setOver('palette')}
          >
            <Icon name="search" />
            <span className="grow el">{t('find')}</span>
            <span aria-hidden="true">
              <Kbd>Ctrl K</Kbd>
            </span>
          </button>
          <SyncPillView />
        </header>
        <LineLost />
        <main className="page">{children}</main>
        <Footer onKeys={() => setOver('keys')} />
      </div>
      {over === 'palette' ? <Palette onClose={() => setOver(null)} /> : null}
      {over === 'keys' ? <KeySheet onClose={() => setOver(null)} /> : null}
    </div>
  )
}

function SpineLink({ page, current }: { page: PageName; current: boolean }) {
  const { t } = useTranslation('shell')
  const unread = usePill(unreadOf).data ?? 0
  const late = useLateCount(page === 'orders')
  const slips = useSlipCount(page === 'returns')
  const refunds = useLateRefunds(page === 'refunds')
  const badges: Partial<Record<PageName, number>> = {
    sync: unread,
    orders: late,
    returns: slips,
    refunds,
  }
  const badge = badges[page] ?? 0
  return (
    <a
      href={formatRoute({ page, view: 'board', filter: [], order: null, column: null })}
      {...(current ? { 'aria-current': 'page' } : {})}
    >
      <Icon name={page satisfies IconName} />
      {t(`page.${page}`)}
      {badge > 0 ? (
        <em
          className={page === 'returns' ? '' : 'late'}
          aria-label={t(`badge.${page}`, { n: badge, defaultValue: '' })}
        >
          {badge > 99 ? '99+' : badge}
        </em>
      ) : null}
    </a>
  )
}

/** While there is no line to core. */
function LineLost() {
  const { t } = useTranslation('shell')
  return useLineLost() ? (
    <p className="lost" role="alert">
      <Icon name="warn" />
      {t('reconnecting')}
    </p>
  ) : null
}

function ViewSwitch() {
  const { t } = useTranslation('shell')
  const { view } = useRoute()
  return (
    <div className="segmented" role="group" aria-label={t('view.label')}>
      {(['board', 'table'] as const).map((one) => (
        <button key={one} type="button" aria-pressed={view === one} onClick={() => go({ view: one })}>
          <Icon name={one === 'board' ? 'board' : 'list'} />
          {t(`view.${one}`)}
        </button>
      ))}
    </div>
  )
}

function Footer({ onKeys }: { onKeys: () => void }) {
  const { t } = useTranslation('shell')
  const route = useRoute()
  const pill = usePill().data
  const lost = useLineLost()
  return (
    <footer className="foot">
      {route.page === 'orders' ? (
        <>
          <Hint keys={['J', 'K']} word={t('hint.upDown')} />
          {route.view === 'board' ? <Hint keys={['H', 'L']} word={t('hint.columns')} /> : null}
          <Hint keys={[t('hint.spaceKey')]} word={t('hint.peek')} />
          <Hint keys={['X']} word={t('hint.select')} />
          <Hint keys={['F']} word={t('hint.filter')} />
        </>
      ) : null}
      {route.page === 'books' ? (
        <>
          <Hint keys={['J', 'K']} word={t('hint.upDown')} />
          <Hint keys={['1–4']} word={t('hint.answer')} />
          <Hint keys={['Enter']} word={t('hint.do')} />
        </>
      ) : null}
      <button type="button" className="hint" onClick={onKeys}>
        <Kbd>?</Kbd>
        {t('hint.all')}
      </button>
      <span className="grow" />
      <ExportProgress />
      {pill && !lost ? (
        <span className="num">
          {t('today', {
            received: figure(pill.receivedToday),
            shipped: figure(pill.shippedToday),
            duplicates: figure(pill.duplicatesToday),
          })}
        </span>
      ) : null}
    </footer>
  )
}

const figure = (count: number) => count.toLocaleString('en')

function Hint({ keys, word }: { keys: readonly string[]; word: string }) {
  return (
    <span className="hint">
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
      {word}
    </span>
  )
}
