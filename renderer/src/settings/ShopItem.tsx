import { useRef, useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PlatformView, ShopView } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { useKeys } from '../keys'
import { useReason } from '../drawer/use-reason'
import { PlatformChip, useNow } from '../ui'
import { dayOf } from '../drawer/times'
import { NewKeysForm } from './NewKeysForm'
import { RemoveShop } from './RemoveShop'
import { TestSteps } from './TestSteps'
import { useShopTest } from './use-shop-test'
import { useSettingsWords } from './use-settings-words'
import { WebhookLine } from './WebhookLine'

type Pane = 'test' | 'keys' | 'remove' | null

/** One bound shop: test, pause, new keys, remove. */
export function ShopItem({
  shop,
  platform,
  startWithKeys,
}: {
  shop: ShopView
  platform: PlatformView | undefined
  startWithKeys: boolean
}) {
  const { t, pick } = useSettingsWords()
  const reason = useReason()
  const queries = useQueryClient()
  const now = useNow()
  const [pane, setPane] = useState<Pane>(startWithKeys ? 'keys' : null)
  const test = useShopTest()
  const pause = useMutation({
    mutationFn: () => client.shops.pause({ id: shop.id, paused: !shop.paused, commandId: newCommandId() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['shops'] }),
  })
  const filled =
    platform?.settings
      .filter((field) => shop.settingNames.includes(field.name))
      .map((field) => pick(field.label)) ?? shop.settingNames
  const facts = [
    t('boundAt', { at: dayOf(shop.createdAt, now) }),
    filled.length > 0 ? t('keysFilled', { names: filled.join(' · ') }) : '',
    platform && shop.origin !== platform.defaultOrigin ? t('originOwn', { origin: shop.origin }) : '',
  ]
  const toggle = (next: Pane) => setPane(pane === next ? null : next)
  const item = useRef<HTMLElement>(null)
  const close = () => {
    // The focus goes back to the button that opened it.
    item.current?.querySelector<HTMLElement>(`[data-opens=${pane}]`)?.focus()
    setPane(null)
  }
  useKeys({ Escape: close }, pane !== null)
  return (
    <article className="settings-shop" data-shop={shop.id} ref={item}>
      <div className="settings-row">
        <PlatformChip platform={shop.platform} />
        <div className="g">
          <div className="m row">
            <b className="el">{shop.name}</b>
            {shop.paused && <span className="tag w">{t('pausedTag')}</span>}
          </div>
          <div className="s i2 settings-facts">{facts.filter((part) => part !== '').join(' · ')}</div>
        </div>
        <button
          type="button"
          className="btn sm"
          data-opens="test"
          disabled={test.state === 'running'}
          onClick={() => {
            setPane('test')
            void test.run((signal) => client.shops.test({ id: shop.id }, { signal }))
          }}
        >
          {t(test.state === 'idle' ? 'test' : test.state === 'running' ? 'trying' : 'testAgain')}
        </button>
        <button
          type="button"
          className="btn sm"
          data-opens="keys"
          aria-expanded={pane === 'keys'}
          onClick={() => toggle('keys')}
        >
          {t('newKeys')}
        </button>
        <button type="button" className="btn sm" disabled={pause.isPending} onClick={() => pause.mutate()}>
          {t(shop.paused ? 'resume' : 'pause')}
        </button>
        <button
          type="button"
          className="btn sm q d"
          data-opens="remove"
          aria-expanded={pane === 'remove'}
          onClick={() => toggle('remove')}
        >
          {t('remove')}
        </button>
      </div>
      {pause.isError && (
        <p className="settings-pane s tlate" role="alert">
          {reason(pause.error)}
        </p>
      )}
      {pane === 'test' && (
        <div className="settings-pane">
          <TestSteps test={test} platform={shop.platform} />
        </div>
      )}
      {pane === 'keys' && platform && <NewKeysForm shop={shop} platform={platform} onClose={close} />}
      {pane === 'keys' && <WebhookLine path={shop.webhookPath} push={platform?.push} />}
      {pane === 'remove' && <RemoveShop shop={shop} onKeep={close} />}
    </article>
  )
}
