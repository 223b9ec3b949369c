import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { PlatformView } from '../../../core/rpc/api'
import { client } from '../client'
import { useKeys } from '../keys'
import { useReason } from '../drawer/use-reason'
import { Icon, PlatformChip } from '../ui'
import { ShopForm, type AddedShop } from '../settings/ShopForm'
import { WebhookLine } from '../settings/WebhookLine'
import { PlatformTable } from './PlatformTable'
import { useFirstRunWords } from './use-first-run-words'
import { switchFolder } from '../settings/switch-folder'
import { useSettingsWords } from '../settings/use-settings-words'

/** Step 2: keys of one platform, honest about what they take; or the practice shops. */
export function ConnectStep({ onDone }: { onDone: () => void }) {
  const { t, has } = useFirstRunWords()
  const reason = useReason()
  const platforms = useQuery({
    queryKey: ['shops', 'platforms'],
    queryFn: () => client.shops.platforms(),
    staleTime: Infinity,
  })
  const [chosen, setChosen] = useState<PlatformView | null>(null)
  const [added, setAdded] = useState<AddedShop | null>(null)
  useKeys({ Escape: () => setChosen(null) }, chosen !== null && added === null)
  if (chosen && added)
    return (
      <Connected
        platform={chosen}
        shop={added}
        onDone={onDone}
        onAnother={() => {
          setAdded(null)
          setChosen(null)
        }}
      />
    )
  if (chosen)
    return (
      <div className="first-run-panel wide">
        <header className="row">
          <PlatformChip platform={chosen.platform} />
          <h2 className="h2 g">
            {has(`platform_${chosen.platform}`) ? t(`platform_${chosen.platform}`) : chosen.platform}
          </h2>
        </header>
        {has(`prep_${chosen.platform}`) && <p className="m i2">{t(`prep_${chosen.platform}`)}</p>}
        <ShopForm
          platform={chosen}
          onAdded={setAdded}
          onCancel={() => setChosen(null)}
          cancelWord={t('back')}
        />
      </div>
    )
  return (
    <>
      {platforms.isError && (
        <div className="first-run-panel row" role="alert">
          <p className="m tlate g">{t('platformsFailed', { reason: reason(platforms.error) })}</p>
          <button type="button" className="btn" onClick={() => void platforms.refetch()}>
            {t('tryAgain')}
          </button>
        </div>
      )}
      {platforms.data && <PlatformTable platforms={platforms.data.platforms} onChoose={setChosen} />}
      <div className="row">
        <span className="g" />
        <button type="button" className="first-run-link" onClick={onDone}>
          {t('skip')}
        </button>
      </div>
      <PracticeOffer />
    </>
  )
}

function Connected({
  platform,
  shop,
  onDone,
  onAnother,
}: {
  platform: PlatformView
  shop: AddedShop
  onDone: () => void
  onAnother: () => void
}) {
  const { t } = useSettingsWords()
  return (
    <div className="first-run-panel wide" role="status">
      <p className="h2 tok">{t('added', { name: shop.name })}</p>
      <p className="m i2">{t('addedWhy')}</p>
      <div className="first-run-webhook">
        <WebhookLine path={shop.webhookPath} push={platform.push} />
      </div>
      <div className="row">
        <button type="button" className="btn p lg" autoFocus onClick={onDone}>
          {t('toOrders')}
        </button>
        <button type="button" className="btn lg" onClick={onAnother}>
          {t('addAnother')}
        </button>
      </div>
    </div>
  )
}

function PracticeOffer() {
  const { t } = useFirstRunWords()
  const reason = useReason()
  const open = useMutation({
    mutationFn: () => switchFolder('practice'),
  })
  return (
    <section className="first-run-practice" aria-label={t('practiceTitle')}>
      <div className="g">
        <h2 className="h2">{t('practiceTitle')}</h2>
        <p className="m i2">{t('practiceWhy')}</p>
        <p className={open.isError ? 's tlate' : 's i2'} role="status">
          {open.isError
            ? t('practiceFailed', { reason: reason(open.error) })
            : open.isPending || open.isSuccess
              ? t('practiceBusy')
              : ''}
        </p>
      </div>
      <button
        type="button"
        className="btn lg"
        disabled={open.isPending || open.isSuccess}
        onClick={() => open.mutate()}
      >
        <Icon name="play" />
        {t('practiceDo')}
      </button>
    </section>
  )
}
