import { useEffect, useState } from 'react'
import { useLive } from './use-live'

const LOST_SAID_AFTER_MS = 700

/** Is the line to core lost? A blink of a line says nothing. */
export function useLineLost(): boolean {
  const live = useLive()
  const [lost, setLost] = useState(false)
  useEffect(() => {
    const soon = setTimeout(() => setLost(!live), live ? 0 : LOST_SAID_AFTER_MS)
    return () => clearTimeout(soon)
  }, [live])
  return lost
}
