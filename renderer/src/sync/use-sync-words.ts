import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { syncWords } from './sync.words'

export type Say = (key: string, values?: Record<string, string | number>) => string

/** The sync page's words; `span` and `pace` tell lengths of time as people do. */
export function useSyncWords(): {
  t: Say
  has: (key: string) => boolean
  span: (ms: number) => string
  pace: (ms: number) => string
} {
  const { t: translate } = useTranslation('sync')
  return useMemo(() => {
    const t: Say = (key, values) => translate(key, { ...values })
    return {
      t,
      has: (key) => Object.hasOwn(syncWords.zh, key),
      span(ms) {
        const seconds = Math.max(1, Math.round(Math.abs(ms) / 1000))
        if (seconds < 90) return t('spanSeconds', { n: seconds })
        const minutes = Math.round(seconds / 60)
        return minutes < 90
          ? t('spanMinutes', { n: minutes })
          : t('spanHours', { n: Math.round(minutes / 60) })
      },
      pace(ms) {
        const seconds = Math.max(1, Math.round(ms / 1000))
        return seconds < 90
          ? t('paceSeconds', { n: seconds })
          : t('paceMinutes', { n: Math.round(seconds / 60) })
      },
    }
  }, [translate])
}
