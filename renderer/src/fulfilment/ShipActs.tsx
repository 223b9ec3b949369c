import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderRow } from '../../../core/rpc/api'
import { useKeys } from '../keys'
import { Icon, Kbd } from '../ui'
import { printOrders } from './print-orders'
import { ShipPanel } from './ShipPanel'

/** What can be done with an order that waits: S ships it, P prints its lists. */
export function ShipActs({ row, unshipped }: { row: OrderRow; unshipped: boolean }) {
  const { t } = useTranslation('fulfilment')
  const [openFor, setOpenFor] = useState<number | null>(null)
  const waits = row.state === 'to-ship' || (row.state === 'returning' && unshipped)
  // Stays open, with what was typed, when the platform ships the order meanwhile.
  const open = openFor === row.id
  useKeys({ s: () => setOpenFor(row.id), p: () => void printOrders([row.id]) }, waits && !open)
  if (!waits && !open) return null
  return (
    <>
      {waits && (
        <div className="drawer-acts row">
          <button
            type="button"
            className={open ? 'btn' : 'btn p'}
            aria-expanded={open}
            onClick={() => setOpenFor(open ? null : row.id)}
          >
            <Icon name="truck" /> {t('ship')} <Kbd>S</Kbd>
          </button>
          <button type="button" className="btn" onClick={() => void printOrders([row.id])}>
            <Icon name="print" /> {t('print')} <Kbd>P</Kbd>
          </button>
        </div>
      )}
      {open && <ShipPanel key={row.id} orderId={row.id} onClose={() => setOpenFor(null)} />}
    </>
  )
}
