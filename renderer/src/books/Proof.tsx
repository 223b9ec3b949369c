import type { ProofView } from '../../../core/rpc/api'
import { formatMoney } from '../ui'
import { restOf } from './month-standing'
import { useBooksWords } from './use-books-words'

/** Nothing is left out: matched, stray and cleaned rows come to the bills' own totals; where they do not, it is marked. */
export function Proof({ month, proof }: { month: string; proof: readonly ProofView[] }) {
  const { t } = useBooksWords()
  if (proof.length === 0) return null
  const left = proof.some((one) => restOf(one) !== 0)
  const figure = (rows: number, minor: number) => (
    <td className="num right">{`${formatMoney(minor, 'CNY', true)} · ${rows.toLocaleString('en')}`}</td>
  )
  return (
    <div className="books-scroll">
      <table className="books-table">
        <caption>{t('proofOf', { month })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('col_provider')}</th>
            <th scope="col">{t('col_days')}</th>
            {['proofBill', 'proofMatched', 'proofStray', 'proofCleaned', 'proofRest'].map((key) => (
              <th key={key} scope="col" className="right">{t(key)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {proof.map((one) => (
            <tr key={`${one.provider} ${one.ledger}`}>
              <td>{t(`provider_${one.provider}`)} <span className="i2">{t(`ledger_${one.ledger}`)}</span></td>
              <td className="num">{one.days}/{one.allDays}</td>
              {figure(one.rows, one.netMinor)}
              {figure(one.matchedRows, one.matchedMinor)}
              {figure(one.strayRows, one.strayMinor)}
              {figure(one.cleanedRows, one.cleanedMinor)}
              <td className={restOf(one) === 0 ? 'num right' : 'num right odd'}>{formatMoney(restOf(one), 'CNY', true)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {left ? <p className="tlate">{t('restWhy')}</p> : null}
    </div>
  )
} // prettier-ignore
