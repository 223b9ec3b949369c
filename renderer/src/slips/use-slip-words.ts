import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { slipsWords } from './slips.words'

export type Say = (key: string, values?: Record<string, string | number>) => string

/** The words of slips; `has` tells whether a code of the server has a word at all. */
export function useSlipWords(): { t: Say; has: (key: string) => boolean } {
  const { t } = useTranslation('slips')
  return useMemo(
    () => ({ t: (key, values) => t(key, { ...values }), has: (key) => Object.hasOwn(slipsWords.zh, key) }),
    [t],
  )
}
