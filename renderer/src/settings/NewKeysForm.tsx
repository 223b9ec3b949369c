import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PlatformView, ShopView } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { KeyFields } from './KeyFields'
import { TestSteps } from './TestSteps'
import { useShopTest } from './use-shop-test'
import { useSettingsWords } from './use-settings-words'

/** New keys for a bound shop; what stays empty stays as it was. */
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
      await test.run((signal) => client.shops.test({ id: shop.id }, { signal }))
    },
  })
  return (
    <form
      className="settings-pane"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
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
          disabled={save.isPending || Object.keys(settings).length === 0}
        >
          {save.isPending ? t('saving') : t('saveKeys')}
        </button>
        <button type="button" className="btn q" onClick={onClose}>
          {t('close')}
        </button>
        <span className={save.isError ? 's tlate' : 's tok'} role="status">
          {save.isError ? reason(save.error) : save.isSuccess ? t('keysSaved') : ''}
        </span>
      </div>
      <TestSteps test={test} platform={shop.platform} />
    </form>
  )
}
