import { useMutation } from '@tanstack/react-query'
import type { ShopSync } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { Icon } from '../ui'
import { usePlatformName } from '../drawer/use-platform-name'
import { saidWords } from '../drawer/said-words'
import { useDrawerWords } from '../drawer/use-drawer-words'
import { dateTime } from '../drawer/times'
import { healthSentence, needsPerson, type HealthSentence } from './health'
import { StuckLine, useStuckJobs } from './StuckJobs'
import { PullButton } from './PullButton'
import { useSyncWords } from './use-sync-words'

/** From this much the difference of both clocks is worth a word. */
const SKEW_WORTH_SAYING_MS = 30_000

/** Shop by shop: what happened, what we did, what you do. Those that need a person come first. */
export function HealthPanel({ shops, now }: { shops: readonly ShopSync[]; now: number }) {
  const { t, span, pace } = useSyncWords()
  const platform = usePlatformName()
  const drawer = useDrawerWords()
  const stuck = useStuckJobs()
  const waiting = shops.filter(needsPerson).length + stuck.length
  const saying = {
    said: (error: string) => saidWords(error, drawer),
    t,
    span,
    pace,
    platform,
    now,
    time: (at: number) => dateTime(at, now),
  }
  const sorted = [...shops].sort((a, b) => rank(a) - rank(b))
  const skewed = shops.filter((shop) => Math.abs(shop.clockSkewMs ?? 0) >= SKEW_WORTH_SAYING_MS)
  return (
    <aside className="sync-health" aria-label={t('health')}>
      <header className="row">
        <h2 className="sync-health-title">{t('health')}</h2>
        <span className="g" />
        <span className="s i2">
          {waiting > 0
            ? t('healthCount', { n: waiting })
            : sorted.every((shop) => shop.health === 'ok' && shop.unreadable === 0)
              ? t('healthAll')
              : ''}
        </span>
      </header>
      {stuck.map((job) => (
        <StuckLine key={job.id} job={job} now={now} />
      ))}
      {sorted.map((shop) => (
        <HealthLine key={shop.shopId} shop={shop} sentence={healthSentence(shop, saying)} />
      ))}
      {skewed.map((shop) => (
        <div key={`skew-${shop.shopId}`} className="sync-line">
          <span className="sync-face small warn">
            <Icon name="clock" />
          </span>
          <div className="g">
            <p className="m">
              {t('skew', { platform: platform(shop.platform), span: span(shop.clockSkewMs ?? 0) })}
            </p>
            <p className="s i2">{t('skewWhat')}</p>
          </div>
        </div>
      ))}
    </aside>
  )
}

function HealthLine({ shop, sentence }: { shop: ShopSync; sentence: HealthSentence }) {
  const { t } = useSyncWords()
  return (
    <div className="sync-line" role={sentence.tone === 'late' ? 'alert' : undefined}>
      <span className={`sync-face small ${sentence.tone}`}>
        <Icon
          name={
            sentence.act === 'keys'
              ? 'key'
              : sentence.tone === 'ok'
                ? shop.progress === null
                  ? 'check'
                  : 'sync'
                : 'warn'
          }
        />
      </span>
      <div className="g">
        <p className={sentence.tone === 'ok' ? 'm' : 'm b'}>{sentence.title}</p>
        <p className="s i2">{sentence.did}</p>
        {sentence.doNext !== null && <p className="s">{sentence.doNext}</p>}
      </div>
      {sentence.act === 'pull' && <PullButton shopId={shop.shopId} label={t('pullOne')} />}
      {sentence.act === 'resume' && <ResumeButton shopId={shop.shopId} />}
      {sentence.act === 'keys' && (
        <a className="btn sm" href={`#/settings?keys=${encodeURIComponent(shop.shopId)}`}>
          {t('newKeys')}
        </a>
      )}
    </div>
  )
}

function ResumeButton({ shopId }: { shopId: string }) {
  const { t } = useSyncWords()
  const reason = useReason()
  const resume = useMutation({
    mutationFn: () => client.shops.pause({ id: shopId, paused: false, commandId: newCommandId() }),
  })
  return (
    <span className="sync-pull">
      <button type="button" className="btn sm" disabled={resume.isPending} onClick={() => resume.mutate()}>
        {t('resume')}
      </button>
      {resume.isError && (
        <span className="s tlate" role="alert">
          {reason(resume.error)}
        </span>
      )}
    </span>
  )
}

function rank(shop: ShopSync): number {
  return ['keys', 'failing', 'late', 'paused', 'unread', 'first-read', 'ok'].indexOf(
    shop.health === 'ok' && shop.unreadable > 0 ? 'unread' : shop.health,
  )
}
