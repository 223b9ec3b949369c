import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ConfirmationName } from '../../../core/rpc/api'
import { newCommandId, refusalOf } from '../client'

/**
 * A command that may be refused until a person says yes by name. The same command keeps its id while its answer is
 * unknown; a refusal, a yes or a change of the input makes a new one.
 */
export function useSend<T>(
  send: (input: T, command: { commandId: string; confirm: ConfirmationName[] }) => Promise<unknown>,
  onDone: () => void,
) {
  const cache = useQueryClient()
  const [confirm, setConfirm] = useState<readonly ConfirmationName[]>([])
  const [held, setHeld] = useState<{ text: string; commandId: string } | null>(null)
  const mutation = useMutation({
    mutationFn: async ({ input, yes }: { input: T; yes: readonly ConfirmationName[] }) => {
      const text = JSON.stringify([input, yes])
      const commandId = held?.text === text ? held.commandId : newCommandId()
      setHeld({ text, commandId })
      return send(input, { commandId, confirm: [...yes] })
    },
    onSuccess: () => {
      setConfirm([])
      setHeld(null)
      void cache.invalidateQueries({ queryKey: ['order'] })
      onDone()
    },
    onError: (error) => {
      // Refused is answered: the next try is another command. A lost answer is asked for again under the same id.
      if (refusalOf(error)) setHeld(null)
    },
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
