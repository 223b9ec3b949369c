import { useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { formatMoney } from '../ui'
import { useBooksWords } from './use-books-words'

/** Which rows are the house's own, and what each rule has cleaned in the months shown. */
export function Rules({
  cleaned,
}: {
  cleaned: readonly { rule: string; rows: number; settledMinor: number }[]
}) {
  const { t } = useBooksWords()
  const rules = useQuery({ queryKey: ['books', 'rules'], queryFn: () => client.reconciliation.rules({}) }).data?.rules // prettier-ignore
  if (!rules) return null
  return (
    <section className="books-rules" aria-label={t('rules')}>
      <h2>{t('rules')}</h2>
      <p className="i2">{t('rulesWhy')}</p>
      <ul>
        {rules.map((rule) => {
          const hit = cleaned.find((one) => one.rule === rule.id)
          return (
            <li key={rule.id}>
              {t(`field_${rule.field}`)} {t(`op_${rule.op}`)} <b>{rule.value}</b>
              <span className="i2 num">
                {t(`cleans_${rule.cleans}`)}
                {hit
                  ? ` · ${t('cleanedRows', { n: hit.rows.toLocaleString('en'), money: formatMoney(hit.settledMinor, 'CNY') })}`
                  : ''}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
