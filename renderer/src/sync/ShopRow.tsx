import type { ShopSync } from '../../../core/rpc/api'
import { PlatformChip } from '../ui'
import { clockTime, dateTime } from '../drawer/times'
import { gapToTell, hourMarks } from './coverage'
import { CoverageStrip } from './CoverageStrip'
import { PullButton } from './PullButton'
import { useSyncWords, type Say } from './use-sync-words'

/** The heads of the shop rows, with the hours of the strip above it. */
export function ShopRowsHead({ now }: { now: number }) {
  const { t } = useSyncWords()
  return (
    <div className="sync-grid sync-grid-head s i2">
      <span>{t('colShop')}</span>
      <div className="sync-axis n" aria-hidden="true">
        {hourMarks(now).map((mark) => (
          <span key={mark.at} style={{ left: `${mark.left * 100}%` }}>
            {clockTime(mark.at)}
          </span>
        ))}
      </div>
      <span className="r">{t('colOrders')}</span>
      <span className="r">{t('colRepeats')}</span>
      <span className="r">{t('colGaps')}</span>
      <span />
    </div>
  )
}

/** One shop: how news arrives, how far it is proven, and what it took to get there. */
export function ShopRow({ shop, now }: { shop: ShopSync; now: number }) {
  const { t, pace, span } = useSyncWords()
  const open = shop.gapsFound - shop.gapsHealed
  const gapLine = gapSentence(shop, now, t, span)
  const fresh = shop.health === 'ok' || shop.health === 'first-read'
  const lastContact = shop.lastContactAt === null ? t('never') : dateTime(shop.lastContactAt, now)
  return (
    <div className="sync-shop" data-shop={shop.shopId}>
      <div className="sync-grid">
        <div className="row">
          <PlatformChip platform={shop.platform} />
          <div className="g">
            <div className="m row">
              <b className="g el" title={shop.shopName}>
                {shop.shopName}
              </b>
              <span
                className={`n s nw ${fresh ? 'tok' : shop.health === 'keys' ? 'tlate' : 'twarn'}`}
                title={t('asOfTitle')}
              >
                {shop.dataAsOf === null ? '—' : withSeconds(shop.dataAsOf, now)}
              </span>
            </div>
            <div className="s i2 row sync-mode" title={t('lastContact', { at: lastContact })}>
              <span className="tag">
                {t(
                  shop.paused
                    ? 'modePaused'
                    : shop.health === 'keys'
                      ? 'modeStopped'
                      : shop.mode === 'push'
                        ? 'modePush'
                        : 'modePull',
                )}
              </span>
              <span className="el">
                {shop.paused
                  ? t('pacePaused')
                  : shop.health === 'keys'
                    ? t('paceStopped')
                    : t(shop.mode === 'push' ? 'pacePush' : 'pacePull', { pace: pace(shop.paceMs) })}
              </span>
            </div>
          </div>
        </div>
        <div>
          <CoverageStrip shop={shop} now={now} />
          {shop.unreadable > 0 && <p className="s twarn">{t('unreadLine', { n: shop.unreadable })}</p>}
          {gapLine !== '' && <p className={open > 0 ? 's tlate' : 's i2'}>{gapLine}</p>}
        </div>
        <span className="n r m">{shop.ordersToday}</span>
        <span className="n r m i2">{shop.duplicatesAbsorbed}</span>
        <span
          className={`n r m ${open > 0 ? 'tlate b' : 'i2'}`}
          title={[
            t('gapsOfHealed', { found: shop.gapsFound, healed: shop.gapsHealed }),
            gapLine === '' && shop.gapsFound > 0 && open === 0 ? t('gapOlder') : gapLine,
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        >
          {open > 0 ? `${open}/${shop.gapsFound}` : shop.gapsFound}
        </span>
        <span className="r">
          <PullButton shopId={shop.shopId} label={t('pullOne')} disabled={shop.paused} />
        </span>
      </div>
      {shop.progress !== null && <FirstRead progress={shop.progress} />}
    </div>
  )
}

/** When it was not read and for how long; empty where there was no gap in these 24 hours. */
function gapSentence(shop: ShopSync, now: number, t: Say, span: (ms: number) => string): string {
  const told = gapToTell(shop.coverage, now)
  if (!told) return ''
  const { from, to, kind } = told.span
  const word = kind === 'healed' ? 'gapHealed' : told.reachesNow ? 'gapOpen' : 'gapBetween'
  const line = t(word, { from: dateTime(from, now), to: dateTime(to, now), span: span(to - from) })
  return told.more > 0 ? t('gapMore', { line, n: told.more }) : line
}

/** The first reading back: it goes on by itself and cannot be lost, so there is nothing to cancel. */
function FirstRead({ progress }: { progress: number }) {
  const { t } = useSyncWords()
  const percent = Math.floor(progress * 100)
  return (
    <div className="sync-first">
      <b className="nw">{t('firstRead')}</b>
      <div
        className="prog"
        role="progressbar"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-label={t('firstRead')}
      >
        <i style={{ width: `${percent}%` }} />
      </div>
      <span className="i2 g">{t('firstReadHow', { percent })}</span>
    </div>
  )
}

function withSeconds(at: number, now: number): string {
  const seconds = String(new Date(at).getSeconds()).padStart(2, '0')
  return `${dateTime(at, now)}:${seconds}`
}
