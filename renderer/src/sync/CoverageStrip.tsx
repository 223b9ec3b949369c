import type { ShopSync } from '../../../core/rpc/api'
import { dateTime } from '../drawer/times'
import { coverageTally, stripOf } from './coverage'
import { useSyncWords } from './use-sync-words'

/** 24 hours that end now: palest green is proven, hatched was healed, red is a gap; what is bare was never read. */
export function CoverageStrip({ shop, now }: { shop: ShopSync; now: number }) {
  const { t } = useSyncWords()
  const tally = coverageTally(shop.coverage, now)
  const label = t('stripLabel', {
    shop: shop.shopName,
    read: `${Math.floor(tally.readShare * 100)}%`,
    healed: tally.healed,
    gaps: tally.gaps,
  })
  return (
    <div className="sync-strip" role="img" aria-label={label}>
      {stripOf(shop.coverage, now).map((piece) => (
        <i
          key={`${piece.kind}-${piece.span.from}`}
          className={piece.kind}
          style={{ left: `${piece.left * 100}%`, width: `${piece.width * 100}%` }}
          title={t(`span_${piece.kind}`, {
            from: dateTime(piece.span.from, now),
            to: dateTime(piece.span.to, now),
          })}
        />
      ))}
    </div>
  )
}
