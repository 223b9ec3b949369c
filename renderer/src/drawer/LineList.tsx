import type { BoardState, OrderLineView } from '../../../core/rpc/api'
import { Money, Thumb } from '../ui'
import { useDrawerWords } from './use-drawer-words'

/** What was bought, one line of goods a row, with the words of its stock while it still waits. */
export function LineList({
  lines,
  currency,
  state,
}: {
  lines: readonly OrderLineView[]
  currency: string
  state: BoardState
}) {
  const { t } = useDrawerWords()
  return (
    <ul className="drawer-lines">
      {lines.map((line) => (
        <li key={line.externalId}>
          <Thumb url={line.pictureUrl} />
          <div className="g">
            <div className="m b">
              {line.title}
              {line.variant && <span className="drawer-variant"> {line.variant}</span>}
            </div>
            <div className="s i2 drawer-line-notes">
              <span className="id">{line.sku ?? t('noSku')}</span>
              <LineNotes line={line} currency={currency} waiting={state === 'to-ship'} />
            </div>
          </div>
          <span className="n m i2 nw">
            <Money minor={line.unitPriceMinor} currency={currency} bare /> × {line.quantity}
          </span>
          <b className="n m r drawer-line-sum">
            <Money minor={line.unitPriceMinor * line.quantity} currency={currency} bare />
          </b>
        </li>
      ))}
    </ul>
  )
}

function LineNotes({ line, currency, waiting }: { line: OrderLineView; currency: string; waiting: boolean }) {
  const { t } = useDrawerWords()
  return (
    <>
      {waiting && line.short > 0 && <span className="tag l">{t('shortPieces', { n: line.short })}</span>}
      {waiting && line.reserved > 0 && (
        <span className="tag">{t('reservedPieces', { n: line.reserved })}</span>
      )}
      {waiting && line.untracked > 0 && (
        <span className="tag">{t('untrackedPieces', { n: line.untracked })}</span>
      )}
      {line.shippedQuantity > 0 && (
        <span className="tag">{t('shippedPieces', { n: line.shippedQuantity })}</span>
      )}
      {line.cancelledQuantity > 0 && (
        <span className="tag">{t('cancelledPieces', { n: line.cancelledQuantity })}</span>
      )}
      {line.refundedMinor > 0 && (
        <span className="tag">
          {t('refundedLine', { amount: '' })}
          <Money minor={line.refundedMinor} currency={currency} />
        </span>
      )}
    </>
  )
}
