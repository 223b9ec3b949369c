import { useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { useDrawerWords } from '../drawer/use-drawer-words'
import { useReason } from '../drawer/use-reason'
import { formatRoute } from '../route'
import { OrderNumber, PlatformChip, StateTag, Thumb } from '../ui'
import { useSlipWords } from './use-slip-words'

/** The order beside the slip: what was sold, to whom, and what the platform knows of its return. */
export function OrderAside({ orderId }: { orderId: number }) {
  const { t } = useSlipWords()
  const { t: drawer } = useDrawerWords()
  const reason = useReason()
  const order = useQuery({
    queryKey: ['order', orderId, 'open'],
    queryFn: () => client.orders.open({ id: orderId }),
  })
  const detail = order.data
  if (order.isError) return <p className="m tlate">{reason(order.error)}</p>
  if (!detail) return null
  const { row } = detail
  return (
    <section className="slip-aside" aria-label={t('asideTitle')} data-order={orderId}>
      <header className="row">
        <PlatformChip platform={row.platform} />
        <OrderNumber number={row.number} />
        <StateTag state={row.state} />
        <span className="g" />
        <a
          className="s"
          href={formatRoute({ page: 'orders', view: 'table', filter: [], order: orderId, column: null })}
        >
          {t('openOrder')}
        </a>
      </header>
      <ul>
        {detail.lines.map((line) => (
          <li key={line.externalId} className="row m">
            <Thumb url={line.pictureUrl} size={28} />
            <span className="g el">{line.title}</span>
            <span className="n">× {line.quantity}</span>
          </li>
        ))}
      </ul>
      <p className="s i2">{[row.buyer, row.city, row.district].filter(Boolean).join(' · ')}</p>
      <p className="s i2">
        {detail.refunds.length === 0
          ? t('noRefunds')
          : detail.refunds
              .map((one) => `${drawer(`kind_${one.kind}`)} ${drawer(`refund_${one.state}`)}`)
              .join(' · ')}
      </p>
    </section>
  )
}
