import type { PlatformView } from '../../../core/rpc/api'
import { CopyButton } from '../drawer/CopyButton'
import { useSettingsWords } from './use-settings-words'

/** Where the platform may post its news; nothing to fill in where we fetch the messages ourselves. */
export function WebhookLine({ path, push }: { path: string; push: PlatformView['push'] | undefined }) {
  const { t } = useSettingsWords()
  if (push === 'fetched') return <p className="settings-pane s i2">{t('webhookFetched')}</p>
  const url = new URL(path, window.location.origin).href
  return (
    <div className="settings-pane settings-webhook">
      <div className="row">
        <span className="s i2 nw">{t('webhook')}</span>
        <code className="g">{url}</code>
        <CopyButton text={url} label={t('copy')} quiet={false} />
      </div>
      <p className="s i2">{t('webhookWhy')}</p>
    </div>
  )
}
