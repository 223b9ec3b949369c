import { useLayoutEffect, useRef, useState } from 'react'
import type { PlatformView } from '../../../core/rpc/api'
import { useKeys } from '../keys'
import { PlatformChip } from '../ui'
import { ShopForm, type AddedShop } from './ShopForm'
import { useSettingsWords } from './use-settings-words'
import { WebhookLine } from './WebhookLine'

/** Choose the platform, fill in its keys, test, connect; then where its news may be posted. */
export function AddShop({ platforms, onClose }: { platforms: readonly PlatformView[]; onClose: () => void }) {
  const { t, platformName } = useSettingsWords()
  const [chosen, setChosen] = useState(platforms[0]?.platform ?? '')
  const [added, setAdded] = useState<AddedShop | null>(null)
  const done = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    // The long form is gone and the page stands elsewhere: what came of it is where the person looks.
    void done.current?.scrollIntoView({ block: 'center' })
    done.current?.querySelector<HTMLElement>('.row > .q')?.focus({ preventScroll: true })
  }, [added])
  useKeys({ Escape: onClose })
  const platform = platforms.find((one) => one.platform === chosen)
  if (added)
    return (
      <div ref={done} className="settings-pane settings-added" role="status">
        <p className="m b tok">{t('added', { name: added.name })}</p>
        <p className="m i2">{t('addedWhy')}</p>
        <WebhookLine path={added.webhookPath} push={platform?.push} />
        <div className="row">
          <button type="button" className="btn" onClick={() => setAdded(null)}>
            {t('addAnother')}
          </button>
          <button type="button" className="btn q" onClick={onClose}>
            {t('done')}
          </button>
        </div>
      </div>
    )
  return (
    <div className="settings-pane settings-add">
      <div className="settings-field">
        <span id="choose-platform">{t('choosePlatform')}</span>
        <div className="settings-choices" role="radiogroup" aria-labelledby="choose-platform">
          {platforms.map((one) => (
            <label key={one.platform} className={one.platform === chosen ? 'on' : ''}>
              <input
                type="radio"
                name="platform"
                checked={one.platform === chosen}
                onChange={() => setChosen(one.platform)}
              />
              <PlatformChip platform={one.platform} />
              {platformName(one.platform)}
            </label>
          ))}
        </div>
      </div>
      {platform && (
        <ShopForm
          key={platform.platform}
          platform={platform}
          onAdded={setAdded}
          onCancel={onClose}
          cancelWord={t('cancelAdd')}
        />
      )}
    </div>
  )
}
