import { useCallback, useEffect, useRef, useState } from 'react'
import type { TestStepView } from '../../../core/rpc/api'

export interface ShopTest {
  readonly state: 'idle' | 'running' | 'done' | 'broken'
  readonly steps: readonly TestStepView[]
  /** Why the stream broke off, when it did. */
  readonly error: unknown
  /** Resolves to whether every step went well; a run that was overtaken did not. */
  run(start: (signal: AbortSignal) => Promise<AsyncIterable<TestStepView>>): Promise<boolean>
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
    let good = true
    try {
      for await (const step of await start(own.signal)) {
        if (own.signal.aborted) return false
        good &&= step.ok
        setSteps((before) => [...before, step])
      }
      if (own.signal.aborted) return false
      setState('done')
      return good
    } catch (cause) {
      if (own.signal.aborted) return false
      setError(cause)
      setState('broken')
      return false
    }
  }, [])
  const clear = useCallback(() => {
    running.current?.abort()
    setState('idle')
    setSteps([])
  }, [])
  return { state, steps, error, run, clear }
}
