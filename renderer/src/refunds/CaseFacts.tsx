import type { RefundDetail } from '../../../core/rpc/api'
import { Thumb } from '../ui'
import { useRefundsWords } from './use-refunds-words'

/** What comes back, where its parcel is, and what the buyer was told. */
export function CaseFacts({ detail }: { detail: RefundDetail }) {
  const { t, has } = useRefundsWords()
  const { row, lines } = detail
  const messages: RefundDetail['messages'] | undefined = detail.messages
  const reason: string | undefined = row.reason
  return (
    <dl className="case-facts">
      {reason ? (
        <>
          <dt>{t('reason')}</dt>
          <dd>{reason}</dd>
        </>
      ) : null}
      <dt>{t('lines')}</dt>
      <dd>
        {lines.map((line) => (
          <div key={line.lineExternalId} className="row">
            <Thumb url={line.pictureUrl} size={28} />
            <span className="el g">
              {line.title} <span className="i2">{line.variant}</span>
            </span>
            {line.quantity > 0 ? <span className="num">{t('pieces', { n: line.quantity })}</span> : null}
            {line.backQuantity > 0 ? (
              <span className="tag o">{t('back', { n: line.backQuantity })}</span>
            ) : null}
          </div>
        ))}
      </dd>
      {row.kind === 'return' ? (
        <>
          <dt>{t('parcel')}</dt>
          <dd>
            {row.parcelAt !== null
              ? t('parcelHere', { waybill: detail.parcelWaybill ?? '' })
              : detail.parcelWaybill
                ? t('parcelExpected', { waybill: `${detail.parcelCourier ?? ''} ${detail.parcelWaybill}` })
                : t('parcelNone')}
          </dd>
        </>
      ) : null}
      {messages && messages.length > 0 ? (
        <>
          <dt>{t('messages')}</dt>
          <dd>
            {messages.map((message) => (
              <div key={message.template} className="s">
                {t(`msg_${message.template}`)} · {t(`msgState_${message.state}`)}
                {message.reason
                  ? ` · ${has(`msgWhy_${message.reason}`) ? t(`msgWhy_${message.reason}`) : message.reason}`
                  : ''}
              </div>
            ))}
          </dd>
        </>
      ) : null}
    </dl>
  )
}
