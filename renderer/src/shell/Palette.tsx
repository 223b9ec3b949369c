import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderRow } from '../../../core/rpc/api'
import { setAppearance, useDark } from '../appearance'
import { client, newCommandId } from '../client'
import { setLanguage } from '../i18n'
import { useKeysOver } from '../keys'
import { go } from '../route'
import { useChangeSettings } from '../settings/use-settings'
import { EmptyState, Icon, Kbd, Money, PlatformChip, StateTag, Thumb, type IconName } from '../ui'
import { Marked } from './Marked'

interface Act {
  readonly id: string
  readonly icon: IconName
  readonly label: string
  readonly run: () => void
}

/** Ctrl K: orders first, then acts. `>` shows acts only, `#` numbers only. All of it by keyboard. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const acts = useActs()
  const asked = useDeferredValue(text.replace(/^[#>]/, '').trim())
  const onlyActs = text.startsWith('>')
  const found = useQuery({
    queryKey: ['orders', 'palette', asked],
    queryFn: () =>
      client.orders.page({
        filter: [{ field: 'text', op: 'contains', value: asked }],
        cursor: null,
        limit: 8,
      }),
    enabled: asked.length > 1 && !onlyActs,
    placeholderData: (before) => before,
  })
  const orders = asked.length > 1 && !onlyActs ? (found.data?.rows ?? []) : []
  const shownActs = text.startsWith('#')
    ? []
    : acts.filter((act) => asked === '' || act.label.toLowerCase().includes(asked.toLowerCase()))
  const count = orders.length + shownActs.length
  const choose = (index: number) => {
    const order = orders[index]
    onClose()
    if (order) go({ page: 'orders', order: order.id, column: null })
    else shownActs[index - orders.length]?.run()
  }
  useKeysOver({ Escape: onClose })
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Newer browsers answer with a promise: an effect must not return it.
    void list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return (
    <div className="veil" onMouseDown={(event) => event.target === event.currentTarget && onClose()}>
      <div className="palette" role="dialog" aria-modal="true" aria-label={t('palette.title')}>
        <label className="ask">
          <Icon name="search" />
          <input
            autoFocus
            value={text}
            placeholder={t('palette.placeholder')}
            role="combobox"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-autocomplete="list"
            aria-label={t('palette.title')}
            {...(count > 0 ? { 'aria-activedescendant': `palette-${at}` } : {})}
            onChange={(event) => {
              setText(event.target.value)
              setAt(0)
            }}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return
              if (event.key === 'ArrowDown') setAt(Math.min(count - 1, at + 1))
              else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
              else if (event.key === 'Enter') choose(at)
              else if (event.key === 'Escape') onClose()
              else return
              event.preventDefault()
            }}
          />
          <span>{t('palette.hint')}</span>
        </label>
        <div className="list" role="listbox" id="palette-list" ref={list} aria-label={t('palette.title')}>
          {orders.length > 0 ? (
            <div className="head">
              <span>{t('palette.orders')}</span>
              <span className="num">
                {t('palette.results', {
                  n: `${orders.length}${found.data?.nextCursor ? '+' : ''}`,
                  ms: found.data?.tookMs ?? 0,
                })}
              </span>
            </div>
          ) : null}
          {orders.map((order, n) => (
            <OrderItem
              key={order.id}
              id={`palette-${n}`}
              order={order}
              text={asked}
              selected={at === n}
              onClick={() => choose(n)}
            />
          ))}
          {shownActs.length > 0 ? <div className="head">{t('palette.acts')}</div> : null}
          {shownActs.map((act, n) => (
            <button
              key={act.id}
              id={`palette-${orders.length + n}`}
              type="button"
              role="option"
              tabIndex={-1}
              className="item"
              aria-selected={at === orders.length + n}
              onClick={() => choose(orders.length + n)}
            >
              <Icon name={act.icon} />
              {act.label}
            </button>
          ))}
          {count === 0 && found.isFetched ? (
            <EmptyState title={t('palette.none', { text: asked })} why={t('palette.noneWhy')} />
          ) : null}
        </div>
        <div className="keys">
          <span>
            <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t('palette.choose')}
          </span>
          <span>
            <Kbd>Enter</Kbd> {t('palette.open')}
          </span>
          <span className="grow" />
          <span>
            <Kbd>&gt;</Kbd> {t('palette.onlyActs')}
          </span>
          <span>
            <Kbd>#</Kbd> {t('palette.onlyNumbers')}
          </span>
        </div>
      </div>
    </div>
  )
}

function OrderItem({
  id,
  order,
  text,
  selected,
  onClick,
}: {
  id: string
  order: OrderRow
  text: string
  selected: boolean
  onClick: () => void
}) {
  const { t } = useTranslation('shell')
  return (
    <button
      id={id}
      type="button"
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      className="item"
      onClick={onClick}
    >
      <PlatformChip platform={order.platform} />
      <Thumb url={order.firstPictureUrl} size={28} />
      <span className="order-number">
        <Marked text={order.number} words={text} />
      </span>
      <span className="dim el grow">
        {order.buyer} · <Marked text={order.firstTitle} words={text} />{' '}
        {order.pieces > 1 ? t('palette.pieces', { n: order.pieces }) : ''}
      </span>
      <Money minor={order.totalMinor} currency={order.currency} />
      <StateTag state={order.state} />
    </button>
  )
}

function useActs(): readonly Act[] {
  const { t, i18n } = useTranslation('shell')
  const dark = useDark()
  // This station switches at once; whose right it is keeps it for the others. A refusal changes nothing here.
  const { mutate: store } = useChangeSettings()
  const english = i18n.language === 'en'
  const theme = dark ? 'light' : 'dark'
  return [
    {
      id: 'orders',
      icon: 'orders',
      label: t('palette.goOrders'),
      run: () => go({ page: 'orders', order: null }),
    },
    { id: 'sync', icon: 'sync', label: t('palette.goSync'), run: () => go({ page: 'sync', order: null }) },
    {
      id: 'settings',
      icon: 'settings',
      label: t('palette.goSettings'),
      run: () => go({ page: 'settings', order: null }),
    },
    {
      id: 'pull',
      icon: 'sync',
      label: t('palette.pullNow'),
      run: () => void client.sync.now({ commandId: newCommandId(), shopId: null }),
    },
    {
      id: 'theme',
      icon: 'eye',
      label: t('palette.theme'),
      run: () => {
        setAppearance(theme)
        store({ theme })
      },
    },
    {
      id: 'language',
      icon: 'info',
      label: t('palette.language'),
      run: () => {
        setLanguage(english ? 'zh' : 'en')
        store({ language: english ? 'zh' : 'en' })
      },
    },
  ]
}
