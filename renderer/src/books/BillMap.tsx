import { formatMoney } from '../ui'
import type { MapCell, MapChannel } from './coverage-map'
import { useBooksWords } from './use-books-words'

/** One account's bills: a row a month, a cell a day. */
export function BillMap({ channel }: { channel: MapChannel }) {
  const { t } = useBooksWords()
  const name = `${t(`provider_${channel.provider}`)} · ${t(`ledger_${channel.ledger}`)}`
  const title = (cell: MapCell) =>
    cell.kind === 'proven'
      ? t('dayProven', { day: cell.day, rows: cell.rows, net: formatMoney(cell.netMinor, 'CNY') })
      : t(cell.kind === 'missing' ? 'dayMissing' : 'dayNone', { day: cell.day })
  return (
    <section className="books-map" aria-label={name}>
      <h3>
        {name} <span className="num i2">{channel.account}</span>
      </h3>
      {channel.months.map(({ month, cells }) => {
        const count = (kind: MapCell['kind']) => cells.filter((cell) => cell.kind === kind).length
        const label = t('monthLabel', { month, proven: count('proven'), missing: count('missing') })
        return (
          <div key={month} className="row">
            <span className="num">{month}</span>
            <div className="days" role="img" aria-label={label}>
              {cells.map((cell) => (
                <i key={cell.day} className={cell.kind} title={title(cell)} />
              ))}
            </div>
            <span className="num i2">{count('missing') > 0 ? t('lacks', { n: count('missing') }) : ''}</span>
          </div>
        )
      })}
    </section>
  )
}
