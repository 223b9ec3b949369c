import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { settingsWords } from './settings.words'

export type Say = (key: string, values?: Record<string, string | number>) => string

/** The settings' words; `pick` takes a connector's own words in the person's language. */
export function useSettingsWords(): {
  t: Say
  has: (key: string) => boolean
  pick: (words: { zh: string; en: string }) => string
  platformName: (platform: string) => string
} {
  const { t: translate, i18n } = useTranslation('settings')
  return useMemo(() => {
    const t: Say = (key, values) => translate(key, { ...values })
    const has = (key: string) => Object.hasOwn(settingsWords.zh, key)
    return {
      t,
      has,
      pick: (words) => (i18n.language === 'en' ? words.en : words.zh),
      platformName: (platform) => (has(`platform_${platform}`) ? t(`platform_${platform}`) : platform),
    }
  }, [translate, i18n.language])
}
