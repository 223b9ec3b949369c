import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query'
import { newCommandId } from '../client'

/** A command about people or stations; what it changed is asked for anew. */
export function useCommand<Input extends { commandId: string }, Answer>(
  send: (input: Input) => Promise<Answer>,
  done?: (answer: Answer) => void,
): UseMutationResult<Answer, Error, Omit<Input, 'commandId'>> {
  const queries = useQueryClient()
  return useMutation({
    // The input is whole again with the id that was left out of it.
    mutationFn: (input: Omit<Input, 'commandId'>) => send({ ...input, commandId: newCommandId() } as Input),
    onSuccess: async (answer) => {
      done?.(answer)
      await Promise.all(['people', 'stations'].map((name) => queries.invalidateQueries({ queryKey: [name] })))
    },
  })
}
