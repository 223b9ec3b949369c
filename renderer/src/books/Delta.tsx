import { formatMoney } from '../ui'

/** A difference, the only figure that has a colour: − red, + green. */
export function Delta({ minor }: { minor: number }) {
  const tone = minor < 0 ? 'minus' : minor > 0 ? 'plus' : ''
  return (
    <span className={`books-delta num ${tone}`}>
      {minor > 0 ? '+' : ''}
      {formatMoney(minor, 'CNY', true)}
    </span>
  )
}
