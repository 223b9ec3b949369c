import { useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { standingOf, type Standing } from './month-standing'

/** The month's bills: their totals, what was broken off, and what may be said of them (`undefined`: not known yet). */
export function useMonthBooks(month: string, provider: string | null) {
  const { data } = useQuery({
    queryKey: ['books', 'proof', month],
    queryFn: () => client.reconciliation.proof({ month }),
  })
  const mine = (one: { readonly provider: string }) => provider === null || one.provider === provider
  const proof = data?.proof.filter(mine) ?? []
  const unfinished = data?.unfinished.filter(mine) ?? []
  const standing: Standing | undefined = data && standingOf(proof, unfinished)
  return { standing, proof, unfinished }
}
export type MonthBooks = ReturnType<typeof useMonthBooks>
