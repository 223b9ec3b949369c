import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { PickOrderView } from '../../../core/rpc/api'
import { client } from '../client'
import { Code128 } from './Code128'
import { onPrint } from './print-orders'
import './print.css'
import { stopsOf } from './wave'

/** Lies unseen beside the page: a pick list and a packing slip per order, on paper or as the browser's PDF. */
export function PrintSheet() {
  const [orders, setOrders] = useState<readonly PickOrderView[]>([])
  useEffect(
    () =>
      onPrint(async (orderIds) => {
        const found = await client.fulfilment.picking({ orderIds: [...orderIds], limit: 1 })
        setOrders(found.orders)
        return found.orders.length
      }),
    [],
  )
  useEffect(() => {
    if (orders.length === 0) return
    const done = () => setOrders([])
    window.addEventListener('afterprint', done, { once: true })
    // The barcodes are pictures: they must be there before the page is taken.
    void Promise.all([...document.querySelectorAll<HTMLImageElement>('.print-code')].map((image) => image.decode())).then(() => window.print())
    return () => window.removeEventListener('afterprint', done)
  }, [orders])
  return orders.length === 0 ? null : createPortal(<Sheets orders={orders} />, document.body)
} // prettier-ignore

function Sheets({ orders }: { orders: readonly PickOrderView[] }) {
  const { t, i18n } = useTranslation('fulfilment')
  const at = new Date().toLocaleString(i18n.language === 'en' ? 'en-GB' : 'zh-CN')
  const stops = stopsOf(orders)
  const pieces = stops.reduce((sum, stop) => sum + stop.quantity, 0)
  return (
    <div className="print-sheet">
      {orders.length > 1 && (
        <section>
          <header>
            <h1>{t('pickList')}</h1>
            <span>
              {t('orderCount', { n: orders.length, pieces })} · {t('printedAt', { at })}
            </span>
          </header>
          <table>
            <thead>
              <tr>
                <th />
                <th>{t('colSku')}</th>
                <th>{t('colTitle')}</th>
                <th>{t('colQuantity')}</th>
                <th>{t('colSlots')}</th>
              </tr>
            </thead>
            <tbody>
              {stops.map((stop) => (
                <tr key={stop.key}>
                  <td className="print-tick" />
                  <td>{stop.sku ?? '—'}</td>
                  <td>
                    {stop.title} {stop.variant}
                  </td>
                  <td className="q">{stop.quantity}</td>
                  <td>{stop.slots.map(({ slot, quantity }) => `${slot}×${quantity}`).join('  ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {orders.map((order, n) => (
        <Slip key={order.id} order={order} slot={n + 1} many={orders.length} />
      ))}
    </div>
  )
}

function Slip({ order, slot, many }: { order: PickOrderView; slot: number; many: number }) {
  const { t } = useTranslation('fulfilment')
  return (
    <section>
      <header>
        <h1>
          {t('packingSlip')} {many > 1 && `${slot} / ${many}`}
        </h1>
        <Code128 text={order.number} />
      </header>
      <dl>
        <dt>{t('shop')}</dt>
        <dd>{order.shopName}</dd>
        <dt>{t('receiver')}</dt>
        <dd>{[order.receiver, order.phone].filter(Boolean).join(' ')}</dd>
        <dt>{t('address')}</dt>
        <dd>{order.address}</dd>
        {order.buyerNote !== '' && (
          <>
            <dt>{t('note')}</dt>
            <dd>{order.buyerNote}</dd>
          </>
        )}
      </dl>
      <table>
        <thead>
          <tr>
            <th />
            <th>{t('colSku')}</th>
            <th>{t('colTitle')}</th>
            <th>{t('colQuantity')}</th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.externalId}>
              <td className="print-tick" />
              <td>{line.sku ?? '—'}</td>
              <td>
                {line.title} {line.variant}
              </td>
              <td className="q">{line.quantity}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
