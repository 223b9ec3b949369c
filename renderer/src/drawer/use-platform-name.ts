import { useTranslation } from 'react-i18next'

/** A platform's name in running text; one without a word is named as its connector names it. */
export function usePlatformName(): (platform: string) => string {
  const { t } = useTranslation('ui')
  return (platform) => t(`platform.${platform}`, { defaultValue: platform })
}
