import { useTranslation } from 'react-i18next'
import type { OrderRow } from '../../../core/rpc/api'
import { Money, PlatformChip, StateTag, Thumb } from '../ui'
import { Marked } from './Marked'

/** One found order; what was typed is marked in its number and its goods. */
export function PaletteOrder({
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
