import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ShopView } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { useSettingsWords } from './use-settings-words'

/** What removing leaves behind is said before; then one button, no «are you sure». */
export function RemoveShop({ shop, onKeep }: { shop: ShopView; onKeep: () => void }) {
  const { t } = useSettingsWords()
  const reason = useReason()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => client.shops.remove({ id: shop.id, commandId: newCommandId() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['shops'] }),
  })
  return (
    <div
      className="settings-pane settings-remove"
      role="group"
      aria-label={t('removeTitle', { name: shop.name })}
    >
      <p className="m b">{t('removeTitle', { name: shop.name })}</p>
      <ol className="m i2">
        <li>{t('remove1')}</li>
        <li>{t('remove2')}</li>
        <li>{t('remove3')}</li>
      </ol>
      <div className="row">
        <button type="button" className="btn d" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {t('removeDo')}
        </button>
        <button type="button" className="btn q" onClick={onKeep}>
          {t('removeKeep')}
        </button>
        {remove.isError && (
          <span className="s tlate" role="alert">
            {reason(remove.error)}
          </span>
        )}
      </div>
    </div>
  )
}
