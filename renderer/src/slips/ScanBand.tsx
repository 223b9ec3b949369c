import { Icon } from '../ui'
import { goodsOf, standingOf } from './slip-sentences'
import { signalOf, type Batch } from './use-batch'
import { useSlipWords } from './use-slip-words'

/** Across the whole width: what came of the latest slip, in colour and word, and where the parcel goes. */
export function ScanBand({ batch }: { batch: Batch }) {
  const { t, has } = useSlipWords()
  const { latest, reading, waiting } = batch
  if (!latest)
    return reading + waiting > 0 ? (
      <div className="scan-band waits" role="status">
        <b>{t('scanReading', { n: batch.rows.length + waiting })}</b>
      </div>
    ) : null
  const signal = signalOf(latest) ?? 'ask'
  const shop = latest.order?.shopName ?? ''
  const head =
    signal === 'matched'
      ? t('scanMatched', { shop, tail: latest.order?.number.slice(-4) ?? '' })
      : signal === 'unreadable'
        ? t('scanUnreadable')
        : t(latest.state === 'ask' ? 'scanAsk' : 'scanNone')
  const detail =
    signal === 'matched'
      ? goodsOf(latest, t)
      : signal === 'unreadable'
        ? standingOf(latest, t, has)
        : t('scanAskWhy', { why: standingOf(latest, t, has) })
  const bin = signal === 'ask' && latest.state !== 'ask' ? 'none' : signal
  return (
    <div className={`scan-band ${signal}`} role="status" data-signal={signal}>
      <span className="scan-mark">
        <Icon name={signal === 'matched' ? 'check' : signal === 'ask' ? 'warn' : 'close'} size={24} />
      </span>
      <span className="g">
        <b>{batch.repeat ? `${t('scanRepeat')} · ${head}` : head}</b>
        <span className="slip-block">{detail}</span>
      </span>
      <span className="scan-bin">
        <span className="slip-block s">{t('putTo')}</span>
        <b>{t(`bin_${bin}`)}</b>
      </span>
    </div>
  )
}
