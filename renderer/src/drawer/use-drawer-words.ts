import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { refundsWords } from '../refunds/refunds.words'
import { drawerWords } from './drawer.words'

export type Say = (key: string, values?: Record<string, string | number>) => string

/** The drawer's words in the person's language; `has` tells whether a code of the server has a word at all. */
export function useDrawerWords(): { t: Say; has: (key: string) => boolean; language: string } {
  const { t, i18n } = useTranslation('drawer')
  const { t: ofRefunds } = useTranslation('refunds')
  return useMemo(
    () => ({
      t: (key, values) => (isTrouble(key) ? ofRefunds(key, { ...values }) : t(key, { ...values })),
      has: (key) => Object.hasOwn(isTrouble(key) ? refundsWords.zh : drawerWords.zh, key),
      language: i18n.language,
    }),
    [t, ofRefunds, i18n.language],
  )
}

/** What stands in a refund's way is said on its own page too, in the same words. */
const isTrouble = (key: string) => key.startsWith('trouble_')
