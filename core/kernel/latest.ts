/** Nobody reads figures that change faster. */
const PAUSE_MS = 200

export interface Latest<V, T> {
  /** Ends with the work, whether it succeeded or not. */
  readonly values: AsyncIterable<V>
  readonly result: Promise<T>
  /** Whoever listened is gone, or has heard all: work that still goes on is told to stop, and has stopped after this. */
  end(): Promise<void>
}

/**
 * Work that tells how far it is, as a stream of its latest word: a slow listener skips some, work is never held up.
 * `gone` aborts when `signal` does or when the stream ends.
 */
export function latest<V, T>(
  work: (tell: (value: V) => void, gone: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Latest<V, T> {
  const stop = new AbortController()
  if (signal?.aborted) stop.abort()
  signal?.addEventListener('abort', () => stop.abort(), { once: true })
  let told: { value: V } | undefined
  let over = false
  let wake: () => void = () => undefined
  const tell = (value: V) => {
    told = { value }
    wake()
  }
  const result = work(tell, stop.signal).finally(() => {
    over = true
    wake()
  })
  result.catch((error: unknown) => error)
  async function* values(): AsyncGenerator<V> {
    while (!over) {
      if (!told) await new Promise<void>((resolve) => (wake = resolve))
      if (!told) continue
      const { value } = told
      told = undefined
      yield value
      await Promise.race([result.catch((error: unknown) => error), pause(PAUSE_MS)])
    }
  }
  return {
    values: values(),
    result,
    async end() {
      stop.abort()
      await result.catch((error: unknown) => error)
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
