import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PlatformView, ShopView } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { KeyFields } from './KeyFields'
import { TestSteps } from './TestSteps'
import { useShopTest } from './use-shop-test'
import { useSettingsWords } from './use-settings-words'

/** New keys for a bound shop, tried before they are saved; what stays empty stays as it was. */
export function NewKeysForm({
  shop,
  platform,
  onClose,
}: {
  shop: ShopView
  platform: PlatformView
  onClose: () => void
}) {
  const { t } = useSettingsWords()
  const reason = useReason()
  const queries = useQueryClient()
  const [values, setValues] = useState<Record<string, string>>({})
  const test = useShopTest()
  const settings = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const save = useMutation({
    mutationFn: () => client.shops.newKeys({ id: shop.id, settings, commandId: newCommandId() }),
    onSuccess: async () => {
      setValues({})
      await queries.invalidateQueries({ queryKey: ['shops'] })
    },
  })
  // A mistyped key must not take the place of one that works.
  const tryThem = async () => {
    save.reset()
    if (await test.run((signal) => client.shops.test({ id: shop.id, settings }, { signal }))) save.mutate()
  }
  const refused = test.state === 'broken' || (test.state === 'done' && test.steps.some((step) => !step.ok))
  return (
    <form
      className="settings-pane"
      onSubmit={(event) => {
        event.preventDefault()
        void tryThem()
      }}
    >
      <KeyFields
        fields={platform.settings}
        values={values}
        stored={shop.settingNames}
        idPrefix={`keys-${shop.id}`}
        onChange={(name, value) => setValues({ ...values, [name]: value })}
      />
      <div className="row">
        <button
          type="submit"
          className="btn p"
          disabled={save.isPending || test.state === 'running' || Object.keys(settings).length === 0}
        >
          {test.state === 'running' ? t('trying') : save.isPending ? t('saving') : t('saveKeys')}
        </button>
        <button type="button" className="btn q" onClick={onClose}>
          {t('close')}
        </button>
        <span className={save.isError ? 's tlate' : 's tok'} role="status">
          {save.isError ? reason(save.error) : save.isSuccess ? t('keysSaved') : ''}
        </span>
      </div>
      <TestSteps test={test} platform={shop.platform} />
      {refused && !save.isSuccess && (
        <p className="row s twarn" role="alert">
          <span className="g">{t('keysNotSaved')}</span>
          <button type="button" className="btn sm" disabled={save.isPending} onClick={() => save.mutate()}>
            {t('saveAnyway')}
          </button>
        </p>
      )}
    </form>
  )
}
