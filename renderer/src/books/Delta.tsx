import { formatMoney } from '../ui'

/** A difference, the only figure that has a colour: red beyond half a percent of its order, whichever way it goes. */
export function Delta({ minor, red }: { minor: number; red: boolean }) {
  return (
    <span className={`books-delta num ${red ? 'red' : ''}`}>
      {minor > 0 ? '+' : ''}
      {formatMoney(minor, 'CNY', true)}
    </span>
  )
}
