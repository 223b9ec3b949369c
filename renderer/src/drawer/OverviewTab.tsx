import type { OrderDetail } from '../../../core/rpc/api'
import type { Draft } from './memo-draft'
import { OrderRefunds } from '../refunds/OrderRefunds'
import { OurParcels } from '../fulfilment/OurParcels'
import { sees } from '../sees'
import { LineList } from './LineList'
import { MemoEditor } from './MemoEditor'
import { MoneyRows } from './MoneyRows'
import { OrderFacts } from './OrderFacts'
import { SlipShelf } from '../slips/SlipShelf'
import { ParcelList } from './ParcelList'
import { RefundList } from './RefundList'
import { Timeline } from './Timeline'
import { useDrawerWords } from './use-drawer-words'

/** Left the facts, right what happened. */
export function OverviewTab({
  detail,
  drafts,
  writeMemo,
}: {
  detail: OrderDetail
  drafts: Map<number, Draft>
  writeMemo: boolean
}) {
  const { t } = useDrawerWords()
  const { row } = detail
  return (
    <div className="drawer-overview">
      <div className="drawer-facts" tabIndex={0} role="group" aria-label={t('tabOverview')}>
        <div>
          <LineList lines={detail.lines} currency={row.currency} state={row.state} />
          <MoneyRows detail={detail} />
        </div>
        <OrderFacts detail={detail} />
        <OurParcels orderId={row.id} />
        {detail.parcels.length > 0 && <ParcelList parcels={detail.parcels} lines={detail.lines} />}
        <SlipShelf orderId={row.id} />
        {detail.refunds.length > 0 && (
          <RefundList refunds={detail.refunds} lines={detail.lines} currency={row.currency} />
        )}
        <OrderRefunds key={row.id} detail={detail} />
      </div>
      <aside className="drawer-side" aria-label={t('timeline')}>
        <Timeline events={detail.timeline} order={row} />
        {sees(row, 'memo') && <MemoEditor detail={detail} drafts={drafts} start={writeMemo} />}
      </aside>
    </div>
  )
}
