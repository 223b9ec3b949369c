import { useSyncExternalStore } from 'react'

const NARROW = window.matchMedia('(max-width: 599.98px)')

/** Is this a phone, or a window as narrow as one? */
export function usePhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      NARROW.addEventListener('change', listener)
      return () => NARROW.removeEventListener('change', listener)
    },
    () => NARROW.matches,
  )
}
