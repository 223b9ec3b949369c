import { useTranslation } from 'react-i18next'
import { OrderNumber } from '../ui'
import { obstacle, type BulkRow } from './bulk-rows'
import { useCouriers } from './use-couriers'
import { useProblemWords } from './use-shipping-words'

/** Every line with the order it was found to be, its courier, and what stands against it. */
export function BulkTable({ rows, confirmed }: { rows: readonly BulkRow[]; confirmed: ReadonlySet<string> }) {
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
              <td>{row.courier === null ? '—' : nameOf(row.courier)}</td>
              <Standing row={row} confirmed={confirmed} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
} // prettier-ignore

function Standing({ row, confirmed }: { row: BulkRow; confirmed: ReadonlySet<string> }) {
  const { t } = useTranslation('fulfilment')
  const { say } = useProblemWords()
  const problem = obstacle(row, confirmed)
  const hint = row.problems.find(({ mild }) => mild)
  if (row.outcome === 'sent') return <td className="tok">{t('rowSent')}</td>
  if (problem) return <td className="tlate">{say(problem.code, problem.data)}</td>
  return <td className="i2">{hint ? say(hint.code, hint.data) : t('ready')}</td>
}
