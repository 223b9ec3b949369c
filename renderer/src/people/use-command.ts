import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query'
import { useCommandIds } from '../command-ids'

/** A command about people or stations, done once however often it is sent; what it changed is asked for anew. */
export function useCommand<Input extends { commandId: string }, Answer>(
  send: (input: Input) => Promise<Answer>,
  done?: (answer: Answer) => void,
): UseMutationResult<Answer, Error, Omit<Input, 'commandId'>> {
  const queries = useQueryClient()
  const ids = useCommandIds()
  return useMutation({
    // The input is whole again with the id that was left out of it.
    mutationFn: (input: Omit<Input, 'commandId'>) => send({ ...input, commandId: ids.for(input) } as Input),
    onError: (error) => ids.failed(error),
    onSuccess: async (answer) => {
      ids.done()
      done?.(answer)
      await Promise.all(['people', 'stations'].map((name) => queries.invalidateQueries({ queryKey: [name] })))
    },
  })
}
