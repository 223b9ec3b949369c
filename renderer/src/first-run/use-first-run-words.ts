import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { firstRunWords } from './first-run.words'

export type Say = (key: string, values?: Record<string, string | number>) => string

export function useFirstRunWords(): { t: Say; has: (key: string) => boolean } {
  const { t: translate } = useTranslation('firstRun')
  return useMemo(
    () => ({
      t: (key, values) => translate(key, { ...values }),
      has: (key) => Object.hasOwn(firstRunWords.zh, key),
    }),
    [translate],
  )
}
