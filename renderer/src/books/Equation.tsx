import { Fragment } from 'react'
import type { EquationView } from '../../../core/rpc/api'
import { formatMoney } from '../ui'
import { termsOf } from './terms'
import { useBooksWords } from './use-books-words'

export function Equation({ equation }: { equation: EquationView }) {
  const { t } = useBooksWords()
  return (
    <div className="books-equation" role="group" aria-label={t('equation')}>
      {termsOf(equation).map(({ name, sign, minor, dueMinor }) => (
        <Fragment key={name}>
          {sign === '' ? null : <span className="sign">{sign}</span>}
          <span className={dueMinor === null ? 'term' : 'term odd'}>
            <b className="num">{formatMoney(minor, 'CNY', true)}</b>
            <span>{t(`term_${name}`)}</span>
            {dueMinor === null ? null : (
              <span className="num">{t('should', { money: formatMoney(dueMinor, 'CNY', true) })}</span>
            )}
          </span>
        </Fragment>
      ))}
    </div>
  )
}
