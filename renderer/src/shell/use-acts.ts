import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { setAppearance, useDark } from '../appearance'
import { client, newCommandId } from '../client'
import { setLanguage } from '../i18n'
import { pagesOf } from '../pages'
import { go } from '../route'
import { useChangeSettings } from '../settings/use-settings'
import type { IconName } from '../ui'

export interface Act {
  readonly id: string
  readonly icon: IconName
  readonly label: string
  readonly run: () => void
}

/** What the palette can do besides finding orders. */
export function useActs(): readonly Act[] {
  const { t, i18n } = useTranslation('shell')
  const dark = useDark()
  const roles = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() }).data?.roles ?? []
  // This station switches at once; whose right it is keeps it for the others. A refusal changes nothing here.
  const { mutate: store } = useChangeSettings()
  const english = i18n.language === 'en'
  const theme = dark ? 'light' : 'dark'
  return [
    ...pagesOf(roles, 'desk').map((page) => ({
      id: page,
      icon: page,
      label: t('palette.go', { page: t(`page.${page}`) }),
      run: () => go({ page, order: null }),
    })),
    {
      id: 'pull',
      icon: 'sync',
      label: t('palette.pullNow'),
      run: () => void client.sync.now({ commandId: newCommandId(), shopId: null }),
    },
    {
      id: 'theme',
      icon: 'eye',
      label: t('palette.theme'),
      run: () => {
        setAppearance(theme)
        store({ theme })
      },
    },
    {
      id: 'language',
      icon: 'info',
      label: t('palette.language'),
      run: () => {
        setLanguage(english ? 'zh' : 'en')
        store({ language: english ? 'zh' : 'en' })
      },
    },
  ]
}
