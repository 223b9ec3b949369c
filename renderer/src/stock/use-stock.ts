import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { StockRow } from '../../../core/rpc/api'
import { client } from '../client'
import { useCommandIds } from '../command-ids'

export type Show = 'all' | 'below' | 'short' | 'uncounted'
export interface Warehouse { readonly id: string; readonly name: string } // prettier-ignore

const PAGE = 200

export function useWarehouses(): readonly Warehouse[] {
  const found = useQuery({
    queryKey: ['stock', 'warehouses'],
    queryFn: () => client.inventory.warehouses({}),
  })
  return found.data?.warehouses ?? NO_WAREHOUSES
}
const NO_WAREHOUSES: readonly Warehouse[] = []

/** The matrix page by page, as far as it was scrolled. */
export function useMatrix(text: string, show: Show) {
  const query = useInfiniteQuery({
    queryKey: ['stock', 'matrix', text, show],
    queryFn: ({ pageParam }) => client.inventory.matrix({ text, show, cursor: pageParam, limit: PAGE }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: (before) => before,
  })
  const rows: readonly StockRow[] = query.data?.pages.flatMap((page) => page.rows) ?? []
  return { ...query, rows, total: query.data?.pages[0]?.total ?? 0 }
}

/** A cell's moves, newest first; `before` walks back page by page. */
export function useMoves(
  spot: { readonly sku: string; readonly warehouseId: string },
  before: number | null,
) {
  return useQuery({
    queryKey: ['stock', 'moves', spot.sku, spot.warehouseId, before],
    queryFn: () => client.inventory.moves({ ...spot, before }),
  })
}

type Named = { commandId: string }

/** A command that a repeat after a lost answer does not do twice. */
export function useCommand<I extends Named, O>(
  send: (input: I) => Promise<O>,
  after?: (result: O, input: I) => void,
) {
  const queries = useQueryClient()
  const ids = useCommandIds()
  const command = useMutation({
    mutationFn: (input: I) => send(input),
    onError: (error) => ids.failed(error),
    onSuccess: async (result, input) => {
      ids.done()
      await queries.invalidateQueries({ queryKey: ['stock'] })
      after?.(result, input)
    },
  })
  return {
    ...command,
    // Omit and the id make the whole input again, which the compiler does not see. `typed`: what a person said, where the
    // input has more than that (a version) which a lost answer may have moved.
    send: (input: Omit<I, 'commandId'>, typed: unknown = input) =>
      command.mutate(ids.whole(typed, () => input) as I),
  }
}
