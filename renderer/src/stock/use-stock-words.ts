import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { refusalOf } from '../client'
import { useReason } from '../drawer/use-reason'
import { stockWords } from './stock.words'

export type Say = (key: string, values?: Record<string, string | number>) => string

export function useStockWords(): { t: Say } {
  const { t: translate } = useTranslation('stock')
  return useMemo(() => ({ t: (key, values) => translate(key, { ...values }) }), [translate])
}

/** Why a stock command was refused, with its figures; what is not about stock is told as everywhere. */
export function useStockReason(): (error: unknown) => string {
  const { t } = useStockWords()
  const elsewhere = useReason()
  return useCallback(
    (error) => {
      const refusal = refusalOf(error)
      const key = `refused_${refusal?.code ?? ''}`
      if (!refusal || !Object.hasOwn(stockWords.zh, key)) return elsewhere(error)
      return t(key, Object.fromEntries(Object.entries(refusal.data).map(([name, value]) => [name, String(value ?? '')]))) // prettier-ignore
    },
    [t, elsewhere],
  )
}
