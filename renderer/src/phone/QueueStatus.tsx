import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { pictures, useSending } from '../slips/send-queue'
import { Icon } from '../ui'
import { useLive } from '../use-live'

/** 离线，已存 3 张: whether there is a line, and what this phone still keeps for it. Nothing while all is well. */
export function QueueStatus() {
  const { t } = useTranslation('phone')
  const live = useLive()
  const { waiting, kept, unsafe, outcomes } = useSending()
  const refused = outcomes.filter(({ error }) => error !== null)
  useEffect(() => void pictures.sendKept(), [])
  const words = !live
    ? t(kept > 0 ? 'offlineKept' : 'offline', { n: kept })
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
      {unsafe > 0 ? (
        <span className="tlate">
          <Icon name="warn" />
          {t('unsafe', { n: unsafe })}
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
