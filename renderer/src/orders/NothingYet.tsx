import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { client, newCommandId } from '../client'
import { usePill } from '../shell/use-pill'
import { EmptyState } from '../ui'

/** No order at all yet: says what will appear, why it is empty, and one next act. */
export function NothingYet() {
  const { t, i18n } = useTranslation('orders')
  const pill = usePill().data
  if (!pill) return null
  if (pill.shops === 0)
    return (
      <EmptyState
        title={t('emptyAll')}
        why={t('emptyAllWhy')}
        action={
          <Button type="primary" onClick={() => (location.hash = '#/settings?add')}>
            {t('connectShop')}
          </Button>
        }
      />
    )
  const time =
    pill.oldestAsOf &&
    new Date(pill.oldestAsOf).toLocaleTimeString(i18n.language === 'en' ? 'en-GB' : 'zh-CN', {
      hour: '2-digit',
      minute: '2-digit',
    })
  return (
    <EmptyState
      title={t('emptyAll')}
      why={time ? t('readTo', { time }) : t('firstReading')}
      action={
        <Button onClick={() => void client.sync.now({ commandId: newCommandId(), shopId: null })}>
          {t('readNow')}
        </Button>
      }
    />
  )
}
