import type { OrderDetail } from '../../../core/rpc/api'
import { Money, useNow } from '../ui'
import { dateTime } from './times'
import { useDrawerWords } from './use-drawer-words'

/** The platform's own list of refunds; deciding on them is done there. */
export function RefundList({
  refunds,
  lines,
  currency,
}: {
  refunds: OrderDetail['refunds']
  lines: OrderDetail['lines']
  currency: string
}) {
  const { t } = useDrawerWords()
  const now = useNow()
  return (
    <dl className="drawer-kv ruled">
      <dt>{t('refunds')}</dt>
      <dd className="drawer-stack">
        {refunds.map((refund) => (
          <div key={refund.externalId}>
            <div className="row">
              <span
                className={`tag ${refund.state === 'requested' ? 'w' : refund.state === 'paid' ? 'o' : ''}`}
                title={refund.platformState}
              >
                {t(`refund_${refund.state}`)}
              </span>
              <span>{t(`kind_${refund.kind}`)}</span>
              <b className="n">
                <Money minor={refund.amountMinor} currency={currency} />
              </b>
            </div>
            <div className="s i2">
              {[
                lines.find((line) => line.externalId === refund.lineExternalId)?.title ?? t('wholeOrder'),
                refund.reason,
                refund.createdAt !== null && dateTime(refund.createdAt, now),
                refund.externalId,
              ]
                // For whom the reason is not, it is not there at all.
                .filter(Boolean)
                .join(' · ')}
            </div>
          </div>
        ))}
      </dd>
    </dl>
  )
}
