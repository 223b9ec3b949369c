import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { drawerWords } from './drawer.words'

export type Say = (key: string, values?: Record<string, string | number>) => string

/** The drawer's words in the person's language; `has` tells whether a code of the server has a word at all. */
export function useDrawerWords(): { t: Say; has: (key: string) => boolean; language: string } {
  const { t, i18n } = useTranslation('drawer')
  return useMemo(
    () => ({
      t: (key, values) => t(key, { ...values }),
      has: (key) => Object.hasOwn(drawerWords.zh, key),
      language: i18n.language,
    }),
    [t, i18n.language],
  )
}
