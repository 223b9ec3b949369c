import { useTranslation } from 'react-i18next'
import { Icon } from '../ui'
import { useLive } from '../use-live'
import { useQueue } from './phone-queue'

/** 离线，已存 3 张: whether there is a line, and what this phone still keeps for it. Nothing while all is well. */
export function QueueStatus() {
  const { t } = useTranslation('phone')
  const live = useLive()
  const { waiting, refused } = useQueue()
  const words = !live
    ? t(waiting > 0 ? 'offlineKept' : 'offline', { n: waiting })
    : waiting > 0
      ? t('sending', { n: waiting })
      : ''
  return (
    <p className="phone-line" role="status" data-live={live}>
      {words ? (
        <span className={live ? 'i2' : 'twarn'}>
          <Icon name={live ? 'sync' : 'warn'} />
          {words}
        </span>
      ) : null}
      {refused.length > 0 ? (
        <span className="tlate">
          <Icon name="warn" />
          {t('refused', { n: refused.length })}
        </span>
      ) : null}
    </p>
  )
}
