import { useTranslation } from 'react-i18next'
import { OrderNumber } from '../ui'
import { obstacle, type BulkRow } from './bulk-rows'
import { CourierSelect } from './CourierSelect'
import { useCouriers } from './use-couriers'
import { useProblemWords } from './use-shipping-words'

/** Every line with the order it was found to be, its courier, and what stands against it. */
export function BulkTable({
  rows,
  confirmed,
  onSure,
  onCourier,
}: {
  rows: readonly BulkRow[]
  confirmed: ReadonlySet<string>
  /** A yes to the doubtful number of a line. */
  onSure: (line: number, sure: boolean) => void
  /** The courier of a line where it was not clear. */
  onCourier: (line: number, courier: string) => void
}) {
  const { t } = useTranslation('fulfilment')
  const { nameOf } = useCouriers()
  return (
    <div className="bulk-rows" tabIndex={0} role="region" aria-label={t('bulk')}>
      <table>
        <thead>
          <tr>
            {(['colLine', 'colOrder', 'colItem', 'colBuyer', 'colWaybill', 'colCourier', 'colState'] as const).map((name) => (
              <th key={name}>{t(name)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.line} data-outcome={row.outcome ?? ''}>
              <td className="n i3">{row.line}</td>
              <td>
                <OrderNumber number={row.number} />
              </td>
              <td className="el">{row.pieces > 0 ? `${row.firstTitle} · ${row.pieces}` : row.firstTitle}</td>
              <td className="el">{[row.buyer, row.city].filter(Boolean).join(' ')}</td>
              <td>
                <OrderNumber number={row.waybill} />
              </td>
              <td>
                {(row.chosen || row.courier === null) && row.orderId !== null && row.outcome !== 'sent' ? (
                  <CourierSelect label={t('courier')} value={row.courier ?? ''} onChange={(code) => onCourier(row.line, code)} />
                ) : row.courier === null ? '—' : nameOf(row.courier)}
              </td>
              <Standing row={row} confirmed={confirmed} onSure={(sure) => onSure(row.line, sure)} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
} // prettier-ignore

function Standing({
  row,
  confirmed,
  onSure,
}: {
  row: BulkRow
  confirmed: ReadonlySet<string>
  onSure: (sure: boolean) => void
}) {
  const { t } = useTranslation('fulfilment')
  const { say } = useProblemWords()
  const problem = obstacle(row, confirmed)
  const hint = row.problems.find(({ mild }) => mild)
  if (row.outcome === 'sent') return <td className="tok">{t('rowSent')}</td>
  const doubt = row.problems.find(({ confirm }) => confirm === 'waybill')
  const shown = problem ?? doubt
  if (shown)
    return (
      <td className={problem ? 'tlate' : 'i2'}>
        {say(shown.code, shown.data)}
        {doubt && row.outcome === undefined && (
          <label className="row">
            <input
              type="checkbox"
              checked={row.sure === true}
              onChange={(event) => onSure(event.target.checked)}
            />
            {t('confirm_waybill')}
          </label>
        )}
      </td>
    )
  return <td className="i2">{hint ? say(hint.code, hint.data) : t('ready')}</td>
}
