import type { BillRowView, EquationView } from '../../../core/rpc/api'
import { dateTime } from '../drawer/times'
import { formatMoney, useNow } from '../ui'
import { useBooksWords } from './use-books-words'

type OddTerm = EquationView['odd'][number]['term']
/** In which column of a bill's rows an odd term stands. */
const COLUMN: Partial<Record<OddTerm, 'fee' | 'settled'>> = {
  fee: 'fee',
  payment: 'settled',
  refund: 'settled',
}

/** The evidence: every row that bills say of this order, with its file and its number there. */
export function BillRows({ rows, odd }: { rows: readonly BillRowView[]; odd: readonly OddTerm[] }) {
  const { t } = useBooksWords()
  const now = useNow()
  const marked = new Set(odd.map((term) => COLUMN[term]))
  const figure = (minor: number, column: 'fee' | 'settled') => (
    <td className={`num right ${marked.has(column) && minor !== 0 ? 'odd' : ''}`}>{formatMoney(minor, 'CNY', true)}</td>
  )
  return (
    <div className="books-scroll">
      <table className="books-table">
        <caption>{t('evidence')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('col_kind')}</th>
            <th scope="col">{t('col_at')}</th>
            <th scope="col" className="right">{t('col_settled')}</th>
            <th scope="col" className="right">{t('col_fee')}</th>
            <th scope="col">{t('col_row')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 ? <tr><td colSpan={5}>{t('noRows')}</td></tr> : null}
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{t(`kind_${row.kind}`)} <span className="i2">{t(`ledger_${row.ledger}`)}</span></td>
              <td className="num">{dateTime(row.at, now)}</td>
              {figure(row.settledMinor, 'settled')}
              {figure(row.feeMinor + row.commissionMinor, 'fee')}
              <td className="el" title={row.fileName}>{t('rowOf', { file: row.fileName, n: row.rowNumber })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
} // prettier-ignore
