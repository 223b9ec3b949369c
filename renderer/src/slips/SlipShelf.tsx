import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SlipRowView } from '../../../core/rpc/api'
import { client } from '../client'
import { dateTime } from '../drawer/times'
import { useWho } from '../drawer/use-who'
import { useKeysOver } from '../keys'
import { Kbd, OrderNumber, useNow } from '../ui'
import { useSlipPicture } from './use-slip-picture'
import { useSlipWords } from './use-slip-words'
import './shelf.css'

/** The slips of one order with their pictures; one opens large in its place. */
export function SlipShelf({ orderId }: { orderId: number }) {
  const { t } = useSlipWords()
  const [large, setLarge] = useState<string | null>(null)
  const slips = useQuery({
    queryKey: ['slips', 'of-order', orderId],
    queryFn: () => client.slips.ofOrder({ orderId }),
    // Who handles no parcels has none to see.
    retry: false,
  })
  const rows = slips.data?.rows ?? []
  if (rows.length === 0) return null
  const open = rows.find(({ id }) => id === large)
  return (
    <dl className="drawer-kv ruled slip-shelf">
      <dt>{t('drawerTitle')}</dt>
      <dd className="drawer-stack">
        {rows.map((row) => (
          <ShelfItem key={row.id} row={row} on={row.id === large} onOpen={() => setLarge(row.id === large ? null : row.id)} />
        ))}
        {open && <Large row={open} onClose={() => setLarge(null)} />}
      </dd>
    </dl>
  )
} // prettier-ignore

function ShelfItem({ row, on, onOpen }: { row: SlipRowView; on: boolean; onOpen: () => void }) {
  const { t, has } = useSlipWords()
  const whoOf = useWho()
  const now = useNow()
  const { src } = useSlipPicture(row.id, true)
  const basis = row.basis !== null && has(`basis_${row.basis}`) ? t(`basis_${row.basis}`) : ''
  return (
    <button
      type="button"
      className="slip-shelf-item"
      aria-expanded={on}
      title={t('drawerOpen')}
      onClick={onOpen}
    >
      {src === undefined ? <span className="slip-shelf-none" /> : <img src={src} alt={t('pictureOf')} />}
      <span className="g">
        {row.waybill !== null && (
          <span className="slip-shelf-line">
            <OrderNumber number={row.waybill} />
          </span>
        )}
        <span className="s i2 slip-shelf-line">
          {[
            row.basis === 'person' ? t('by_person', { who: whoOf(row.decidedBy ?? '') }) : basis,
            dateTime(row.receivedAt, now),
            t(`source_${row.source}`),
          ].join(' · ')}
        </span>
      </span>
    </button>
  )
}

function Large({ row, onClose }: { row: SlipRowView; onClose: () => void }) {
  const { t } = useSlipWords()
  useKeysOver({ Escape: onClose })
  const { src } = useSlipPicture(row.id, true)
  return (
    <figure className="slip-large">
      {src !== undefined && <img src={src} alt={t('pictureOf')} />}
      <button type="button" className="btn sm" onClick={onClose}>
        {t('close')} <Kbd>Esc</Kbd>
      </button>
    </figure>
  )
}
