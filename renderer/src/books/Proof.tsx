import { useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { formatMoney } from '../ui'
import { useBooksWords } from './use-books-words'

/** Nothing is left out: matched, stray and cleaned rows come to the bills' own totals. */
export function Proof({ month }: { month: string }) {
  const { t } = useBooksWords()
  const proof = useQuery({
    queryKey: ['books', 'proof', month],
    queryFn: () => client.reconciliation.proof({ month }),
  }).data?.proof
  if (!proof || proof.length === 0) return null
  const figure = (rows: number, minor: number) => (
    <td className="num right">{`${formatMoney(minor, 'CNY', true)} · ${rows}`}</td>
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
              <td className="num right">{formatMoney(one.netMinor - one.matchedMinor - one.strayMinor - one.cleanedMinor, 'CNY', true)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
} // prettier-ignore
