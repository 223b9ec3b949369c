import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../client'
import { useKeysOver } from '../keys'
import { go } from '../route'
import { EmptyState, Icon, Kbd } from '../ui'
import { PaletteOrder } from './PaletteOrder'
import { useActs } from './use-acts'

/** Ctrl K: orders first, then acts. `>` shows acts only, `#` numbers only. All of it by keyboard. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const acts = useActs()
  const typed = text.replace(/^[#>]/, '').trim()
  const asked = useDeferredValue(typed)
  const onlyActs = text.startsWith('>')
  // One Chinese sign is a surname; one letter or digit is nothing yet.
  const asks = asked.length > 1 || /[\u3400-\u9fff]/.test(asked)
  const found = useQuery({
    queryKey: ['orders', 'palette', asked],
    queryFn: () =>
      client.orders.page({
        filter: [{ field: 'text', op: 'contains', value: asked }],
        cursor: null,
        limit: 8,
      }),
    enabled: asks && !onlyActs,
    placeholderData: (before) => before,
  })
  const orders = asks && !onlyActs ? (found.data?.rows ?? []) : []
  const fittingActs = text.startsWith('#')
    ? []
    : acts.filter((act) => asked === '' || act.label.toLowerCase().includes(asked.toLowerCase()))
  const showAll = {
    id: 'all',
    icon: 'list',
    label: t('palette.all', { text: asked }),
    run: () =>
      go({
        page: 'orders',
        view: 'table',
        order: null,
        filter: [{ field: 'text', op: 'contains', value: asked }],
      }),
  } as const
  const shownActs = orders.length > 0 && found.data?.nextCursor ? [showAll, ...fittingActs] : fittingActs
  const count = orders.length + shownActs.length
  const choose = (index: number) => {
    const order = orders[index]
    onClose()
    if (order) go({ page: 'orders', order: order.id, column: null })
    else shownActs[index - orders.length]?.run()
  }
  // What is listed may still answer the half that was typed before: Enter, as scanners send it at once, waits for the whole.
  const settled = typed === asked && (!asks || onlyActs || found.isError || (found.isSuccess && !found.isPlaceholderData)) // prettier-ignore
  const pressed = useRef(false)
  useEffect(() => {
    if (!pressed.current || !settled) return
    pressed.current = false
    if (count > 0) choose(at)
  })
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
              pressed.current = false
            }}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return
              if (event.key === 'ArrowDown') setAt(Math.min(count - 1, at + 1))
              else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
              else if (event.key === 'Enter' && !settled) pressed.current = true
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
            <PaletteOrder
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
          ) : count === 0 && asked !== '' && !asks ? (
            <EmptyState title={t('palette.oneMore')} />
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
