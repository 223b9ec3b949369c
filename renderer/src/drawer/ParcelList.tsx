import { useTranslation } from 'react-i18next'
import type { OrderDetail } from '../../../core/rpc/api'
import { OrderNumber, useNow } from '../ui'
import { CopyButton } from './CopyButton'
import { dateTime } from './times'
import { useDrawerWords } from './use-drawer-words'

/** The parcels the platform knows of: courier, waybill in full, how many pieces, when. */
export function ParcelList({
  parcels,
  lines,
}: {
  parcels: OrderDetail['parcels']
  lines: OrderDetail['lines']
}) {
  const { t } = useDrawerWords()
  const { t: common } = useTranslation('ui')
  const now = useNow()
  const titleOf = (externalId: string) =>
    lines.find((line) => line.externalId === externalId)?.title ?? externalId
  // Ours are told above, until the platform shows them.
  const theirs = parcels.filter((parcel) => !parcel.externalId.startsWith('ours:'))
  if (theirs.length === 0) return null
  return (
    <dl className="drawer-kv ruled">
      <dt>{t('parcels')}</dt>
      <dd className="drawer-stack">
        {theirs.map((parcel) => (
          <div key={parcel.externalId}>
            <div className="row">
              <span>
                {parcel.courier === null
                  ? t('noCourier')
                  : common(`courier.${parcel.courier}`, { defaultValue: parcel.courier })}
              </span>
              {parcel.waybill === null ? (
                <span className="i3">{t('noWaybill')}</span>
              ) : (
                <OrderNumber number={parcel.waybill} />
              )}
              {parcel.waybill !== null && <CopyButton text={parcel.waybill} label={t('copy')} />}
            </div>
            <div className="s i2">
              {[
                parcel.lines
                  .map((line) => `${titleOf(line.lineExternalId)} × ${line.quantity}`)
                  .join(t('comma')),
                parcel.shippedAt !== null && t('shippedAt', { at: dateTime(parcel.shippedAt, now) }),
                parcel.deliveredAt !== null && t('deliveredAt', { at: dateTime(parcel.deliveredAt, now) }),
              ]
                .filter((part) => part !== false && part !== '')
                .join(' · ')}
            </div>
          </div>
        ))}
      </dd>
    </dl>
  )
}
