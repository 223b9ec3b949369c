import { useQuery } from '@tanstack/react-query'
import type { DifferenceView } from '../../../core/rpc/api'
import { client } from '../client'
import { useReason } from '../drawer/use-reason'
import { go } from '../route'
import { formatMoney, OrderNumber } from '../ui'
import { BillRows } from './BillRows'
import { Delta } from './Delta'
import { Equation } from './Equation'
import { useBooksWords } from './use-books-words'

/** One sentence, then the sum with the odd term marked, then the rows of the bills it rests on. */
export function DifferenceStory({ difference }: { difference: DifferenceView }) {
  const { t } = useBooksWords()
  const reason = useReason()
  const { orderId, code, amountMinor, number } = difference
  const equation = useQuery({
    queryKey: ['books', 'equation', orderId, difference.version],
    queryFn: () => client.reconciliation.equation({ orderId: orderId ?? 0 }),
    enabled: orderId !== null,
  })
  const money = formatMoney(Math.abs(amountMinor), 'CNY')
  const sum = equation.data?.equation
  return (
    <section className="books-story" aria-live="polite">
      <h2 className="books-sentence">
        {t(`say_${code}`)}
        <mark>{t(amountMinor < 0 ? 'less' : amountMinor > 0 ? 'moreMoney' : 'offset', { money })}</mark>
      </h2>
      <p className="books-whose">
        {number ? <OrderNumber number={number} /> : null}
        <span>{t(`provider_${difference.provider}`)}</span>
        {difference.rowNote ? <span>{difference.rowNote}</span> : null}
        {difference.rowFile !== null && difference.rowNumber !== null ? (
          <span>{t('rowOf', { file: difference.rowFile, n: difference.rowNumber })}</span>
        ) : null}
        {orderId === null ? <span>{t('noOrder')}</span> : (
          <button type="button" className="quiet" onClick={() => go({ page: 'orders', view: 'table', filter: [], order: orderId })}>{t('openOrder')}</button>
        )}
      </p>
      {equation.isError ? <p className="tlate" role="alert">{t('loadFailed', { reason: reason(equation.error) })}</p> : null}
      {sum ? (
        <>
          <Equation equation={sum} />
          <p className="books-rest">
            {t('payoutIs', { expected: formatMoney(sum.expectedPayoutMinor, 'CNY', true), actual: formatMoney(sum.payoutMinor, 'CNY', true) })} <Delta minor={sum.differenceMinor} red={difference.red} />
            <span>{t(difference.red ? 'redWhy' : 'notRed')}</span>
            {sum.partial ? <span>{t('partial')}</span> : null}
          </p>
        </>
      ) : null}
      {equation.data ? <BillRows rows={equation.data.rows} odd={sum?.odd.map((one) => one.term) ?? []} /> : null}
    </section>
  )
} // prettier-ignore
