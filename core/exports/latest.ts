/** Nobody reads figures that change faster. */
const PAUSE_MS = 200

/**
 * Work that tells how far it is, as a stream of its latest word: a slow listener skips some, work is never held up.
 * `values` ends with the work, whether it succeeded or not; `result` says which.
 */
export function latest<V, T>(
  work: (tell: (value: V) => void) => Promise<T>,
): { readonly values: AsyncIterable<V>; readonly result: Promise<T> } {
  let told: { value: V } | undefined
  let over = false
  let wake: () => void = () => undefined
  const result = work((value) => {
    told = { value }
    wake()
  }).finally(() => {
    over = true
    wake()
  })
  result.catch((error: unknown) => error)
  async function* values(): AsyncGenerator<V> {
    for (let last = 0; !over;) {
      if (!told || performance.now() - last < PAUSE_MS)
        await new Promise<void>((resolve) => {
          wake = resolve
          if (told) setTimeout(resolve, PAUSE_MS)
        })
      else {
        const { value } = told
        told = undefined
        last = performance.now()
        yield value
      }
    }
  }
  return { values: values(), result }
}
