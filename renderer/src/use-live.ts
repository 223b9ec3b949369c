import { useSyncExternalStore } from 'react'
import { connection } from './client'

/** Is there a line to core now? */
export function useLive(): boolean {
  return useSyncExternalStore(
    (listener) => {
      connection.listeners.add(listener)
      return () => connection.listeners.delete(listener)
    },
    () => connection.live,
  )
}
