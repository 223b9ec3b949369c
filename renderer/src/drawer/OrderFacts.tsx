import type { OrderDetail } from '../../../core/rpc/api'
import { VipMark } from '../refunds/VipMark'
import { sees } from '../sees'
import { useDrawerWords } from './use-drawer-words'

/** Who receives it where, what the buyer wrote, and from which warehouse it leaves. */
export function OrderFacts({ detail }: { detail: OrderDetail }) {
  const { t } = useDrawerWords()
  const { row } = detail
  const person = [detail.receiver, detail.phone].filter((part) => part !== null && part !== '')
  return (
    <>
      <dl className="drawer-kv ruled">
        <dt>{t('receiver')}</dt>
        <dd>
          {person.length === 0 ? (
            <span className="i3">{t('notGiven')}</span>
          ) : (
            <span className="id">{person.join(' · ')}</span>
          )}
        </dd>
        <dt>{t('address')}</dt>
        <dd>
          {detail.address ?? <span className="i3">{t('notGiven')}</span>}
          {detail.address?.includes('*') && <span className="s i3 drawer-aside">{t('asGiven')}</span>}
        </dd>
        <dt>{t('buyerNote')}</dt>
        <dd>{row.buyerNote === '' ? <span className="i3">{t('none')}</span> : row.buyerNote}</dd>
        <dt>{t('thisBuyer')}</dt>
        <dd>
          {[row.buyer, ordersOf(detail, t)].filter(Boolean).join(' · ')} <VipMark orderId={row.id} />
        </dd>
      </dl>
      {row.state === 'to-ship' && <WarehouseRow detail={detail} />}
    </>
  )
}

function WarehouseRow({ detail }: { detail: OrderDetail }) {
  const { t } = useDrawerWords()
  const sum = (read: (line: OrderDetail['lines'][number]) => number) =>
    detail.lines.reduce((total, line) => total + read(line), 0)
  const [reserved, short, untracked] = [
    sum((line) => line.reserved),
    sum((line) => line.short),
    sum((line) => line.untracked),
  ]
  return (
    <dl className="drawer-kv ruled">
      <dt>{t('warehouse')}</dt>
      <dd>
        {detail.warehouse ?? <span className="i3">{t('warehouseNone')}</span>}
        {reserved > 0 && ` · ${t('stockAll', { n: reserved })}`}
        {untracked > 0 && ` · ${t('stockUntracked', { n: untracked })}`}
        {short > 0 && <b className="tlate"> · {t('stockShort', { n: short })}</b>}
      </dd>
    </dl>
  )
}

/** How well we know this buyer; nothing for whom that is not. */
function ordersOf(detail: OrderDetail, t: ReturnType<typeof useDrawerWords>['t']): string {
  // Said only where the buyer is known by more than a name.
  if (!sees(detail, 'buyerOrders') || detail.buyerOrders === null) return ''
  return detail.buyerOrders === 0 ? t('firstOrder') : t('otherOrders', { n: detail.buyerOrders })
}
