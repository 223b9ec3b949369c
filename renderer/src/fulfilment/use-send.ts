import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ConfirmationName } from '../../../core/rpc/api'
import { refusalOf } from '../client'
import { useCommandIds } from '../command-ids'

/**
 * A command that may be refused until a person says yes by name; a yes makes another command of it.
 */
export function useSend<T>(
  send: (input: T, command: { commandId: string; confirm: ConfirmationName[] }) => Promise<unknown>,
  onDone: () => void,
) {
  const cache = useQueryClient()
  const [confirm, setConfirm] = useState<readonly ConfirmationName[]>([])
  const ids = useCommandIds()
  const mutation = useMutation({
    mutationFn: ({ input, yes }: { input: T; yes: readonly ConfirmationName[] }) =>
      send(input, { commandId: ids.for([input, yes]), confirm: [...yes] }),
    onSuccess: () => {
      setConfirm([])
      ids.done()
      void cache.invalidateQueries({ queryKey: ['order'] })
      onDone()
    },
    onError: (error) => ids.failed(error),
  })
  const asked = mutation.error === null ? undefined : refusalOf(mutation.error)?.data['confirm']
  return {
    busy: mutation.isPending,
    error: mutation.error,
    /** By which name the refusal may be said yes to. */
    asks: typeof asked === 'string' ? (asked as ConfirmationName) : null,
    reset: mutation.reset,
    go: (input: T) => mutation.mutate({ input, yes: confirm }),
    yes: (name: ConfirmationName, input: T) => {
      const yes = [...confirm, name]
      setConfirm(yes)
      mutation.mutate({ input, yes })
    },
  }
}
