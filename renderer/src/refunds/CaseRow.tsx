import type { RefundRow } from '../../../core/rpc/api'
import { Money, OrderNumber, PlatformChip, Thumb } from '../ui'
import { isLate, span } from './case-times'
import { useRefundsWords } from './use-refunds-words'

/** One case in the list: whose turn it is, and how long there is. Red bar and words once it is late. */
export function CaseRow({
  row,
  now,
  current,
  selected,
  onChoose,
  onToggle,
}: {
  row: RefundRow
  now: number
  current: boolean
  selected: boolean
  onChoose: () => void
  onToggle: () => void
}) {
  const { t, trouble } = useRefundsWords()
  const late = isLate(row, now)
  const turn = row.steps.filter((step) => step.state === 'open').map((step) => t(`role_${step.role}`))
  const amount: number | undefined = row.amountMinor
  return (
    <div
      role="listitem"
      className={`case-row ${late ? 'late' : ''} ${current ? 'on' : ''}`}
      {...(current ? { 'aria-current': true } : {})}
    >
      <input
        type="checkbox"
        checked={selected}
        onChange={onToggle}
        aria-label={`${t('refund')} ${row.number}`}
      />
      <button type="button" className="case-open" onClick={onChoose}>
        <Thumb url={row.firstPictureUrl} size={36} />
        <span className="case-text">
          <span className="row">
            <PlatformChip platform={row.platform} />
            <OrderNumber number={row.number} />
            <span className="g" />
            {amount === undefined ? null : (
              <b>
                <Money minor={amount} currency={row.currency} />
              </b>
            )}
          </span>
          <span className="row s i2">
            <span className={`tag ${tone(row)}`}>{t(`state_${row.state}`)}</span>
            <span className="el">
              {row.trouble
                ? trouble(row.trouble)
                : turn.length > 0
                  ? turn.join(t('sideBySide'))
                  : t(`kind_${row.kind}`)}
            </span>
            <span className="g" />
            {row.dueAt === null ? null : (
              <span className={late ? 'tlate' : ''}>
                {t(late ? 'case_late' : 'case_left', { span: span(row.dueAt - now, t) })}
              </span>
            )}
          </span>
        </span>
      </button>
    </div>
  )
}

function tone(row: RefundRow): string {
  if (row.state === 'paid') return 'o'
  return row.trouble || row.state === 'deciding' ? 'w' : ''
}
