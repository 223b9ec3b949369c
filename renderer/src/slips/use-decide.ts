import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SlipDetail, SlipRowView } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import type { Undoable } from './UndoLine'
import { useSlipWords } from './use-slip-words'

type Act =
  | { readonly what: 'order'; readonly orderId: number; readonly number: string }
  | { readonly what: 'none' }
  | { readonly what: 'aside'; readonly where: string }

/** Decisions on slips: done at once, with the next one shown; the last can be taken back for half a minute. */
export function useDecide(onDone: (row: SlipRowView) => void) {
  const { t } = useSlipWords()
  const queries = useQueryClient()
  const [last, setLast] = useState<Undoable | null>(null)
  const again = () => queries.invalidateQueries({ queryKey: ['slips'] })
  const decide = useMutation({
    mutationFn: async ({ detail, act }: { detail: SlipDetail; act: Act }) => {
      const { id, version } = detail.row
      const base = { commandId: newCommandId(), id, version }
      const { row } =
        act.what === 'aside'
          ? await client.slips.setAside({ ...base, putAt: act.where })
          : await client.slips.decide({ ...base, orderId: act.what === 'order' ? act.orderId : null })
      const said =
        act.what === 'order'
          ? t('undoMatched', { number: act.number })
          : act.what === 'aside'
            ? t('undoAside', { where: act.where })
            : t('undoNone')
      return { row, said }
    },
    onSuccess: ({ row, said }) => {
      setLast(row.mayUndo ? { id: row.id, version: row.version, said, at: Date.now() } : null)
      onDone(row)
    },
    onSettled: again,
  })
  const undo = useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) =>
      client.slips.undo({ commandId: newCommandId(), id, version }),
    onSuccess: () => setLast(null),
    onSettled: again,
  })
  const readAgain = useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) =>
      client.slips.readAgain({ commandId: newCommandId(), id, version }),
    onSettled: again,
  })
  return { decide, undo, readAgain, last, forget: () => setLast(null) }
}
