import { useSyncWords } from './use-sync-words'

/** What the colours of the strips mean, in words. */
export function CoverageLegend() {
  const { t } = useSyncWords()
  return (
    <div className="sync-legend">
      <span>
        <i className="read" />
        {t('legendRead')}
      </span>
      <span>
        <i className="healed" />
        {t('legendHealed')}
      </span>
      <span>
        <i className="gap" />
        {t('legendGap')}
      </span>
      <span>
        <i />
        {t('legendUnread')}
      </span>
    </div>
  )
}
