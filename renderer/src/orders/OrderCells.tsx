import { useTranslation } from 'react-i18next'
import type { OrderRow } from '../../../core/rpc/api'
import { DueClock, Money, OrderNumber, PlatformChip, StateTag, Thumb } from '../ui'
import { Check } from './Check'
import { placeWords } from './place-words'
import { toggleSelected } from './selection'

/** The cells of one row; `narrow` = beside an open order: who, number, amount, clock. */
export function OrderCells({
  row,
  narrow,
  money,
  selected,
}: {
  row: OrderRow
  narrow: boolean
  money: boolean
  selected: boolean
}) {
  const { t } = useTranslation('orders')
  return (
    <>
      <span role="gridcell">
        {narrow ? null : (
          <button
            type="button"
            className="tick"
            role="checkbox"
            tabIndex={-1}
            aria-checked={selected}
            aria-label={t('selected.one', { number: row.number })}
            onClick={(event) => {
              event.stopPropagation()
              toggleSelected(row)
            }}
          >
            <Check on={selected} />
          </button>
        )}
        <PlatformChip platform={row.platform} />
        <span className="el">{row.shopName}</span>
      </span>
      <span role="gridcell">
        <OrderNumber number={row.number} />
      </span>
      {narrow ? null : <Goods row={row} />}
      {money ? (
        <span role="gridcell" className="right amount">
          <Money minor={row.totalMinor} currency={row.currency} />
        </span>
      ) : null}
      {narrow ? null : (
        <span role="gridcell">
          <StateTag state={row.state} />
        </span>
      )}
      <span role="gridcell" className="right">
        <DueClock order={row} quiet={row.stateAt} />
      </span>
      {narrow ? null : <Remarks row={row} />}
    </>
  )
}

/** What, for whom, where to. */
function Goods({ row }: { row: OrderRow }) {
  const { t } = useTranslation('orders')
  return (
    <>
      <span role="gridcell" className="row">
        <Thumb url={row.firstPictureUrl} size={28} />
        <span className="el">{row.firstTitle}</span>
        <span className="dim num more">×{row.firstQuantity}</span>
        {row.lineCount > 1 ? <span className="faint more">{t('pieces', { n: row.pieces })}</span> : null}
      </span>
      <span role="gridcell" className="el">
        {row.buyer}
      </span>
      <span role="gridcell" className="el dim">
        {placeWords(row.city, row.district)}
      </span>
    </>
  )
}

/** Courier, and the one remark that matters most. */
function Remarks({ row }: { row: OrderRow }) {
  const { t } = useTranslation('orders')
  const courier = row.lastCourier ?? ''
  const toShip = row.state === 'to-ship'
  return (
    <>
      <span role="gridcell" className="el dim num courier">
        {row.lastWaybill
          ? t('tail', {
              courier: t(`ui:courier.${courier}`, { defaultValue: courier }),
              tail: row.lastWaybill.slice(-4),
            })
          : '—'}
      </span>
      <span role="gridcell" className="el dim">
        {toShip && row.hold
          ? t(`hold.${row.hold}`, { defaultValue: t('hold.other') })
          : toShip && row.short > 0
            ? t('short', { n: row.short })
            : row.memo || row.buyerNote}
      </span>
    </>
  )
}
