import { useMutation, useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query'
import type { SettingsView } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'

/** A field that the person may not see is absent. */
export type Settings = { [K in keyof SettingsView]?: SettingsView[K] | undefined }

/** The owner's settings as stored; a person without the right sees none of them. */
export function useSettings(): { settings: Settings | undefined; error: Error | null; again: () => void } {
  const query = useQuery({ queryKey: ['settings'], queryFn: () => client.auth.settings() })
  return { settings: query.data, error: query.error, again: () => void query.refetch() }
}

/** Stores some settings; what was typed shows at once and falls back when it is refused. */
export function useChangeSettings(): UseMutationResult<SettingsView, Error, Settings> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (settings: Settings) => client.auth.changeSettings({ settings, commandId: newCommandId() }),
    onSuccess: (stored) => queries.setQueryData(['settings'], stored),
  })
}
