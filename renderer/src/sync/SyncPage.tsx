import { useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { useReason } from '../drawer/use-reason'
import { EmptyState, useNow } from '../ui'
import { CoverageLegend } from './CoverageLegend'
import { Exceptions } from './Exceptions'
import { HealthPanel } from './HealthPanel'
import { PullButton } from './PullButton'
import { ShopRow, ShopRowsHead } from './ShopRow'
import { SyncHeadline } from './SyncHeadline'
import { useSyncWords } from './use-sync-words'
import '../drawer/parts.css'
import './sync.css'

/** Is everything read? One sentence, then the sum, then shop by shop the evidence; below what was not understood. */
export function SyncPage() {
  const { t } = useSyncWords()
  const reason = useReason()
  const now = useNow()
  const sync = useQuery({ queryKey: ['sync', 'shops'], queryFn: () => client.sync.shops() })
  const shops = sync.data?.shops
  if (!shops)
    return (
      <div className="sync-page">
        <section className="sync-main">
          {sync.isError ? (
            <div role="alert" className="sync-trouble">
              <p className="tlate">{t('loadFailed', { reason: reason(sync.error) })}</p>
              <button type="button" className="btn" onClick={() => void sync.refetch()}>
                {t('tryAgain')}
              </button>
            </div>
          ) : (
            <p className="sync-waiting i2" aria-busy="true">
              {t('loading')}
            </p>
          )}
        </section>
      </div>
    )
  if (shops.length === 0)
    return (
      <div className="sync-page">
        <section className="sync-main">
          <EmptyState
            title={t('noneTitle')}
            why={t('noneWhy')}
            action={
              <a className="btn p" href="#/settings?add">
                {t('noneDo')}
              </a>
            }
          />
        </section>
      </div>
    )
  return (
    <div className="sync-page">
      <section className="sync-main" aria-label={t('last24')}>
        <SyncHeadline shops={shops} />
        <header className="row sync-section">
          <h2 className="h2 nw">{t('last24')}</h2>
          <span className="g" />
          <CoverageLegend />
          <PullButton shopId={null} label={t('pullAll')} />
        </header>
        <ShopRowsHead now={now} />
        {shops.map((shop) => (
          <ShopRow key={shop.shopId} shop={shop} now={now} />
        ))}
        <Exceptions />
      </section>
      <HealthPanel shops={shops} now={now} />
    </div>
  )
}
