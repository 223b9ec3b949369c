import type { SlipDetail, SlipEvidenceView, SlipOrderView } from '../../../core/rpc/api'
import { Icon, Kbd, Money, OrderNumber, PlatformChip, Thumb } from '../ui'
import { useSlipWords } from './use-slip-words'

/** The orders that it may be, likeliest first, each with its key; the chosen one shows why. */
export function Candidates({
  detail,
  chosen,
  onChoose,
}: {
  detail: SlipDetail
  chosen: number
  onChoose: (at: number) => void
}) {
  const { t, has } = useSlipWords()
  const { ask } = detail.row
  return (
    <section aria-label={t('whoseTitle')} className="slip-candidates">
      <header className="row">
        <h2 className="h2 g">{t('whoseTitle')}</h2>
        <span className="s i2">
          {detail.candidates.length === 0
            ? t('noCandidates')
            : t('candidates', { n: detail.candidates.length })}
        </span>
      </header>
      {detail.candidates.map((one, at) => (
        <button
          key={one.order.id}
          type="button"
          className={at === chosen ? 'slip-candidate on' : 'slip-candidate'}
          aria-pressed={at === chosen}
          data-candidate={one.order.id}
          onClick={() => onChoose(at)}
        >
          <span className="row slip-candidate-head">
            <Kbd>{String(at + 1)}</Kbd>
            {at === chosen && <Thumb url={one.order.pictureUrl} size={36} />}
            <span className="g">
              <span className="m row">
                <PlatformChip platform={one.order.platform} />
                <OrderNumber number={one.order.number} />
              </span>
              <span className="s i2 el">{whose(one.order)}</span>
            </span>
            <span className="r">
              <span className={at === chosen ? 'slip-percent n' : 'n b i2'}>
                {t('percent', { n: Math.round(one.confidence * 100) })}
              </span>
              {at === chosen && (
                <span className="s i2 n slip-block">
                  <Amount order={one.order} />
                </span>
              )}
            </span>
          </span>
          {at === chosen && (
            <span className="slip-evidence">
              {one.evidence.map((line) => (
                <EvidenceLine key={line.what} line={line} />
              ))}
            </span>
          )}
        </button>
      ))}
      {ask !== null && (
        <p className="s i2 slip-why">{t('why', { why: has(`why_${ask}`) ? t(`why_${ask}`) : ask })}</p>
      )}
    </section>
  )
}

/** Absent for those who see no money: core does not send it. */
function Amount({ order }: { order: Partial<Pick<SlipOrderView, 'totalMinor' | 'currency'>> }) {
  return order.totalMinor === undefined || order.currency === undefined ? null : (
    <Money minor={order.totalMinor} currency={order.currency} />
  )
}

function whose(order: SlipOrderView): string {
  const goods = order.pieces > 1 ? `${order.title} × ${order.pieces}` : order.title
  return [order.buyer, order.city, goods].filter((part) => part !== null && part !== '').join(' · ')
}

function EvidenceLine({ line }: { line: SlipEvidenceView }) {
  const { t, has } = useSlipWords()
  const key = `ev_${line.what}_${line.agrees}`
  if (!has(key)) return null
  return (
    <span className={line.agrees === 'yes' ? 'tok' : 'twarn'}>
      <Icon name={line.agrees === 'yes' ? 'check' : 'warn'} />
      {t(key, { n: line.n ?? 0, of: line.of ?? 0 })}
    </span>
  )
}
