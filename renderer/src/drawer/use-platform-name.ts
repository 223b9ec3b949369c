import { useTranslation } from 'react-i18next'

/** A platform's name in running text; one we have no word for is named as the connector names it. */
const NAMES: Readonly<Record<string, { zh: string; en: string }>> = {
  taobao: { zh: '淘宝', en: 'Taobao' },
  shopify: { zh: 'Shopify', en: 'Shopify' },
  vendure: { zh: 'Vendure', en: 'Vendure' },
}

export function usePlatformName(): (platform: string) => string {
  const { i18n } = useTranslation()
  return (platform) => NAMES[platform]?.[i18n.language === 'en' ? 'en' : 'zh'] ?? platform
}
