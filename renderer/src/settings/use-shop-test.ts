import { useCallback, useEffect, useRef, useState } from 'react'
import type { TestStepView } from '../../../core/rpc/api'

export interface ShopTest {
  readonly state: 'idle' | 'running' | 'done' | 'broken'
  readonly steps: readonly TestStepView[]
  /** Why the stream broke off, when it did. */
  readonly error: unknown
  run(start: (signal: AbortSignal) => Promise<AsyncIterable<TestStepView>>): Promise<void>
  clear(): void
}

/** Follows a test's sentences as they arrive; a new run or leaving the page ends the one before. */
export function useShopTest(): ShopTest {
  const [state, setState] = useState<ShopTest['state']>('idle')
  const [steps, setSteps] = useState<readonly TestStepView[]>([])
  const [error, setError] = useState<unknown>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const run = useCallback<ShopTest['run']>(async (start) => {
    running.current?.abort()
    const own = new AbortController()
    running.current = own
    setState('running')
    setSteps([])
    setError(null)
    try {
      for await (const step of await start(own.signal)) {
        if (own.signal.aborted) return
        setSteps((before) => [...before, step])
      }
      if (!own.signal.aborted) setState('done')
    } catch (cause) {
      if (own.signal.aborted) return
      setError(cause)
      setState('broken')
    }
  }, [])
  const clear = useCallback(() => {
    running.current?.abort()
    setState('idle')
    setSteps([])
  }, [])
  return { state, steps, error, run, clear }
}
