import { useSyncExternalStore } from 'react'
import type { OrderRow } from '../../../core/rpc/api'

/** What is remembered of a selected order, so that its sum stands though its row has scrolled away. */
export type Selected = Pick<OrderRow, 'id' | 'number' | 'currency' | 'totalMinor'>

let chosen: ReadonlyMap<number, Selected> = new Map()
const listeners = new Set<() => void>()

function set(next: ReadonlyMap<number, Selected>): void {
  chosen = next
  for (const listener of listeners) listener()
}

/** Selects the order, or lets it go. */
export function toggleSelected({ id, number, currency, totalMinor }: Selected): void {
  const next = new Map(chosen)
  if (!next.delete(id)) next.set(id, { id, number, currency, totalMinor })
  set(next)
}

/** Lets go of those that have left: what is done with the selection next is not for them. */
export function letGoOf(numbers: readonly string[]): void {
  const rest = [...chosen].filter(([, { number }]) => !numbers.includes(number))
  if (rest.length < chosen.size) set(new Map(rest))
}

export function clearSelection(): void {
  if (chosen.size > 0) set(new Map())
}

/** The selected orders; one selection for board and table. */
export function useSelection(): ReadonlyMap<number, Selected> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => chosen,
  )
}

/** Sums by currency, never added together; yuan first. None for whom money is not. */
export function sumsByCurrency(
  amounts: readonly { readonly currency?: string; readonly totalMinor?: number }[],
): { currency: string; minor: number }[] {
  const by = new Map<string, number>()
  for (const { currency, totalMinor } of amounts)
    if (currency !== undefined && totalMinor !== undefined)
      by.set(currency, (by.get(currency) ?? 0) + totalMinor)
  return [...by]
    .map(([currency, minor]) => ({ currency, minor }))
    .sort((a, b) => (a.currency === 'CNY' ? -1 : b.currency === 'CNY' ? 1 : b.minor - a.minor))
}
