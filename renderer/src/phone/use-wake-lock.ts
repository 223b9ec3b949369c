import { useEffect } from 'react'

/**
 * Keeps the screen lit while `wanted`. Browsers allow it on https and on this PC alone, and take it back when the page
 * is hidden; where it is refused (low battery too) the phone simply dims as usual.
 */
export function useWakeLock(wanted: boolean): void {
  useEffect(() => {
    const { wakeLock } = navigator as { wakeLock?: WakeLock }
    if (!wanted || !wakeLock) return undefined
    let held: WakeLockSentinel | undefined
    let over = false
    const hold = () => {
      if (document.visibilityState !== 'visible') return
      wakeLock.request('screen').then(
        (lock) => {
          held = lock
          if (over) void lock.release()
        },
        (error: unknown) => console.info('wake lock', error),
      )
    }
    hold()
    document.addEventListener('visibilitychange', hold)
    return () => {
      over = true
      document.removeEventListener('visibilitychange', hold)
      void held?.release()
    }
  }, [wanted])
}
