import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

export type Say = (key: string, values?: Record<string, string | number>) => string

export function useBooksWords(): { readonly t: Say } {
  const { t } = useTranslation('books')
  return useMemo(() => ({ t: (key, values) => t(key, { ...values }) }), [t])
}
