import { memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderRow } from '../../../core/rpc/api'
import { sees } from '../sees'
import { placeWords } from './place-words'
import { DueClock, dueText, Icon, Money, OrderNumber, PlatformChip, Thumb, useNow } from '../ui'
import { Check } from './Check'

interface Props {
  readonly order: OrderRow
  readonly current: boolean
  readonly fresh: boolean
  /** The reader walked here by keys. */
  readonly focused: boolean
  readonly selected: boolean
  readonly onOpen: (order: OrderRow) => void
}

/** A card says only what changes what you do: who, what, how much, how long. */
export const OrderCard = memo(function OrderCard({
  order,
  current,
  fresh,
  focused,
  selected,
  onOpen,
}: Props) {
  const tone = dueText(order, useNow())?.tone ?? 'plain'
  const card = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (focused) card.current?.focus({ preventScroll: true })
  }, [focused])
  return (
    <button
      ref={card}
      type="button"
      className={['card', tone === 'plain' ? '' : tone, fresh ? 'fresh' : '', selected ? 'selected' : '']
        .filter(Boolean)
        .join(' ')}
      data-order={order.id}
      {...(current ? { 'aria-current': 'true' as const } : {})}
      onClick={() => onOpen(order)}
    >
      <span className="first">
        {selected ? <Check on /> : <PlatformChip platform={order.platform} />}
        <span className="el">{order.shopName}</span>
        <OrderNumber number={order.number} short />
        <span className="grow" />
        <DueClock order={order} />
      </span>
      <span className="second">
        <Thumb url={order.firstPictureUrl} quantity={order.firstQuantity} />
        <span className="grow">
          <Title order={order} />
          <span className="who">
            <span className="grow el">
              {[order.buyer, placeWords(order.city, order.district)].filter(Boolean).join(' · ')}
            </span>
            <b>
              <Money minor={order.totalMinor} currency={order.currency} />
            </b>
          </span>
        </span>
      </span>
      <ThirdLine order={order} />
    </button>
  )
})

function Title({ order }: { order: OrderRow }) {
  const { t } = useTranslation('orders')
  return (
    <span className="title el" style={{ display: 'block' }}>
      {order.firstTitle} {order.lineCount > 1 ? t('pieces', { n: order.pieces }) : ''}
    </span>
  )
}

/** One extra line, and only if it changes what you do. */
function ThirdLine({ order }: { order: OrderRow }) {
  const { t } = useTranslation('orders')
  if (order.state === 'to-ship' && order.hold)
    return <Extra icon="hold" trouble text={t(`hold.${order.hold}`, { defaultValue: t('hold.other') })} />
  if (order.state === 'to-ship' && order.short > 0)
    return <Extra icon="box" trouble text={t('short', { n: order.short })} />
  if (order.state === 'shipped' && order.lastWaybill)
    return (
      <Extra
        text={t('tail', {
          courier: t(`ui:courier.${order.lastCourier ?? ''}`, { defaultValue: order.lastCourier ?? '' }),
          tail: order.lastWaybill.slice(-4),
        })}
      />
    )
  if (order.memo) return <Extra icon="note" text={t('memoSays', { text: order.memo })} />
  if (order.buyerNote && order.state !== 'done' && order.state !== 'closed')
    return <Extra icon="note" text={t('buyerSays', { text: order.buyerNote })} />
  return null
}

function Extra({
  icon,
  text,
  trouble = false,
}: {
  icon?: 'note' | 'hold' | 'box'
  text: string
  trouble?: boolean
}) {
  return (
    <span className={`third ${trouble ? 'trouble' : ''}`}>
      {icon ? <Icon name={icon} /> : null}
      <span className="grow el">{text}</span>
    </span>
  )
}

/** Cards with a third line are taller. Lists rely on it and measure nothing: that would lay out the page twice for each new order. The gap below is counted in. */
export function cardHeight(order: OrderRow): number {
  const third =
    (order.state === 'to-ship' && (order.hold !== null || order.short > 0)) || (order.state === 'shipped' && order.lastWaybill !== null) || (sees(order, 'memo') && order.memo !== '') ||
    (order.buyerNote !== '' && order.state !== 'done' && order.state !== 'closed') // prettier-ignore
  return third ? 127 : 94
}
